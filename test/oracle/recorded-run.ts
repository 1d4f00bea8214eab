/**
 * Runs a recorded scenario, on the recordings or on their twins below `dataDir`, other values put over its own as `--set` does, and holds the venue's ledger against the
 * oracle. The tapes, slow to import, are read once for all runs of a test file.
 */
import { join } from 'node:path';
import type { FillCause, TruthEntry, TruthLedger } from '../../src/core/order/truth.js';
import { openRecorded } from '../../src/runs/market.js';
import { type LoadedScenario, loadScenario } from '../../src/runs/scenario/load.js';
import { type PlannedMarket, type SimulationPlan, simulate } from '../../src/runs/simulation.js';
import { planOf } from '../../src/runs/to-plan.js';
import { buildFaults } from '../../src/sim/fault/fault-set.js';
import type { Tape } from '../../src/sim/tape/tape.js';
import { accountRules } from './account-rules.js';
import { checkAgainstOracle, explainDifference } from './check.js';
import { RULE_CODES } from './run-venue.js';

export interface CheckedRun {
  /** Empty when the ledger is what the rules say; else the first difference, with the rows before it. */
  readonly difference: string;
  readonly ledger: TruthLedger;
  /** What the run made the venue do: causes of executions and kinds of entries. */
  readonly seen: ReadonlySet<FillCause | TruthEntry['kind']>;
}

const tapes = new Map<string, Promise<Tape>>();

async function tapeOf(loaded: LoadedScenario): Promise<Tape> {
  const key = loaded.marketFiles.flat().join('\n');
  const known = tapes.get(key) ?? openRecorded(loaded).then(([tape]) => tape!);
  tapes.set(key, known);
  return known;
}

export async function planOfRecorded(
  dataDir: string,
  name: string,
  set: readonly string[] = [],
): Promise<SimulationPlan> {
  const file = join(import.meta.dirname, '../../scenarios/recorded', `${name}.yaml`);
  const loaded = loadScenario(file, { set, dataDir });
  return planOf(loaded, {
    tapes: [await tapeOf(loaded)],
    seed: loaded.scenario.seed,
    strategies: [],
  });
}

export async function checkRecorded(
  dataDir: string,
  name: string,
  set: readonly string[] = [],
): Promise<CheckedRun> {
  const plan = await planOfRecorded(dataDir, name, set);
  const { ledger } = simulate(plan);
  const { profile } = plan.venue;
  const { fill, tape, instrument } = onlyMarketOf(plan);
  const { seed, start, faults } = plan;
  const firstSymbol = instrument.symbol;
  const halts = buildFaults(faults, { seed, start, firstSymbol }).haltsOf(firstSymbol);
  const account = accountRules(plan.venue, instrument, tape);
  const rules = { fill, profile, halts, account, until: plan.end, ruleCodes: RULE_CODES };
  const [first, ...more] = checkAgainstOracle(tape, rules, ledger);
  return {
    difference:
      first === undefined
        ? ''
        : `${1 + more.length} orders differ\n${explainDifference(tape, ledger, first)}`,
    ledger,
    seen: new Set(
      ledger.entries.flatMap((entry) =>
        entry.kind === 'executed' ? [entry.kind, entry.cause] : [entry.kind],
      ),
    ),
  };
}

/** The recorded scenarios of one instrument. */
export function onlyMarketOf({ markets: [market] }: SimulationPlan): PlannedMarket {
  if (market === undefined) throw new Error('a plan without a market');
  return market;
}
