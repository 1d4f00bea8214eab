/** FIL-11: what the engine says of its own monitor, beside the truth that only a simulation knows. */
import { describe, expect, it } from 'vitest';
import { DEFAULT_EARLY_STOP } from '../../src/core/state/config.js';
import { callOf } from '../../src/core/order/call.js';
import { buildMonitor } from '../../src/report/figures/build-monitor.js';
import { projectRun } from '../../src/report/projection/run-fold.js';
import type { FaultSpec } from '../../src/sim/fault/fault-set.js';
import { inSeconds, order, planOf, tapeOf } from '../support/simulation-plan.js';
import { simulateKept } from '../support/simulate-kept.js';

const TAPE = tapeOf(3, { durationSeconds: 120, messagesPerSecond: 6 });
const TAKES = order({ quantity: '0.6', duration: inSeconds(60), slices: 6 });

/** No look at the depth before a slice: it leaves though no query is answered. */
const earlyStop = { ...DEFAULT_EARLY_STOP, liquidityLevels: null };

const monitorOf = (faults: readonly FaultSpec[], of = TAKES) => {
  const { blocks } = simulateKept(
    planOf({ tape: TAPE, orders: [[2, of]], faults, engine: { earlyStop } }),
  );
  return buildMonitor(projectRun(blocks))!;
};

describe('the monitor`s own figures', () => {
  it('FIL-11: calm: every fill is known in time, after what the order stream takes, and no call fails', () => {
    const monitor = monitorOf([]);
    expect(monitor).toMatchObject({ orders: 6, filled: 6, inTime: 6, detectionRate: 1 });
    expect(monitor).toMatchObject({ timeouts: 0, timeoutRate: 0, callErrors: 0, callErrorRate: 0 });
    expect(monitor.calls).toBe(7);
    expect(monitor.meanMs).toBeGreaterThan(0);
    expect(monitor.p99Ms).toBeGreaterThanOrEqual(monitor.meanMs!);
  });

  it('FIL-11: where nothing is heard for longer than an order waits, it is late, and calls fail', () => {
    const paths = ['stream', 'query'];
    const silent = { kind: 'outage', values: { paths, at: inSeconds(0), for: inSeconds(80) } };
    const monitor = monitorOf([silent], { ...TAKES, slices: 2, fillTimeout: inSeconds(6) });
    expect(monitor).toMatchObject({ filled: 2, inTime: 0, detectionRate: 0 });
    expect(monitor.callErrors).toBeGreaterThan(0);
    expect(monitor.callErrorRate).toBe(monitor.callErrors / monitor.calls);
  });

  it('FIL-11: what rests and is canceled at its deadline timed out', () => {
    const monitor = monitorOf([], {
      ...TAKES,
      slices: 2,
      type: 'limit',
      timeInForce: 'gtc',
      limitPrice: { peg: 'bid', offsetTicks: -5_000 },
      fillTimeout: inSeconds(6),
    });
    expect(monitor).toMatchObject({ orders: 2, filled: 0, detectionRate: null, meanMs: null });
    expect(monitor).toMatchObject({ timeouts: 2, timeoutRate: 1 });
  });

  it.each([
    ['an answer', { kind: 'answer', answer: { kind: 'order', order: null } }, 'answered'],
    [
      'a query that failed',
      {
        kind: 'answer',
        answer: { kind: 'failed', failure: 'ambiguous', retryAfter: null, text: '' },
      },
      'failed',
    ],
    [
      'a refusal',
      { kind: 'outcome', outcome: { kind: 'rejected', code: 'halted', text: '' } },
      'answered',
    ],
    ['silence', { kind: 'outcome', outcome: { kind: 'unknown', shape: 'timeout' } }, 'failed'],
    [
      'a rate limit',
      {
        kind: 'outcome',
        outcome: { kind: 'not-sent', reason: 'rate-limited', retryAfter: null, veto: null },
      },
      'failed',
    ],
    [
      'a veto of our own',
      {
        kind: 'outcome',
        outcome: { kind: 'not-sent', reason: 'vetoed', retryAfter: null, veto: null },
      },
      null,
    ],
    ['a wake', { kind: 'wake' }, null],
  ] as const)('FIL-11: %s is counted as what it is', (_, input, end) => {
    expect(callOf(input)).toBe(end);
  });
});
