/** A stored run made of a real simulated journal; what other layers own in it is any text. */
import { simulate, type SimulationResult } from '../../../src/runs/simulation.js';
import type { StoredRun } from '../../../src/store/stored-run.js';
import { planOf } from '../../support/simulation-plan.js';

let made: SimulationResult | undefined;

export const simulated = (): SimulationResult => (made ??= simulate(planOf()));

export function storedRun(runId: string, startedAtMicros: number): StoredRun {
  const { blocks, journalHash, stateHash } = simulated();
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
    blocks,
  };
}
