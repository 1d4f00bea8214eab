/** How orders came out, counted: what the venue refused, and what became of limit orders that may rest. */
import type { ProjectedChild } from '../projection/projection.js';
import type { Fitted } from '../schema/fitted.js';
import { firstFillAt } from './fill-times.js';
import type { Observation, SubmitAnswers } from './observation.js';
import { lifeOf } from './order-lives.js';
import { SAMPLES_MIN, median, percentile, tooFew } from './samples.js';

/** A share that rests on fewer refusals is off by half of itself as often as not. */
const REFUSALS_MIN = 5;

export function fitSubmits({ accepted, refused, unknown }: SubmitAnswers): Fitted['submits'] {
  const answered = [...refused.values()].reduce((sum, count) => sum + count, accepted);
  const why = (count: number): string | null => {
    if (answered < SAMPLES_MIN) return tooFew(answered, 'submits were answered');
    return count < REFUSALS_MIN
      ? `${count} ${count === 1 ? 'refusal' : 'refusals'}, and it takes ${REFUSALS_MIN}`
      : null;
  };
  return {
    accepted,
    unknown,
    refused: [...refused]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, count]) => ({
        code,
        count,
        share: why(count) === null ? count / answered : null,
        why: why(count),
      })),
  };
}

/** From the first word of the venue to the first fill of those that filled. */
export function fitLimitOrders({ projection, lives }: Observation): Fitted['limitOrders'] {
  const taken = [...projection.children.values()].filter(
    (child) => mayRest(child) && lifeOf(lives, child.clientOrderId).heardAt !== null,
  );
  const whole = taken.filter(({ filled, terms }) => filled >= terms.quantity).length;
  const unfilled = taken.filter(({ filled }) => filled === 0).length;
  const waits = taken.flatMap((child) => {
    const { heardAt } = lifeOf(lives, child.clientOrderId);
    const first = firstFillAt(child);
    return first === null || heardAt === null ? [] : [first - heardAt];
  });
  const isEnough = taken.length >= SAMPLES_MIN;
  return {
    taken: taken.length,
    filledWhole: whole,
    filledPartly: taken.length - whole - unfilled,
    unfilled,
    filledShare: isEnough ? whole / taken.length : null,
    timeToFill: waits.length >= SAMPLES_MIN ? spread(waits) : null,
    why: isEnough ? null : tooFew(taken.length, 'limit orders were taken'),
  };
}

const mayRest = ({ terms }: ProjectedChild): boolean =>
  terms.type === 'limit' && terms.timeInForce !== 'ioc' && terms.timeInForce !== 'fok';

const LOW = 10;
const HIGH = 90;

const spread = (waits: readonly number[]): NonNullable<Fitted['limitOrders']['timeToFill']> => ({
  p10Micros: percentile(waits, LOW),
  medianMicros: median(waits),
  p90Micros: percentile(waits, HIGH),
  samples: waits.length,
});
