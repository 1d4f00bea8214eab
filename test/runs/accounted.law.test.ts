/** REC-9: wherever a process is stopped, what was sent and what the venue knows is accounted for once reconciliation has succeeded. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { EpochMicros } from '../../src/core/ground/units.js';
import type { TruthLedger } from '../../src/core/order/truth.js';
import { evolve } from '../../src/core/state/evolve.js';
import { initialState } from '../../src/core/state/initial-state.js';
import type { JournalBlock } from '../../src/core/state/journal-block.js';
import type { State } from '../../src/core/state/state.js';
import { crashRun } from '../../src/runs/crash/crash-run.js';
import { type PreparedScenario, prepareScenario } from '../../src/runs/execute-run.js';
import { parseScenario } from '../../src/runs/scenario/load.js';
import { inSeconds } from '../support/simulation-plan.js';

/** A TWAP, orders by hand that rest and that fill at once, and passes in between; the stream is dumb for a while. */
const SCENARIO = `name: accounted
shows: everything is accounted for
seed: 11
market:
  synthetic: { model: random-walk, startPrice: '61800', messagesPerSecond: 4, ordersPerSecond: 3 }
clock: { duration: 100s }
venue: { account: { cash: '1000000', positions: { BTCUSDT: '1' } } }
execution:
  earlyStop: { liquidityLevels: off, onSliceFailure: continue }
  reconciliation: { interval: 15s }
faults:
  - { kind: order-by-hand, at: 25s, side: sell, lots: 5, away: 100, for: 20s }
  - { kind: order-by-hand, at: 31s, side: buy, lots: 7 }
  - { kind: outage, paths: [stream], at: 20s, for: 15s }
orders:
  - { at: 5s, side: buy, quantity: '0.06', duration: 60s, slices: 6, completion: catch-up }
`;

/** What of the venue's ledger was so by a time and is not accounted for in a state. */
function unaccounted(truth: TruthLedger, state: State, by: EpochMicros): readonly string[] {
  const known = new Set((state.orphans ?? []).map(({ found }) => found.clientOrderId));
  const filled = new Map<string, number>();
  const missing: string[] = [];
  for (const entry of truth.entries) {
    if (entry.at > by || !('clientOrderId' in entry)) continue;
    const { kind, clientOrderId } = entry;
    const child = state.children.get(clientOrderId);
    if (kind === 'accepted' && child === undefined && !known.has(clientOrderId))
      missing.push(`order ${clientOrderId} is not known`);
    if (kind === 'accepted' && child?.belief.key.statusClass === 0)
      missing.push(`order ${clientOrderId} was never answered for`);
    if (kind === 'executed' && child !== undefined)
      filled.set(clientOrderId, (filled.get(clientOrderId) ?? 0) + entry.quantity);
  }
  for (const [, { clientOrderId, belief }] of state.children.entries())
    if (belief.filled < (filled.get(clientOrderId) ?? 0))
      missing.push(`fills of ${clientOrderId} are missing`);
  return missing;
}

/** At the end of each reconciliation, and how many there were. */
function judged(truth: TruthLedger, blocks: Iterable<JournalBlock>) {
  const state = initialState();
  const missing: string[] = [];
  let [begun, ends] = [0 as EpochMicros, 0];
  for (const { input, entries } of blocks)
    for (const entry of entries) {
      evolve(state, entry, input.at);
      if (entry.kind === 'gate-shut' || entry.kind === 'reconciliation-begun') begun = input.at;
      if (entry.kind !== 'gate-opened' && entry.kind !== 'reconciliation-done') continue;
      ends += 1;
      missing.push(...unaccounted(truth, state, begun));
    }
  return { missing, ends };
}

describe('after a clean reconciliation', () => {
  let prepared: PreparedScenario;
  let points = 0;
  beforeAll(async () => {
    prepared = await prepareScenario(parseScenario('accounted.yaml', SCENARIO));
    points = crashRun(prepared, { at: [], down: inSeconds(5) }).points.length;
  });

  it('REC-9: nothing that was sent and nothing that the venue knows is unaccounted for, wherever it was stopped', () => {
    const law = fc.property(
      fc.integer({ min: 1, max: points }),
      fc.constantFrom(1, 5, 20),
      (at, down) => {
        const { ended, failures } = crashRun(prepared, { at: [at], down: inSeconds(down) });
        expect(failures).toEqual([]);
        const { ledger, blocks } = ended!.finished;
        const { missing, ends } = judged(ledger!, blocks);
        expect(missing).toEqual([]);
        expect(ends).toBeGreaterThan(1);
      },
    );
    fc.assert(law, { numRuns: 12 });
  });
});
