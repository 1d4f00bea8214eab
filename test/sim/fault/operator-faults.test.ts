/** Faults that come from before the client: switches thrown and limits lowered while something is under way, and storms of signals. */
import { describe, expect, it } from 'vitest';
import { type SimulationResult, simulate } from '../../../src/runs/simulation.js';
import type { FaultValues } from '../../../src/sim/fault/parameter.js';
import { DEFAULT_DEDUP, type DedupConfig } from '../../../src/core/state/signal.js';
import { type EpochMicros, plus } from '../../../src/core/ground/units.js';
import { simulateKept } from '../../support/simulate-kept.js';
import { signalOf } from '../../support/signal-of.js';
import { inSeconds, order, planOf, tapeOf } from '../../support/simulation-plan.js';

const TAPE = tapeOf(5, { durationSeconds: 60, messagesPerSecond: 5 });
const FOUR = order({
  quantity: '0.4',
  duration: inSeconds(40),
  slices: 4,
  completion: 'catch-up',
});

const planned = (kind: string, values: FaultValues) =>
  planOf({ tape: TAPE, orders: [[2, FOUR]], faults: [{ kind, values }] });

const sentTimes = ({ ledger }: SimulationResult, start: EpochMicros): readonly number[] =>
  ledger.arrivals
    .filter(({ kind }) => kind === 'submit')
    .map(({ sentAt }) => (sentAt - start) / 1e6);

const SWITCHES = [
  ['kill-switch', 'RSK1', 'blocked_kill_switch'],
  ['breaker-trip', 'RSK3', 'blocked_circuit_breaker'],
  ['limits-lowered', 'RSK4', 'blocked_limit'],
] as const;

describe('faults of control', () => {
  it.each(SWITCHES)(
    'F:RSK1 F:RSK3 F:RSK4: %s (%s) blocks in its time, and is taken back',
    (kind, _, status) => {
      const plan = planned(kind, { at: inSeconds(5), for: inSeconds(20) });
      const result = simulateKept(plan);
      const sent = sentTimes(result, plan.start);
      expect(sent.length).toBeGreaterThan(1);
      for (const at of sent) expect(at < 5 || at >= 25).toBe(true);
      const statuses = [...result.state.children.entries()].map(([, child]) => child.belief.status);
      expect(statuses).toContain(status);
      expect(result.faultCounts.get(kind)).toBe(1);
      expect(result.audit.violations).toEqual([]);
    },
  );

  it.each(SWITCHES)(
    'F:RSK1 F:RSK3 F:RSK4: %s (%s) in the middle of a wait: the second guard sees it, and so does the last',
    (kind) => {
      for (const after of ['query-sent', 'submit-sent'] as const) {
        const plan = planned(kind, { at: { after, nth: 2 }, for: inSeconds(15) });
        const { audit, faultRecord, ledger } = simulate(plan);
        expect(audit.violations).toEqual([]);
        const [window] = faultRecord.windows;
        const within = ledger.arrivals.filter(
          ({ kind: request, sentAt }) =>
            request === 'submit' && sentAt > window!.from && sentAt < window!.to,
        );
        expect(within).toEqual([]);
      }
    },
  );

  it('F:RSK1: working orders are canceled, or stay', () => {
    const rests = order({
      quantity: '0.4',
      algo: 'direct',
      type: 'limit',
      timeInForce: 'gtc',
      limitPrice: { peg: 'bid', offsetTicks: -500 },
      duration: null,
      slices: null,
    });
    const cancels = (working: 'cancel' | 'stay'): number => {
      const values = { at: inSeconds(5), for: inSeconds(5), working };
      const result = simulate({
        ...planOf({
          tape: tapeOf(5, { durationSeconds: 12, messagesPerSecond: 5 }),
          orders: [[2, rests]],
          faults: [{ kind: 'kill-switch', values }],
        }),
      });
      expect(result.audit.violations).toEqual([]);
      return result.calls.get('cancel') ?? 0;
    };
    expect(cancels('cancel')).toBe(1);
    expect(cancels('stay')).toBe(0);
  });
});

const stormed = (values: FaultValues, dedup: Partial<DedupConfig> = {}) => {
  const plan = planOf({
    tape: TAPE,
    orders: [],
    faults: [{ kind: 'signal-storm', values }],
    engine: { dedup: { ...DEFAULT_DEDUP, ...dedup } },
  });
  const signals = [2, 20].map((second) => ({
    at: plus(plan.start, inSeconds(second)),
    signal: signalOf({ price: second === 2 ? '60000' : '61000', quantity: '0.1' }),
  }));
  return simulateKept({ ...plan, signals });
};

const counted = ({ blocks }: ReturnType<typeof stormed>): readonly number[] =>
  ['signal-reserved', 'signal-duplicate', 'signal-refused'].map(
    (kind) =>
      blocks.flatMap(({ entries }) => entries).filter((entry) => entry.kind === kind).length,
  );

describe('signal-storm', () => {
  it('F:RSK6 DED-2: copies within the tolerance make no order', () => {
    const result = stormed({ probability: 1, copies: 50, within: inSeconds(10), priceBps: 4 });
    expect(counted(result)).toEqual([2, 100, 0]);
    expect(result.faultCounts.get('signal-storm')).toBe(100);
    expect(result.audit.violations).toEqual([]);
  });

  it('F:RSK6 DED-3: copies beyond it make orders until no more are remembered, and then none', () => {
    const result = stormed(
      { nth: 1, copies: 200, within: inSeconds(10), priceBps: 500, contrary: 0.3 },
      { cap: 5 },
    );
    const [taken = 0, , refused = 0] = counted(result);
    expect(taken).toBeLessThanOrEqual(12);
    expect(refused).toBeGreaterThan(100);
    expect([...result.state.parents.entries()].length).toBe(taken);
    expect(result.audit.violations).toEqual([]);
  });

  it('F:RSK6: where nothing is given nothing is repeated', () => {
    const { faultCounts } = simulate(
      planned('signal-storm', { probability: 1, copies: 5, within: inSeconds(1) }),
    );
    expect(faultCounts.get('signal-storm')).toBe(0);
  });
});
