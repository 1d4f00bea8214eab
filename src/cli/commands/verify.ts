/** `squall verify`: whether a stored run can be trusted and repeated. */
import { aligned, textOfLines } from '../../report/text/layout.js';
import { buildId } from '../../runs/build-id.js';
import { modulesOutside } from '../../runs/foreign-modules.js';
import { decodeStoredPlan, scenarioOfPlan } from '../../runs/stored-plan.js';
import { verifyRun } from '../../runs/verify-run.js';
import type { VerifyCheck } from '../../runs/verify/verify-check.js';
import { type VerifyResult, verifyLost, verifyStored } from '../../runs/verify/verify-stored.js';
import type { ResultsStore } from '../../store/results-store.js';
import type { RunSummary } from '../../store/stored-run.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { UsageError } from '../failure.js';
import { printJson } from '../json.js';
import { findRun, lookInStore, lostRun } from '../open-store.js';
import { type Settings, readSettings } from '../settings.js';
import type { World } from '../world.js';
import { type StoreFlags, journalOf, planOf } from './runs.js';

interface VerifyFlags extends StoreFlags {
  readonly trustModules?: boolean;
}

export async function verifyCommand(
  world: World,
  name: string,
  flags: VerifyFlags,
): Promise<ExitCode> {
  const settings = readSettings(world, { db: flags.db });
  const result = await lookInStore(world, settings, (store) => {
    const lost = lostRun(store, name);
    return lost === null ? verified({ world, settings, flags }, store, name) : verifyLost(lost);
  });
  if (flags.json === true) printJson(world, result);
  else world.out(textOf(result));
  return result.ok ? EXIT.ok : EXIT.mismatch;
}

interface Asked {
  readonly world: World;
  readonly settings: Settings;
  readonly flags: VerifyFlags;
}

function verified(
  { world, settings, flags }: Asked,
  store: ResultsStore,
  name: string,
): Promise<VerifyResult> {
  const { limits } = settings.loadOptions;
  const summary = findRun(store, name);
  // Whatever else is wrong with it.
  if (flags.trustModules !== true) refuseForeignModules(world, store, summary);
  return verifyStored(store, summary, async () => {
    const plan = planOf(store, summary);
    return verifyRun({ summary, plan, journal: journalOf(store, summary), store, limits });
  });
}

/** To replay a run is to execute the modules it names: those outside the folder one works in may be anybody's. */
function refuseForeignModules({ cwd }: World, store: ResultsStore, { runId }: RunSummary): void {
  const files = modulesNamed(store.plan(runId) ?? '', cwd);
  if (files.length === 0) return;
  throw new UsageError(
    `run ${runId} names code outside ${cwd}, and to verify it is to execute that: ${files.join(', ')}\n` +
      '  fix: if you trust it, add --trust-modules',
  );
}

/** Of a plan that cannot be read nothing is executed either, and why is said when it is. */
function modulesNamed(text: string, cwd: string): readonly string[] {
  const plan = decodeStoredPlan(text);
  if (plan === null) return [];
  try {
    return modulesOutside(scenarioOfPlan(plan), cwd);
  } catch {
    return [];
  }
}

const WORDS: Readonly<Record<VerifyCheck['name'], string>> = {
  file: 'pages of the database',
  seal: 'stored as it was sealed',
  chain: 'blocks as they were written',
  state: 'entries fold to the state',
  decisions: 'decided again on the same inputs',
  replay: 'run again from the scenario',
  row: 'what the list of runs says',
  orders: 'orders, parents among them',
  fills: 'fills',
  report: 'report',
  truth: "the venue's ledger",
  series: 'series of the charts',
};

const markOf = ({ ok }: VerifyCheck): string =>
  ok === null ? 'not known' : ok ? 'ok' : 'DIFFERENT';

function textOf(result: VerifyResult): string {
  const { runId, build, sameBuild, checks } = result;
  const lines = aligned(checks.map((check) => [markOf(check), WORDS[check.name], check.text]));
  const other = sameBuild
    ? []
    : [`made by build ${build}, this is ${buildId()}: differences are reported, not judged`];
  return textOfLines([`run ${runId}`, ...other, ...lines, verdictOf(result)]);
}

function verdictOf({ ok, sameBuild, checks }: VerifyResult): string {
  if (!ok) return 'NOT what was recorded';
  if (checks.some((check) => check.ok === null)) return 'nothing to object to, and not sealed';
  return sameBuild ? 'identical' : 'nothing to object to';
}
