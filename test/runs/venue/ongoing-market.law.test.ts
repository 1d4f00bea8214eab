/** A venue whose market is still going on. Goal: its truth is that of a venue which has all of the market at hand. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../src/core/ground/clock.js';
import {
  type EpochMicros,
  type Lots,
  type Side,
  plus,
  ticks,
} from '../../../src/core/ground/units.js';
import type { ClientOrderId, OrderTerms } from '../../../src/core/order/order.js';
import { type OngoingMarkets, PacedVenue } from '../../../src/runs/venue/paced-venue.js';
import type { SimulationPlan } from '../../../src/runs/simulation-plan.js';
import { type Tape, tapeEnd } from '../../../src/sim/tape/tape.js';
import { inSeconds, planOf, tapeOf } from '../../support/simulation-plan.js';

const SECONDS = 20;
const tape = tapeOf(2, { durationSeconds: SECONDS });

/** Rows `from` up to `to`, which begin and end instants. */
const cut = (from: number, to: number): Tape => ({
  ...tape,
  rows: to - from,
  time: tape.time.subarray(from, to),
  kind: tape.kind.subarray(from, to),
  price: tape.price.subarray(from, to),
  quantity: tape.quantity.subarray(from, to),
  delay: tape.delay.subarray(from, to),
});

/** The first row behind `at`. */
function rowAfter(at: number): number {
  const row = tape.time.subarray(0, tape.rows).findIndex((time) => time > at);
  return row < 0 ? tape.rows : row;
}

interface Placed {
  readonly second: number;
  readonly side: Side;
  readonly offset: number;
  readonly type: 'market' | 'limit' | 'stop';
}

const MID = Math.round((tape.price[1]! + tape.price[2]!) / 2 / tape.quantaPerTick);

const termsOf = ({ side, offset, type }: Placed): OrderTerms => ({
  symbol: 'BTCUSDT',
  side,
  type,
  quantity: 40 as Lots,
  limitPrice: type === 'limit' ? ticks(MID + offset) : null,
  stopPrice: type === 'stop' ? ticks(MID + (side === 'buy' ? 1 : -1) * Math.abs(offset)) : null,
  timeInForce: 'gtc',
  postOnly: false,
});

/** As the rows come; `first`: the one that is not there from the beginning. */
function coming(first: number): OngoingMarkets {
  let row = first;
  return {
    piecesUntil: (until) => {
      const [from, to] = [row, rowAfter(until)];
      if (to <= from) return [null];
      row = to;
      return [cut(from, to)];
    },
  };
}

interface Run {
  readonly plan: SimulationPlan;
  readonly placed: readonly Placed[];
  readonly ongoing: OngoingMarkets | null;
  /** Seconds between two looks, again and again. */
  readonly looks: readonly number[];
}

function truthOf({ plan, placed, ongoing, looks }: Run) {
  let now = plan.start;
  const clock = { now: () => now } as Clock;
  const venue = new PacedVenue(plan, { clock, speed: 1, ongoing });
  let turn = 0;
  const until = (at: EpochMicros): void => {
    while (now < at) {
      const next = plus(now, inSeconds(looks[turn % looks.length]!));
      now = next < at ? next : at;
      turn += 1;
      venue.catchUp();
    }
  };
  placed.forEach((one, place) => {
    until(plus(plan.start, inSeconds(one.second)));
    const clientOrderId = `o${place}` as ClientOrderId;
    const request = { kind: 'submit', clientOrderId, terms: termsOf(one), sentAt: now } as const;
    venue.accounts[0]!.ask({ ...request, validUntil: null }, () => undefined);
  });
  until(tapeEnd(tape));
  const { entries, executions, arrivals } = venue.truth;
  return { entries, executions, arrivals };
}

const orders = fc
  .array(
    fc.record<Placed>({
      second: fc.double({ min: 0.1, max: SECONDS - 1, noNaN: true }),
      side: fc.constantFrom('buy', 'sell'),
      offset: fc.integer({ min: -12, max: 12 }),
      type: fc.constantFrom('market', 'limit', 'limit', 'stop'),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((all) => all.toSorted((a, b) => a.second - b.second));
const looks = fc.array(fc.double({ min: 0.001, max: 3, noNaN: true }), {
  minLength: 1,
  maxLength: 9,
});

describe('a venue whose market is still going on', () => {
  it('F0 S4: executes as one that has the whole market, row by row, however its market is cut', () => {
    let executed = 0;
    fc.assert(
      fc.property(orders, looks, (placed, often) => {
        const all = { plan: planOf({ tape }), ongoing: null, looks: [SECONDS] };
        const whole = truthOf({ placed, ...all });
        const first = rowAfter(tape.time[0]! + 1_000);
        const plan = planOf({ tape: cut(0, first) });
        const pieces = truthOf({ placed, plan, ongoing: coming(first), looks: often });
        expect(pieces).toEqual(whole);
        executed += whole.executions.length;
      }),
      { numRuns: 20 },
    );
    expect(executed).toBeGreaterThan(20);
  });
});
