/** The plan of a scenario's venue, for clients elsewhere. Errors: `ScenarioError` for faults that act in a client's own process. */
import type { PreparedScenario } from '../execute-run.js';
import { ScenarioError } from '../scenario/problem.js';
import type { SimulationPlan } from '../simulation-plan.js';
import { planOf } from '../to-plan.js';
import { clientFaultsIn } from './client-faults.js';

export function venuePlan({ loaded, tapesOf }: PreparedScenario): SimulationPlan {
  const { seed } = loaded.scenario;
  const plan = planOf(loaded, { tapes: tapesOf(seed), seed, strategies: [] });
  const elsewhere = clientFaultsIn(plan.faults);
  if (elsewhere.length === 0) return plan;
  const what = `${elsewhere.join(', ')}: no venue can do that to a client in another process`;
  throw new ScenarioError(loaded.file, [
    loaded.locate({ path: ['faults'], what, fix: 'leave them out, or use "squall run"' }),
  ]);
}
