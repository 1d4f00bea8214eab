/** `squall verify`: whether a stored run can be trusted and repeated. */
import { aligned, textOfLines } from '../../report/text/layout.js';
import { buildId } from '../../runs/build-id.js';
import { modulesOutside } from '../../runs/foreign-modules.js';
import { type StoredPlan, scenarioOfPlan } from '../../runs/stored-plan.js';
import { type VerifyResult, verifyRun } from '../../runs/verify-run.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { UsageError } from '../failure.js';
import { printJson } from '../json.js';
import { findRun, lookInStore } from '../open-store.js';
import { readSettings } from '../settings.js';
import type { World } from '../world.js';
import { type StoreFlags, journalOf, planOf } from './runs.js';

export async function verifyCommand(
  world: World,
  name: string,
  flags: StoreFlags & { readonly trustModules?: boolean },
): Promise<ExitCode> {
  const settings = readSettings(world, { db: flags.db });
  const { limits } = settings.loadOptions;
  const result = await lookInStore(world, settings, (store) => {
    const summary = findRun(store, name);
    const plan = planOf(store, summary);
    if (flags.trustModules !== true) refuseForeignModules(world, plan, summary.runId);
    return verifyRun({ summary, plan, journal: journalOf(store, summary), limits });
  });
  if (flags.json === true) printJson(world, result);
  else world.out(textOf(result));
  return result.ok ? EXIT.ok : EXIT.mismatch;
}

/** To replay a run is to execute the modules it names: those outside the folder one works in may be anybody's. */
function refuseForeignModules({ cwd }: World, plan: StoredPlan, runId: string): void {
  const files = modulesOutside(scenarioOfPlan(plan), cwd);
  if (files.length === 0) return;
  throw new UsageError(
    `run ${runId} names code outside ${cwd}, and to verify it is to execute that: ${files.join(', ')}\n` +
      '  fix: if you trust it, add --trust-modules',
  );
}

const WORDS: Readonly<Record<VerifyResult['checks'][number]['name'], string>> = {
  chain: 'blocks as they were written',
  state: 'entries fold to the state',
  decisions: 'decided again on the same inputs',
  replay: 'run again from the scenario',
};

function textOf({ runId, build, sameBuild, checks, ok }: VerifyResult): string {
  const lines = aligned(
    checks.map(({ name, ok: holds, text }) => [holds ? 'ok' : 'DIFFERENT', WORDS[name], text]),
  );
  const other = sameBuild
    ? []
    : [`made by build ${build}, this is ${buildId()}: differences are reported, not judged`];
  const verdict = ok ? (sameBuild ? 'identical' : 'nothing to object to') : 'NOT what was recorded';
  return textOfLines([`run ${runId}`, ...other, ...lines, verdict]);
}
