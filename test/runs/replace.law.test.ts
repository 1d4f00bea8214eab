/**
 * ORD-3, S1 to S3: whatever is amended, whenever, and whatever the link makes of it, no order of a chain and its successor both
 * execute what one of them was for, and what the engine ends up believing of each is what the venue's ledger has.
 */
import { describe, expect, it } from 'vitest';
import { plus } from '../../src/core/ground/units.js';
import type { Lots, Ticks } from '../../src/core/ground/units.js';
import { simulate } from '../../src/runs/simulation.js';
import type { FaultSpec } from '../../src/sim/fault/fault-set.js';
import { jitter, shareOf } from '../../src/core/ground/jitter.js';
import { inSeconds, order, planOf, secondsIn, tapeOf } from '../support/simulation-plan.js';

const TAPE = tapeOf(5, { durationSeconds: 120, messagesPerSecond: 6 });
const HALF = { probability: 0.5 };

const KINDS: readonly FaultSpec[] = [
  { kind: 'ack-lost', values: HALF },
  { kind: 'ack-lost', values: { ...HALF, shape: '5xx' } },
  { kind: 'request-lost', values: { ...HALF, paths: ['submit', 'cancel', 'query'] } },
  { kind: 'late-arrival', values: { ...HALF, delay: inSeconds(4), paths: ['submit', 'cancel'] } },
  { kind: 'slow-reply', values: { ...HALF, from: inSeconds(0.1), to: inSeconds(20) } },
  { kind: 'order-hidden', values: { ...HALF, lag: inSeconds(5) } },
  { kind: 'frame-lost', values: { probability: 0.4 } },
  { kind: 'frame-reordered', values: { ...HALF, window: inSeconds(6) } },
  { kind: 'cancel-pretended', values: { ...HALF, delay: inSeconds(3) } },
  { kind: 'outage', values: { paths: ['stream'], at: inSeconds(10), for: inSeconds(50) } },
];

const SEEDS = Array.from({ length: 25 }, (_, n) => n + 1);
const PER_SEED = 10;

function played(seed: number, idempotency: 'forever' | 'open-only', validFor: boolean) {
  const draw = (name: string, n = 0): number => shareOf(jitter(seed, 'amend', name, n));
  const resting = order({
    type: 'limit',
    quantity: '6',
    timeInForce: 'gtc',
    limitPrice: { peg: 'bid', offsetTicks: -12 },
    duration: inSeconds(60),
    slices: 3,
    fillTimeout: inSeconds(18),
  });
  const faults = KINDS.filter((_, n) => draw('fault', n) < 0.35).map((one) => ({
    ...one,
    lasts: inSeconds(70),
  }));
  const planned = planOf({ tape: TAPE, orders: [[2, resting]], faults, seed });
  const { engine } = planned;
  const policy = {
    idempotency,
    visibilityLag: inSeconds(5),
    ...(validFor ? {} : { validFor: null }),
  };
  const operator = Array.from({ length: PER_SEED }, (_, n) => ({
    at: plus(secondsIn(TAPE, 2), inSeconds(draw('at', n) * 60)),
    reason: 'law',
    command: {
      do: 'amend-parent' as const,
      orderIndex: 0,
      quantity:
        draw('what', n) < 0.6 ? ((300 + Math.floor(draw('size', n) * 1_800)) as Lots) : null,
      limitPrice:
        draw('what', n) > 0.3 ? ((617_960 + Math.floor(draw('price', n) * 60)) as Ticks) : null,
    },
  }));
  return simulate({
    ...planned,
    operator,
    venue: { ...planned.venue, ...policy },
    engine: {
      ...engine,
      venue: { ...engine.venue, ...policy },
      // In half of the runs the peg follows the market, too.
      ...(draw('repeg') < 0.5 ? { repeg: { every: inSeconds(3), byTicks: 1 } } : {}),
    },
  });
}

describe('amended orders', () => {
  let replaced = 0;
  let unknown = 0;

  it.each([
    ['forever', true],
    ['forever', false],
    ['open-only', true],
    ['open-only', false],
  ] as const)(
    'ORD-3 S1 S2 S3: ids %s, validity enforced: %s: no invariant breaks',
    (ids, valid) => {
      for (const seed of SEEDS) {
        const { audit, ledger, state } = played(seed, ids, valid);
        expect([seed, audit.violations.map(({ id, detail }) => `${id} ${detail}`)]).toEqual([
          seed,
          [],
        ]);
        expect([seed, audit.phantom, audit.doubled]).toEqual([seed, 0, 0]);
        for (const [, parent] of state.parents.entries())
          expect(parent.filled).toBeLessThanOrEqual(parent.request.quantity);
        const total = ledger.executions.reduce((sum, { quantity }) => sum + quantity, 0);
        const believed = [...state.children.entries()].reduce(
          (sum, [, one]) => sum + one.belief.filled,
          0,
        );
        expect([seed, believed]).toEqual([seed, total]);
        replaced += ledger.entries.filter(({ kind }) => kind === 'replaced').length;
        unknown += [...state.children.entries()].filter(
          ([, one]) => one.chain !== undefined,
        ).length;
      }
    },
  );

  it('were replaced often enough to say so', () => {
    expect(replaced).toBeGreaterThan(40);
    expect(unknown).toBeGreaterThan(replaced);
  });
});
