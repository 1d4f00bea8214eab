/**
 * F:PRC8: a process is killed, and the next one begins on its file with another configuration: what was planned stays planned, nothing is sent twice, every
 * fill is booked once, and what is not allowed any more is blocked and says so.
 */
import { describe, expect, it } from 'vitest';
import type { EngineConfig } from '../../src/core/state/config.js';
import { DEFAULT_OPEN_ORDERS_CHECK } from '../../src/core/state/open-orders.js';
import { DEFAULT_POSITION_CHECK } from '../../src/core/state/position.js';
import { DEFAULT_RECONCILIATION } from '../../src/core/state/reconciliation.js';
import { lots } from '../../src/core/ground/units.js';
import { simulate } from '../../src/runs/simulation.js';
import type { AnchorSpec } from '../../src/sim/fault/moment.js';
import { limitsWith } from '../support/limits.js';
import { inSeconds, order, planOf, tapeOf } from '../support/simulation-plan.js';

const TAPE = tapeOf(5, { durationSeconds: 100, messagesPerSecond: 4 });
const TAKES = order({ duration: inSeconds(50), fillTimeout: inSeconds(6) });
const RESTS = order({
  idempotencyKey: '1',
  side: 'sell',
  type: 'limit',
  timeInForce: 'gtc',
  limitPrice: { peg: 'ask', offsetTicks: 15 },
  duration: inSeconds(50),
  fillTimeout: inSeconds(4),
  completion: 'catch-up',
});

/** In the middle of whatever is waited for. */
const KILLS: readonly AnchorSpec[] = [
  { after: 'submit-sent', nth: 4 },
  { after: 'accepted', nth: 5 },
  { after: 'filled', nth: 4, plus: inSeconds(0.005) },
  { after: 'cancel-sent', nth: 1 },
];

function played(later: (config: EngineConfig) => EngineConfig, at: AnchorSpec) {
  const plan = planOf({
    tape: TAPE,
    orders: [
      [2, TAKES],
      [3, RESTS],
    ],
    faults: [{ kind: 'client-killed', values: { at, down: inSeconds(4) } }],
  });
  const result = simulate(plan, { laterEngine: later(plan.engine) });
  expect(result.faultCounts.get('client-killed')).toBe(1);
  return result;
}

const CHANGES: readonly (readonly [string, (config: EngineConfig) => EngineConfig])[] = [
  ['no change at all', (config) => config],
  [
    'other slices of other orders',
    (config) => ({
      ...config,
      slicing: { ...config.slicing, minSliceValue: '100000' },
    }),
  ],
  ['limits', (config) => ({ ...config, limits: limitsWith({ position: lots(10_000) }) })],
  [
    'tighter limits',
    (config) => ({
      ...config,
      limits: limitsWith({ position: lots(50), orderQuantity: lots(50) }),
    }),
  ],
  [
    'other waits and polls',
    ({ fillDetection, ...config }) => ({
      ...config,
      fillDetection: { ...fillDetection, firstPoll: inSeconds(2), pollMax: inSeconds(5) },
      submit: { ...config.submit, attempts: 1 },
    }),
  ],
  ['another way to follow orders', (config) => ({ ...config, engine: 'plain' })],
  [
    'guards that stop at everything',
    (config) => ({ ...config, earlyStop: { ...config.earlyStop, spreadBps: 0 } }),
  ],
  [
    'checks that were not made before',
    (config) => ({
      ...config,
      openOrdersCheck: { ...DEFAULT_OPEN_ORDERS_CHECK, every: inSeconds(5) },
      reconciliation: { ...DEFAULT_RECONCILIATION, interval: inSeconds(5) },
      positionCheck: DEFAULT_POSITION_CHECK,
    }),
  ],
  ['another seed', (config) => ({ ...config, seed: config.seed + 1 })],
  ['parts that are not wanted', (config) => ({ ...config, partialFills: 'reject-and-cancel' })],
  [
    'another name for the account, which goes into every id',
    (config) => ({ ...config, venue: { ...config.venue, account: 'other' } }),
  ],
  ['nothing is sent any more', (config) => ({ ...config, dryRun: true })],
];

describe('a process that begins with another configuration', () => {
  it.each(CHANGES)('F:PRC8 RCV-2 S3: %s: nothing twice, and every fill booked once', (_, later) => {
    for (const at of KILLS) {
      const { audit, ledger, state } = played(later, at);
      expect(audit.violations).toEqual([]);
      expect([audit.phantom, audit.doubled]).toEqual([0, 0]);
      const unknown = audit.fills.filter(
        ({ detectedAt, pricedAt }) => (detectedAt ?? pricedAt) === null,
      );
      expect(unknown).toEqual([]);
      const accepted = ledger.entries.filter(({ kind }) => kind === 'accepted');
      expect(new Set(accepted.map(({ clientOrderId }) => clientOrderId)).size).toBe(
        accepted.length,
      );
      const [takes] = [...state.parents.entries()].map(([, parent]) => parent);
      expect(takes?.plan).toMatchObject({ slices: 6 });
      expect(takes?.status).not.toBe('working');
    }
  });

  it('F:PRC8 RSK-3: what a tighter limit does not allow is blocked and says why; what works is followed to its end', () => {
    const limits = limitsWith({ orderQuantity: lots(50) });
    const { state, ledger } = played((config) => ({ ...config, limits }), KILLS[0]!);
    const statuses = [...state.children.entries()].map(([, { belief }]) => belief.status);
    expect(statuses).toContain('blocked_limit');
    expect(statuses.filter((status) => status === 'submitted_unconfirmed')).toEqual([]);
    expect(ledger.executions.length).toBeGreaterThan(1);
  });
});
