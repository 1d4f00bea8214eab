/**
 * Whole runs with faults that hang on what happens: the same seed gives the same journal, and each begins exactly so long
 * after its event as the venue's own ledger has it.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TruthEntry } from '../../src/core/order/truth.js';
import { type EpochMicros, micros } from '../../src/core/ground/units.js';
import type { AnchorLane } from '../../src/sim/fault/moment.js';
import { ANCHOR_LANES } from '../../src/sim/fault/moment.js';
import { simulate } from '../../src/runs/simulation.js';
import { inSeconds, order, planOf, tapeOf } from '../support/simulation-plan.js';

const TAPE = tapeOf(11, { durationSeconds: 60, messagesPerSecond: 4 });
const RESTS = order({
  quantity: '0.4',
  duration: inSeconds(40),
  slices: 4,
  type: 'limit',
  limitPrice: { peg: 'bid', offsetTicks: -2 },
  timeInForce: 'gtc',
  completion: 'catch-up',
  fillTimeout: inSeconds(4),
});

const LEDGER_KIND: Readonly<Partial<Record<AnchorLane, TruthEntry['kind']>>> = {
  accepted: 'accepted',
  filled: 'executed',
  canceled: 'canceled',
};

const KINDS = [
  { kind: 'outage', paths: ['cancel', 'stream'], for: inSeconds(3) },
  { kind: 'outage', paths: ['feed', 'submit', 'cancel', 'query', 'stream'], for: inSeconds(8) },
  { kind: 'halt', newOrders: 'refuse', for: inSeconds(2) },
  { kind: 'spread-shift', factor: 5, for: inSeconds(5) },
  { kind: 'reject' },
  { kind: 'rate-limit', retryAfter: inSeconds(2) },
  { kind: 'ack-lost', shape: 'timeout' },
] as const;

const anchored = fc
  .record({
    fault: fc.constantFrom(...KINDS),
    after: fc.constantFrom(...ANCHOR_LANES),
    nth: fc.integer({ min: 1, max: 6 }),
    plus: fc.constantFrom(0, 1, 5_000, 700_000).map(micros),
  })
  .map(({ fault: { kind, ...values }, ...at }) => ({ kind, values: { ...values, at } }));

const RUNS = 60;

describe('anchored faults', () => {
  it('the same seed gives the same journal, no invariant breaks, and a fault begins when its event says', () => {
    let begun = 0;
    fc.assert(
      fc.property(fc.array(anchored, { minLength: 1, maxLength: 3 }), (faults) => {
        const plan = planOf({ tape: TAPE, orders: [[3, RESTS]], faults });
        const [first, again] = [simulate(plan), simulate(plan)];
        expect(again.journalHash).toBe(first.journalHash);
        expect(again.faultRecord).toEqual(first.faultRecord);
        expect(first.audit.violations).toEqual([]);
        begun += first.faultRecord.windows.length;
        if (faults.length > 1) return;
        const [{ kind, values }] = faults as [(typeof faults)[number]];
        const ledgerKind = LEDGER_KIND[values.at.after];
        const window = first.faultRecord.windows[0];
        if (ledgerKind === undefined) return;
        const events = first.ledger.entries.filter((entry) => entry.kind === ledgerKind);
        const event: EpochMicros | undefined = events[values.at.nth - 1]?.at;
        if (event === undefined) {
          expect(window).toBeUndefined();
          const [missed] = first.anchorsMissed;
          expect(missed).toMatchObject({ nth: values.at.nth, came: events.length });
          return;
        }
        const earliest = kind === 'halt' ? 1 : 0;
        const begins = event + Math.max(values.at.plus, earliest);
        if (begins <= first.endedAt) expect(window?.from).toBe(begins);
      }),
      { numRuns: RUNS },
    );
    expect(begun).toBeGreaterThan(RUNS / 4);
  });

  it('one that never begins moves nothing', () => {
    const never = {
      kind: 'outage',
      values: { at: { after: 'filled', nth: 999 }, for: inSeconds(9) },
    };
    const hashOf = (faults: readonly (typeof never)[]): string =>
      simulate(planOf({ tape: TAPE, orders: [[3, RESTS]], faults })).journalHash;
    expect(hashOf([never])).toBe(hashOf([]));
  });
});
