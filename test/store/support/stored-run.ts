/** A stored run made of a real simulated journal; what other layers own in it is any text. */
import { type KeptSimulation, simulateKept } from '../../support/simulate-kept.js';
import { byOrder } from '../../../src/report/projection/by-order.js';
import { fillRows, orderRows } from '../../../src/report/projection/order-rows.js';
import { projectRun } from '../../../src/report/projection/run-fold.js';
import { RunJournal } from '../../../src/store/run-journal.js';
import type { StoredRun } from '../../../src/store/stored-run.js';
import { planOf } from '../../support/simulation-plan.js';

let made: KeptSimulation | undefined;

export const simulated = (): KeptSimulation => (made ??= simulateKept(planOf()));

export function storedRun(runId: string, startedAtMicros: number): StoredRun {
  const { blocks, journalHash, stateHash } = simulated();
  const journal = new RunJournal();
  journal.append(blocks);
  const projection = projectRun(blocks);
  return {
    runId,
    scenario: 'sample',
    seed: 7,
    mode: 'sim',
    build: 'test',
    startedAtMicros,
    status: 'finished',
    journalHash,
    stateHash,
    plan: '{"plan":1}',
    report: '{"report":1}',
    truth: null,
    series: '{"series":1}',
    journal,
    orders: orderRows(projection),
    fills: fillRows(projection, byOrder([])),
  };
}
