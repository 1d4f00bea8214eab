/** `squall runs ls`: the stored runs, newest first, with what tells one from another. */
import { left, right, table, textOfLines } from '../../report/text/layout.js';
import { DASH, percentText, roundBps } from '../../report/text/numbers.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { UsageError } from '../failure.js';
import { printJson } from '../json.js';
import { lookInStore } from '../open-store.js';
import { type RunLine, runLine } from '../run-line.js';
import { readSettings } from '../settings.js';
import type { World } from '../world.js';
import type { StoreFlags } from './runs.js';

const LIMIT_MAX = 10_000;
const HASH_SHOWN = 12;
const CHANGED_SHOWN = 60;

export async function listRuns(
  world: World,
  flags: StoreFlags & { readonly limit: string },
): Promise<ExitCode> {
  const limit = /^\d{1,5}$/.test(flags.limit) ? Number(flags.limit) : 0;
  if (limit < 1 || limit > LIMIT_MAX)
    throw new UsageError(`--limit ${flags.limit}: 1 to ${LIMIT_MAX}`);
  await lookInStore(world, readSettings(world, { db: flags.db }), (store) => {
    const items = store.list({ limit }).items.map((run) => runLine(store, run));
    if (flags.json === true) printJson(world, { items });
    else if (items.length === 0) world.out(`no runs yet: "${world.program} tour" makes six\n`);
    else world.out(textOfLines(table(HEAD, items.map(rowOf))));
  });
  return EXIT.ok;
}

const HEAD = [
  left('run'),
  left('  scenario'),
  right('seed'),
  left('asked'),
  right('filled'),
  right('cost bps'),
  left('journal'),
  left('changed'),
];

function rowOf(run: RunLine): readonly string[] {
  const changed = run.overrides.join(' ');
  return [
    run.runId,
    `${run.sign} ${run.scenario}`,
    String(run.seed),
    run.asked ?? 'no report',
    run.filledShare === null ? DASH : percentText(run.filledShare),
    roundBps(run.filledCostBps),
    run.journalHash.slice(0, HASH_SHOWN),
    changed.length > CHANGED_SHOWN ? `${changed.slice(0, CHANGED_SHOWN - 1)}…` : changed,
  ];
}
