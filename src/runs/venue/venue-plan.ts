/** The plan of a scenario's venue, for clients elsewhere. Errors: `ScenarioError` for faults that act in a client's own process. */
import type { EpochMicros } from '../../core/ground/units.js';
import { seconds } from '../../core/ground/units.js';
import type { Tape } from '../../sim/tape/tape.js';
import type { PreparedScenario } from '../execute-run.js';
import type { LoadedScenario } from '../scenario/load.js';
import { type Found, ScenarioError } from '../scenario/problem.js';
import type { SimulationPlan } from '../simulation-plan.js';
import { planOf } from '../to-plan.js';
import { clientFaultsIn } from './client-faults.js';

export function venuePlan({ loaded, tapesOf }: PreparedScenario): SimulationPlan {
  const { seed } = loaded.scenario;
  return forClientsElsewhere(loaded, tapesOf(seed));
}

/** What a live market's faults are drawn over where the scenario does not say how long it is. */
const LIVE_LENGTH = seconds(600);

/** On markets that are going on, from `start`: what the scenario says of its own markets and when they begin is not asked. */
export function liveVenuePlan(
  loaded: LoadedScenario,
  { tapes, start }: { readonly tapes: readonly Tape[]; readonly start: EpochMicros },
): SimulationPlan {
  const { scenario } = loaded;
  if (scenario.venue.fill.top === 'ticker')
    throw problem(loaded, {
      path: ['venue', 'fill', 'top'],
      what: 'a live market is known by its diffs alone',
      fix: 'leave it out, or write diffs',
    });
  if (scenario.venue.account.futures === true)
    throw problem(loaded, {
      path: ['venue', 'account', 'futures'],
      what: 'the live market is Binance Spot, which has no futures',
      fix: 'leave it out, or write false',
    });
  const clock = { ...scenario.clock, start, duration: scenario.clock.duration ?? LIVE_LENGTH };
  return forClientsElsewhere({ ...loaded, scenario: { ...scenario, clock } }, tapes);
}

function forClientsElsewhere(loaded: LoadedScenario, tapes: readonly Tape[]): SimulationPlan {
  const plan = planOf(loaded, { tapes, seed: loaded.scenario.seed, strategies: [] });
  const elsewhere = clientFaultsIn(plan.faults);
  if (elsewhere.length === 0) return plan;
  const what = `${elsewhere.join(', ')}: no venue can do that to a client in another process`;
  throw problem(loaded, {
    path: ['faults'],
    what,
    fix: 'leave them out, or use "squall run"',
  });
}

const problem = (loaded: LoadedScenario, found: Found): ScenarioError =>
  new ScenarioError(loaded.file, [loaded.locate(found)]);
