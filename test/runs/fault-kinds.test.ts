/**
 * Kinds of faults over whole runs: whatever a fault of the link or the venue's words does, no invariant breaks and what the
 * engine ends up believing of each order is what the venue's ledger has. Two parents of six slices on a generated market,
 * one that takes and one that rests.
 */
import { describe, expect, it } from 'vitest';
import type { TruthExecution } from '../../src/core/order/truth.js';
import { simulate } from '../../src/runs/simulation.js';
import type { FaultSpec } from '../../src/sim/fault/fault-set.js';
import type { FaultValues } from '../../src/sim/fault/parameter.js';
import type { L2Venue } from '../../src/sim/market/l2/l2-venue.js';
import { inSeconds, order, planOf, tapeOf } from '../support/simulation-plan.js';

const TAPE = tapeOf(5, { durationSeconds: 120, messagesPerSecond: 6 });
const TAKES = order({ idempotencyKey: '0', duration: inSeconds(50), fillTimeout: inSeconds(6) });
const RESTS = order({
  idempotencyKey: '1',
  side: 'sell',
  type: 'limit',
  timeInForce: 'gtc',
  limitPrice: { peg: 'ask', offsetTicks: 0 },
  duration: inSeconds(50),
  fillTimeout: inSeconds(6),
  completion: 'catch-up',
});

const during = { at: inSeconds(10), for: inSeconds(25) };

const PLAYED: readonly (readonly [ids: string, kind: string, values: FaultValues])[] = [
  ['F:STR1', 'frame-lost', { probability: 0.4 }],
  ['F:STR1', 'frame-lost', { nth: 3, run: 20 }],
  ['F:STR4', 'stream-replay', { at: inSeconds(40), last: 30 }],
  ['F:STR5', 'frame-repeated', { probability: 0.6, times: 3, delay: inSeconds(0.5) }],
  ['F:STR6', 'frame-reordered', { probability: 0.7, window: inSeconds(12) }],
  ['F:STR7', 'stream-stalled', during],
];

let venue: L2Venue | undefined;

function played(faults: readonly FaultSpec[]) {
  const plan = planOf({
    tape: TAPE,
    orders: [
      [2, TAKES],
      [3, RESTS],
    ],
    faults,
  });
  const result = simulate(plan, venue === undefined ? {} : { venue });
  ({ venue } = result);
  return result;
}

const sumOf = (executions: readonly TruthExecution[]): number =>
  executions.reduce((sum, { quantity }) => sum + quantity, 0);

describe('a run with a fault', () => {
  it.each(PLAYED)('%s %s %j: belief is the truth in the end', (_ids, kind, values) => {
    const { audit, faultCounts, ledger, state } = played([{ kind, values }]);
    expect(faultCounts.get(kind)).toBeGreaterThan(0);
    expect(audit.violations).toEqual([]);
    expect([audit.phantom, audit.doubled]).toEqual([0, 0]);
    expect(
      audit.fills.filter(({ detectedAt, pricedAt }) => (detectedAt ?? pricedAt) === null),
    ).toEqual([]);
    expect(ledger.executions.length).toBeGreaterThan(0);
    for (const [clientOrderId, { belief }] of state.children.entries()) {
      const executions = ledger.executions.filter((one) => one.clientOrderId === clientOrderId);
      expect([belief.filled, belief.ledger.count]).toEqual([sumOf(executions), executions.length]);
    }
  });
});
