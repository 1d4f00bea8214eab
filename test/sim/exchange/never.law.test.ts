/**
 * What must never happen (F16) and what must always balance (S24), over generated tapes and request scripts with every
 * option drawn. Judged from the tape and the ledger alone, without the rules.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addDecimal,
  decimal,
  formatDecimal,
  multiplyDecimal,
} from '../../../src/core/ground/decimal.js';
import { valueOf } from '../../../src/core/ground/instrument.js';
import type { TruthEntry, TruthExecution, VenueArrival } from '../../../src/core/order/truth.js';
import { type EpochMicros, lots, signOf, ticks } from '../../../src/core/ground/units.js';
import { ROW_KIND_MASK, ROW_LEVEL, ROW_SELL } from '../../../src/sim/tape/tape.js';
import { type L2Setup, L2Venue } from '../../../src/sim/market/l2/l2-venue.js';
import { type GeneratedCase, generateCase } from '../../oracle/generated-case.js';
import { draws, firstCase } from '../../support/test-seed.js';
import { INSTRUMENT, OPTIONS } from './venue-rig.js';

const CASES = draws(300);
const CASH = '1000000000';

const SEEDS = Array.from({ length: CASES }, (_, index) => firstCase(10_001) + index);

const setupOf = (one: GeneratedCase): L2Setup => ({
  listings: [
    {
      instrument: { ...INSTRUMENT, symbol: 'TEST' },
      tape: one.tape,
      fill: one.options,
      halts: one.halts,
      quotes: [],
    },
  ],
  listener: { onReport: () => undefined },
  options: {
    ...OPTIONS,
    profile: one.profile,
    fees: { makerBps: '-0.25', takerBps: '4.5', asset: 'quote' },
    account: { ...OPTIONS.account, cash: CASH },
  },
});

function play(one: GeneratedCase, venue = new L2Venue(setupOf(one))): L2Venue {
  const to = (until: EpochMicros): void => {
    while (venue.advance(until) < until);
  };
  for (const arrival of one.arrivals) {
    to(arrival.at);
    send(venue, arrival);
  }
  const last = one.tape.time[one.tape.rows - 1] ?? 0;
  to(Math.max(last, one.arrivals.at(-1)?.at ?? 0, one.halts.at(-1)?.to ?? 0) as EpochMicros);
  return venue;
}

function send(venue: L2Venue, arrival: VenueArrival): void {
  if (arrival.kind === 'submit') venue.submit(arrival, arrival.at);
  else if (arrival.kind === 'cancel') venue.cancel(arrival, arrival.at);
  else venue.replace(arrival, arrival.at);
}

interface Played {
  readonly one: GeneratedCase;
  readonly venue: L2Venue;
}

/** Each case, played once in a venue of its own for all that is said of it. */
const played: Played[] = [];
beforeAll(() => {
  for (const seed of SEEDS) {
    const one = generateCase(seed);
    played.push({ one, venue: play(one) });
  }
});
afterAll(() => {
  played.length = 0;
});

const acceptedTerms = (entries: readonly TruthEntry[]) =>
  new Map(
    entries.flatMap((entry) =>
      entry.kind === 'accepted' ? [[entry.venueOrderId, entry] as const] : [],
    ),
  );

/** Quantity each trade row gave us, by row. */
function servedByRow(executions: readonly TruthExecution[]): Map<number, number> {
  const served = new Map<number, number>();
  for (const { cause, tapeRow, quantity } of executions) {
    if (tapeRow === null || cause === 'crossed' || cause === 'taker') continue;
    served.set(tapeRow, (served.get(tapeRow) ?? 0) + quantity);
  }
  return served;
}

/** What rows and top stream show at a price and side up to `until`, the newer word, in lots rounded down. */
function shown(one: GeneratedCase, side: 'bid' | 'ask', price: number, until: number): number {
  const { tape } = one;
  const told = lastTold(one, side, price, until);
  let { quantity } = told;
  for (let row = 0; row < tape.rows && tape.time[row]! <= until; row += 1) {
    const flags = tape.kind[row]!;
    if ((flags & ROW_KIND_MASK) !== ROW_LEVEL) continue;
    if (((flags & ROW_SELL) !== 0) !== (side === 'ask')) continue;
    if (row < told.before) continue;
    if (tape.price[row]! === price * tape.quantaPerTick) quantity = tape.quantity[row]!;
  }
  return Math.floor(quantity / tape.quantaPerLot);
}

/** The last top row that names the price as its best, and the tape row it stands before. */
function lastTold(
  { tape: { top, quantaPerTick } }: GeneratedCase,
  side: 'bid' | 'ask',
  price: number,
  until: number,
): { readonly quantity: number; readonly before: number } {
  const prices = top?.[side];
  const row = prices?.findLastIndex(
    (each, at) => each === price * quantaPerTick && top!.time[at]! <= until,
  );
  if (top === null || row === undefined || row < 0) return { quantity: 0, before: 0 };
  return { quantity: top[`${side}Quantity`][row]!, before: top.before[row]! };
}

describe('F16 never, S24 always', () => {
  it('F16: never more than a trade has to give, to all our orders together', () => {
    let served = 0;
    for (const { one, venue } of played) {
      if (one.options.through === 'full') continue;
      for (const [row, quantity] of servedByRow(venue.truth.executions)) {
        expect(quantity * one.tape.quantaPerLot).toBeLessThanOrEqual(one.tape.quantity[row]!);
        served += 1;
      }
    }
    expect(served).toBeGreaterThan(100);
  });

  it('F16: never a taker price outside the recorded rows, nor more than a level shows, shared by all at that instant', () => {
    let takers = 0;
    for (const [nth, { one, venue }] of played.entries()) {
      const taken = new Map<string, number>();
      for (const execution of venue.truth.executions) {
        if (execution.cause !== 'taker') continue;
        const side = execution.side === 'buy' ? 'ask' : 'bid';
        const key = `${side} ${execution.price} ${execution.at}`;
        taken.set(key, (taken.get(key) ?? 0) + execution.quantity);
        const limit = shown(one, side, execution.price, execution.at);
        expect(taken.get(key), `seed ${SEEDS[nth]} ${key}`).toBeLessThanOrEqual(limit);
        takers += 1;
      }
    }
    expect(takers).toBeGreaterThan(100);
  });

  it('F16: never a fill before acceptance, after the end, above the quantity, or beyond the limit', () => {
    for (const { venue } of played) {
      const { entries } = venue.truth;
      const accepted = acceptedTerms(entries);
      const ended = new Set<string>();
      const filled = new Map<string, number>();
      for (const entry of entries) {
        if (entry.kind === 'canceled') ended.add(entry.venueOrderId);
        if (entry.kind !== 'executed') continue;
        const { venueOrderId, quantity, price, side } = entry;
        const order = accepted.get(venueOrderId)!;
        const sum = (filled.get(venueOrderId) ?? 0) + quantity;
        filled.set(venueOrderId, sum);
        expect(order.seq).toBeLessThan(entry.seq);
        expect(ended.has(venueOrderId)).toBe(false);
        expect([entry.cumQty, entry.leaves]).toEqual([sum, order.terms.quantity - sum]);
        expect(entry.leaves).toBeGreaterThanOrEqual(0);
        const { limitPrice } = order.terms;
        if (limitPrice !== null)
          expect(signOf(side) * (limitPrice - price)).toBeGreaterThanOrEqual(0);
      }
    }
  });

  it('S24: cash, fees and positions balance exactly', () => {
    for (const { venue } of played) {
      let cash = decimal(CASH);
      let position = 0;
      for (const { side, price, quantity, fee } of venue.truth.executions) {
        const value = valueOf(INSTRUMENT, BigInt(price) * BigInt(quantity) * BigInt(-signOf(side)));
        cash = addDecimal(
          addDecimal(cash, value),
          multiplyDecimal(decimal(fee.amount), decimal('-1')),
        );
        position += signOf(side) * quantity;
      }
      expect(formatDecimal(venue.cash())).toBe(formatDecimal(cash));
      expect(venue.position('TEST')).toBe(position);
    }
  });

  it('SIM-4: the same case twice gives the same ledger, in a fresh venue or in one that takes over old buffers', () => {
    let reused = new L2Venue(setupOf(generateCase(SEEDS[0]!)));
    for (const { one, venue } of played) {
      reused = new L2Venue(setupOf(one), reused);
      const truth = JSON.stringify(venue.truth);
      expect(JSON.stringify(play(one, reused).truth)).toBe(truth);
      expect(JSON.stringify(play(one).truth)).toBe(truth);
    }
  });

  it('a price or quantity of an execution is on the grid', () => {
    for (const { venue } of played) {
      for (const { price, quantity } of venue.truth.executions) {
        expect([ticks(price), lots(quantity)]).toEqual([price, quantity]);
        expect(quantity).toBeGreaterThan(0);
      }
    }
  });
});
