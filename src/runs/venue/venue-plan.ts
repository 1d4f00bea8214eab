/** The plan of a scenario's venue, for clients elsewhere. Errors: `ScenarioError` for faults that act in a client's own process. */
import { RandomStreams } from '../../sim/random/random.js';
import { accountOfScenario } from '../account-of-scenario.js';
import type { PreparedScenario } from '../execute-run.js';
import { runWindow } from '../run-window.js';
import { ScenarioError } from '../scenario/problem.js';
import type { Scenario } from '../scenario/schema.js';
import type { SimulationPlan } from '../simulation-plan.js';
import { planOf } from '../to-plan.js';
import { clientFaultsIn } from './client-faults.js';
import type { OpenedAccount } from './paced-account.js';

/** One of several accounts, as the scenario names them. */
export interface NamedAccount extends OpenedAccount {
  readonly name: string;
  /** Variables of the environment; null: the keys that follow from its name. */
  readonly keysFrom: { readonly keyEnv: string; readonly secretEnv: string } | null;
}

export interface VenuePlan extends SimulationPlan {
  /** Empty: it has the one account of the plan, without a name. */
  readonly accounts: readonly NamedAccount[];
}

export function venuePlan({ loaded, tapesOf }: PreparedScenario): VenuePlan {
  const { scenario } = loaded;
  const { seed } = scenario;
  const tapes = tapesOf(seed);
  const plan = planOf(loaded, { tapes, seed, strategies: [] });
  const elsewhere = clientFaultsIn(plan.faults);
  if (elsewhere.length === 0) return { ...plan, accounts: accountsOf(scenario, tapes) };
  const what = `${elsewhere.join(', ')}: no venue can do that to a client in another process`;
  throw new ScenarioError(loaded.file, [
    loaded.locate({ path: ['faults'], what, fix: 'leave them out, or use "squall run"' }),
  ]);
}

function accountsOf(
  scenario: Scenario,
  tapes: ReturnType<PreparedScenario['tapesOf']>,
): readonly NamedAccount[] {
  const { venue, seed } = scenario;
  const window = runWindow(
    scenario,
    tapes.filter(({ format }) => format !== 'generated'),
  );
  return (venue.accounts ?? []).map(({ name, keyEnv, secretEnv, cash, positions }) => {
    const account = {
      ...venue.account,
      ...(cash === undefined ? {} : { cash }),
      ...(positions === undefined ? {} : { positions }),
    };
    const own = { ...scenario, venue: { ...venue, account } };
    return {
      name,
      keysFrom: keyEnv === undefined || secretEnv === undefined ? null : { keyEnv, secretEnv },
      options: accountOfScenario(own, tapes, window).account,
      seed: seedOf(seed, name),
    };
  });
}

/** One bigger than the largest seed. */
const SEEDS = 2 ** 31;

/** By its name, so that an account more or less moves nobody else's luck. */
const seedOf = (seed: number, name: string): number =>
  new RandomStreams(seed).of(`account.${name}`).nextInt(SEEDS);
