/** The plan of a scenario's venue, for clients elsewhere. Errors: `ScenarioError` for faults that act in a client's own process. */
import { type EpochMicros, seconds } from '../../core/ground/units.js';
import { RandomStreams } from '../../sim/random/random.js';
import type { Tape } from '../../sim/tape/tape.js';
import { accountOfScenario } from '../account-of-scenario.js';
import type { PreparedScenario } from '../execute-run.js';
import { runWindow } from '../run-window.js';
import type { LoadedScenario } from '../scenario/load.js';
import { type Found, ScenarioError } from '../scenario/problem.js';
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
  return forClientsElsewhere(loaded, tapesOf(loaded.scenario.seed));
}

/** What a live market's faults are drawn over where the scenario does not say how long it is. */
const LIVE_LENGTH = seconds(600);

/** On markets that are going on, from `start`: what the scenario says of its own markets and when they begin is not asked. */
export function liveVenuePlan(
  loaded: LoadedScenario,
  { tapes, start }: { readonly tapes: readonly Tape[]; readonly start: EpochMicros },
): VenuePlan {
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
  if ((scenario.venue.accounts ?? []).length > 0)
    throw problem(loaded, {
      path: ['venue', 'accounts'],
      what: 'the venue of a live market serves one account',
      fix: 'leave accounts out',
    });
  const clock = { ...scenario.clock, start, duration: scenario.clock.duration ?? LIVE_LENGTH };
  return forClientsElsewhere({ ...loaded, scenario: { ...scenario, clock } }, tapes);
}

function forClientsElsewhere(loaded: LoadedScenario, tapes: readonly Tape[]): VenuePlan {
  const { scenario } = loaded;
  const plan = planOf(loaded, { tapes, seed: scenario.seed, strategies: [] });
  const elsewhere = clientFaultsIn(plan.faults);
  if (elsewhere.length === 0) return { ...plan, accounts: accountsOf(scenario, tapes) };
  const what = `${elsewhere.join(', ')}: no venue can do that to a client in another process`;
  throw problem(loaded, {
    path: ['faults'],
    what,
    fix: 'leave them out, or use "squall run"',
  });
}

const problem = (loaded: LoadedScenario, found: Found): ScenarioError =>
  new ScenarioError(loaded.file, [loaded.locate(found)]);

function accountsOf(scenario: Scenario, tapes: readonly Tape[]): readonly NamedAccount[] {
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
