/** Two simulations that differ in one thing known: the comparison names it, and nothing else. */
import { describe, expect, it } from 'vitest';
import { millis, seconds } from '../../../src/core/ground/units.js';
import { DEFAULT_EARLY_STOP } from '../../../src/core/state/config.js';
import { diverge } from '../../../src/report/divergence/diverge.js';
import type { Observation } from '../../../src/report/divergence/observation.js';
import { observe } from '../../../src/report/divergence/observe.js';
import type { ParentDivergence } from '../../../src/report/schema/divergence.js';
import { simulateKept } from '../../support/simulate-kept.js';
import { INSTRUMENT, type PlanChanges, order, planOf } from '../../support/simulation-plan.js';

const INSTRUMENTS = new Map([[INSTRUMENT.symbol, INSTRUMENT]]);

const ran = (changes: PlanChanges = {}): Observation =>
  observe(simulateKept(planOf(changes)).blocks, INSTRUMENTS);

function compared(a: Observation, b: Observation): ParentDivergence {
  const { parents, alone } = diverge(a, b);
  expect(alone).toEqual([]);
  return parents[0]!;
}

/** Causes that are not 0. */
const named = (split: ParentDivergence['costBps'] | ParentDivergence['delayMicros']) =>
  Object.fromEntries(
    split.causes.filter(({ value }) => value !== 0).map(({ cause, value }) => [cause, value]),
  );

const calm = ran();

describe('twins', () => {
  it('LIV-5: submits that take longer are latency, in delay to the microsecond and in cost alone', () => {
    const { latency } = planOf();
    const slow = ran({
      latency: { ...latency, submit: { kind: 'constant', latency: millis(320) } },
    });
    const { costBps, delayMicros, first } = compared(calm, slow);
    expect(named(delayMicros)).toEqual({ latency: 300_000 });
    expect(delayMicros.difference).toBe(300_000);
    expect(Object.keys(named(costBps))).toEqual(['latency']);
    expect(first.event).toBeNull();
    expect(first.time).toMatchObject({ slice: 0, in: 'acknowledged' });
  });

  it('LIV-5 F:FIL5: that an execution is undone is no later fill', () => {
    const faults = [{ kind: 'trade-busted', values: { nth: 1, delay: seconds(3) } }] as const;
    const { slices, first } = compared(calm, ran({ faults }));
    const [{ a, b } = { a: null, b: null }] = slices;
    expect(b!.filledQuantity).not.toBe(a!.filledQuantity);
    expect(b!.lastFillAfterMicros).toBe(a!.lastFillAfterMicros);
    expect(first.time).toBeNull();
  });

  it('LIV-5: a refusal is named in words, and what it cost by its cause', () => {
    const faults = [{ kind: 'reject', values: { nth: 3, code: 'halted' } }] as const;
    const orders = [[5, order({ completion: 'catch-up' })]] as const;
    const engine = { earlyStop: { ...DEFAULT_EARLY_STOP, onSliceFailure: 'continue' } } as const;
    const { costBps, delayMicros, first, slices } = compared(
      ran({ orders, engine }),
      ran({ orders, engine, faults }),
    );
    expect(first.event).toMatchObject({ slice: 2, in: 'acknowledged' });
    expect(first.event?.a).toMatch(/^sent after \S+ s, acknowledged after 30 ms, filled 0\.1 at /);
    expect(first.event?.b).toMatch(/refused \(halted\), nothing filled$/);
    expect(named(costBps)).toHaveProperty('rejects');
    expect(named(delayMicros)).toHaveProperty('rejects');
    expect(slices.at(-1)).toMatchObject({ kind: 'catch-up', a: null });
    expect(slices[2]!.b).toMatchObject({ rejects: ['halted'], filledQuantity: '0' });
  });

  it('LIV-5: orders that only one of them has are named', () => {
    const two = ran({
      orders: [
        [5, order()],
        [9, order({ side: 'sell', idempotencyKey: '1' })],
      ],
    });
    expect(diverge(calm, two).alone).toEqual([
      {
        ...{ run: 'b', parent: 'P2', strategy: 'demo', symbol: INSTRUMENT.symbol, side: 'sell' },
        why: 'A has no such order of demo, or fewer of them',
      },
    ]);
    expect(diverge(two, calm).alone).toMatchObject([{ run: 'a', parent: 'P2' }]);
  });

  it('LIV-5: resting orders are queue, and waiting for them is no latency', () => {
    const resting = order({
      type: 'limit',
      limitPrice: { peg: 'bid', offsetTicks: 0 },
      timeInForce: 'gtc',
      fillTimeout: seconds(9),
    });
    const { costBps, delayMicros } = compared(calm, ran({ orders: [[5, resting]] }));
    expect(named(costBps)).toHaveProperty('queue');
    expect(named(delayMicros)['queue']).toBeGreaterThan(500_000);
    expect(named(delayMicros)).not.toHaveProperty('latency');
  });
});
