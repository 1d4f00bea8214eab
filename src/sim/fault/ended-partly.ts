/**
 * The venue executes a part of what would execute and ends the order there (`expired`), as it ends an IOC order whose liquidity is
 * gone; here whatever the order says, so that a market or a resting order ends so, too.
 *
 * Unrealistic: what would have executed stays gone from the book, as if somebody else had got it.
 */
import { type EpochMicros, type Lots, lots } from '../../core/ground/units.js';
import type { VenueFill } from '../exchange/venue-options.js';
import { type FaultContext, faultKind } from './fault-kind.js';
import { HIT_RULES, Hits, hitParameters } from './hits.js';
import type { FaultSpan, LinkFault } from './link-fault.js';
import { type ValuesOf, share } from './parameter.js';

const parameters = {
  ...hitParameters('execution', 'executions'),
  part: share('what share of it executes, at least a lot'),
};

class EndedPartly implements LinkFault {
  readonly #values: ValuesOf<typeof parameters>;
  readonly #hits: Hits;

  constructor(values: ValuesOf<typeof parameters>, context: FaultContext) {
    this.#values = values;
    this.#hits = new Hits(values, context);
  }

  activations(): number {
    return this.#hits.count;
  }

  spans(now: EpochMicros): readonly FaultSpan[] {
    return this.#hits.spans(['submit'], now);
  }

  fillPieces({ clientOrderId, filled, quantity }: VenueFill, at: EpochMicros): readonly Lots[] {
    const whole = [quantity];
    const part = Math.max(1, Math.floor(quantity * this.#values.part));
    if (part >= quantity) return whole;
    const isHit = this.#hits.hits({ key: `fill:${clientOrderId}:${filled}`, nth: 1 }, at);
    return isHit ? [lots(part)] : whole;
  }
}

export const endedPartly = faultKind({
  kind: 'ended-partly',
  ids: ['FIL9'],
  holds: [],
  seam: 'semantic',
  text: 'The venue executes a part and ends the order.',
  scope: 'every instrument',
  acts: 'on executions of which that share is less than all, at the venue',
  counts: 'each order that was ended so',
  parameters,
  ...HIT_RULES,
  build: (values, context) => new EndedPartly(values, context),
});
