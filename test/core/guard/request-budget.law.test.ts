/** The request budget against a list of all requests: nothing that leaves exceeds it, and cancels never wait for others. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EpochMicros, epochMicros, micros, seconds } from '../../../src/core/ground/units.js';
import {
  type RequestBudget,
  type RequestCount,
  type RequestKind,
  counted,
  freeAt,
  weightOf,
} from '../../../src/core/state/request-budget.js';

interface Sent {
  readonly at: EpochMicros;
  readonly kind: RequestKind;
}

const KINDS = ['submit', 'cancel', 'read-order', 'read-executions', 'read-volume'] as const;
const isReducing = (kind: RequestKind): boolean => kind === 'cancel';
const START = epochMicros(1_700_000_000_000_000);

const budgets = fc
  .record({
    requests: fc.integer({ min: 2, max: 40 }),
    share: fc.integer({ min: 0, max: 90 }),
    per: fc.integer({ min: 1, max: 60_000_000 }),
    heavy: fc.integer({ min: 1, max: 20 }),
  })
  .map(({ requests, share, per, heavy }): RequestBudget => {
    const reserved = Math.floor((requests * share) / 100);
    const weights = { 'read-executions': Math.min(heavy, requests - reserved) };
    return { requests, reserved, per: micros(per), weights };
  });
const traffic = fc.array(
  fc.record({ kind: fc.constantFrom(...KINDS), gap: fc.integer({ min: 0, max: 8_000_000 }) }),
  { maxLength: 120 },
);

/** What is sent when everybody asks first, and who had to wait. */
function play(budget: RequestBudget, wanted: readonly { kind: RequestKind; gap: number }[]) {
  let count: RequestCount = { budget, stretches: [] };
  let now = START as number;
  const sent: Sent[] = [];
  const refused: { at: EpochMicros; kind: RequestKind; until: EpochMicros; then: RequestCount }[] =
    [];
  for (const { kind, gap } of wanted) {
    now += Math.min(gap, budget.per);
    const at = epochMicros(now);
    const until = freeAt(count, at, { kind, reducing: isReducing(kind) });
    if (until !== null) refused.push({ at, kind, until, then: count });
    else {
      sent.push({ at, kind });
      count = counted(count, kind, at);
    }
  }
  return { sent, refused };
}

const weightWithin = (
  budget: RequestBudget,
  sent: readonly Sent[],
  { from, to }: { from: number; to: number },
): number =>
  sent.reduce((sum, { at, kind }) => sum + (at > from && at <= to ? weightOf(budget, kind) : 0), 0);

describe('request budget', () => {
  it('S22: within any stretch of time no more leave than the budget has, and the reserved part is left alone', () => {
    fc.assert(
      fc.property(budgets, traffic, (budget, wanted) => {
        const { sent } = play(budget, wanted);
        for (const [index, { at, kind }] of sent.entries()) {
          if (weightOf(budget, kind) === 0) continue;
          const so = weightWithin(budget, sent.slice(0, index + 1), {
            from: at - budget.per,
            to: at,
          });
          expect(so).toBeLessThanOrEqual(
            isReducing(kind) ? budget.requests : budget.requests - budget.reserved,
          );
        }
      }),
    );
  });

  it('S22: cancels within the reserved part never wait, whatever else is asked', () => {
    fc.assert(
      fc.property(budgets, traffic, (budget, wanted) => {
        const { sent, refused } = play(budget, wanted);
        // What counts a little longer than at the venue does so for cancels, too.
        const reach = budget.per + Math.ceil(budget.per / 32) + 1;
        const cancels = sent.filter(({ kind }) => kind === 'cancel');
        for (const { at, kind } of refused) {
          if (kind !== 'cancel') continue;
          const before = weightWithin(budget, cancels, { from: at - reach, to: at });
          expect(before + 1).toBeGreaterThan(budget.reserved);
        }
      }),
    );
  });

  it('S22: what waits may leave when it was told, and not before the venue has forgotten enough', () => {
    fc.assert(
      fc.property(budgets, traffic, (budget, wanted) => {
        for (const { at, kind, until, then } of play(budget, wanted).refused) {
          expect(until).toBeGreaterThan(at);
          expect(until).toBeLessThanOrEqual(at + budget.per + Math.ceil(budget.per / 32));
          expect(freeAt(then, until, { kind, reducing: isReducing(kind) })).toBeNull();
        }
      }),
    );
  });

  it('S22: a count stays small however much is asked', () => {
    const budget = { requests: 6_000, reserved: 600, per: seconds(60), weights: {} };
    let count: RequestCount = { budget, stretches: [] };
    for (let index = 0; index < 5_000; index += 1)
      count = counted(count, 'read-order', epochMicros(START + index * 50_000));
    expect(count.stretches.length).toBeLessThanOrEqual(34);
  });
});
