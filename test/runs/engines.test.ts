/** FIL-12 over whole runs: what each engine makes of a silent stream and of lost answers, judged by the venue's ledger. */
import { describe, expect, it } from 'vitest';
import { findDifference } from '../../src/core/engine/replay.js';
import type { EngineName } from '../../src/core/state/config.js';
import { MONITORS } from '../../src/runs/engines.js';
import { simulateKept } from '../support/simulate-kept.js';
import { type PlanChanges, inSeconds, order, planOf, tapeOf } from '../support/simulation-plan.js';

const SILENT = {
  kind: 'outage',
  values: { paths: ['stream'], at: inSeconds(0), for: inSeconds(300) },
} as const;

function run(engine: EngineName, changes: PlanChanges) {
  const plan = planOf({
    tape: tapeOf(4, { durationSeconds: 200 }),
    ...changes,
    engine: { engine },
  });
  const { blocks, ledger, audit, state } = simulateKept(plan);
  const believed = [...state.parents.entries()].reduce((sum, [, { filled }]) => sum + filled, 0);
  const executed = ledger.executions.reduce((sum, { quantity }) => sum + quantity, 0);
  return { plan, blocks, audit, executed, believed };
}

const delayOf = ({ audit }: ReturnType<typeof run>): number =>
  Math.max(...audit.fills.map(({ at, detectedAt }) => (detectedAt ?? Infinity) - at));

describe('a stream that is silent', () => {
  const twap = { faults: [SILENT], orders: [[5, order({ completion: 'catch-up' })]] } as const;

  it('FIL-12 F:STR1: robust and plain know the truth; a naive client buys what it has once more', () => {
    for (const engine of ['robust', 'plain'] as const) {
      const { audit, executed, believed } = run(engine, twap);
      expect([executed, believed, audit.violations]).toEqual([600, 600, []]);
    }
    const naive = run('naive', twap);
    expect([naive.executed, naive.believed]).toEqual([1200, 0]);
    expect(naive.audit.violations.map(({ id }) => id)).toContain('S1');
  });

  it('FIL-12 F:STR1: where nothing is caught up with, it loses what it has', () => {
    const leave = { ...twap, orders: [[5, order()]] } as const;
    expect([run('robust', leave).believed, run('plain', leave).believed]).toEqual([600, 600]);
    const naive = run('naive', leave);
    expect([naive.executed, naive.believed]).toEqual([600, 0]);
  });
});

describe('an answer that is lost', () => {
  const lost = {
    venue: { idempotency: 'forever' },
    faults: [SILENT, { kind: 'ack-lost', values: { nth: 1, shape: 'reset' } }],
    orders: [[5, order({ algo: 'direct', quantity: '0.1', duration: null, slices: null })]],
  } as const satisfies PlanChanges;

  it('FIL-12 F:SUB2: robust looks it up; a naive client sends it again and takes "exists" for a refusal', () => {
    expect([run('robust', lost).believed, run('plain', lost).believed]).toEqual([100, 100]);
    const naive = run('naive', lost);
    expect([naive.executed, naive.believed]).toEqual([100, 0]);
    const settled = naive.blocks.flatMap(({ entries }) =>
      entries.filter(({ kind }) => kind === 'submit-settled'),
    );
    expect(settled).toMatchObject([{ as: 'rejected', code: 'exists' }]);
  });
});

describe('a resting order', () => {
  const resting = {
    orders: [
      [
        5,
        order({
          type: 'limit',
          limitPrice: { peg: 'bid', offsetTicks: 0 },
          timeInForce: 'gtc',
        } as never),
      ],
    ],
  } as const satisfies PlanChanges;

  it('FIL-12: plain learns of its fills later than robust, and of all of them', () => {
    const [robust, plain] = [run('robust', resting), run('plain', resting)];
    expect(plain.audit.violations).toEqual([]);
    expect(plain.believed).toBe(plain.executed);
    expect(plain.executed).toBeGreaterThan(0);
    expect(delayOf(robust)).toBeLessThan(inSeconds(0.1));
    expect(delayOf(plain)).toBeGreaterThan(inSeconds(0.1));
  });

  it('FIL-12 F:PRC8: the journal of each is decided again the same', () => {
    for (const engine of ['plain', 'naive'] as const) {
      const { plan, blocks } = run(engine, resting);
      expect(findDifference(blocks, plan.engine, { monitors: MONITORS })).toBeNull();
    }
  });
});
