/** `squall runs compare`: two stored runs side by side: what they were asked differently, what came of each, and their figures. */
import { lengthText } from '../../core/ground/length-text.js';
import { MICROS_PER_SECOND } from '../../core/ground/units.js';
import { compareReports } from '../../report/many/compare.js';
import { COMPARED } from '../../report/many/compared.js';
import type { Report } from '../../report/schema/report.js';
import { left, table, textOfLines } from '../../report/text/layout.js';
import { DASH, percentOf } from '../../report/text/numbers.js';
import { pageOf } from '../../report/text/page.js';
import { plain } from '../../report/text/toned.js';
import { type KeyDifference, askedDifferently } from '../../runs/asked-differently.js';
import type { RunSummary } from '../../store/stored-run.js';
import { comparedTable } from '../compared-table.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { printJson } from '../json.js';
import { findRun, lookInStore } from '../open-store.js';
import { askedText } from '../run-line.js';
import { readSettings } from '../settings.js';
import type { World } from '../world.js';
import { type StoreFlags, planOf, reportOf } from './runs.js';

export async function compareRuns(
  world: World,
  names: readonly [string, string],
  flags: StoreFlags,
): Promise<ExitCode> {
  await lookInStore(world, readSettings(world, { db: flags.db }), (store) => {
    const [first, second] = names.map((name) => findRun(store, name)) as [RunSummary, RunSummary];
    const [a, b] = [reportOf(store, first), reportOf(store, second)];
    const compared = compareReports(a, b, COMPARED);
    const asked = askedDifferently(planOf(store, first), planOf(store, second));
    const sameJournal = first.journalHash === second.journalHash;
    if (flags.json === true) {
      const figures = compared.map(({ name, a: before, b: after, difference }) => ({
        metric: name,
        first: before,
        second: after,
        difference,
      }));
      printJson(world, {
        first: first.runId,
        second: second.runId,
        sameJournal,
        asked,
        figures,
      });
      return;
    }
    world.out(`${textOfLines(headLines([first, second], [a, b], asked))}\n`);
    const { width } = pageOf(world.columns);
    world.tell(plain(comparedTable(compared, [labelOf(first), labelOf(second)], { width })));
    world.out(`\n${sameJournal ? 'the same journal' : 'different journals'}\n`);
  });
  return EXIT.ok;
}

const labelOf = ({ scenario, seed }: RunSummary): string => `${scenario} #${seed}`;

const KEYS_SHOWN = 12;
const VALUE_SHOWN = 36;

/** Both runs in a column each: their orders, their verdicts, and the keys in which their scenarios differ. */
function headLines(
  runs: readonly [RunSummary, RunSummary],
  reports: readonly [Report, Report],
  asked: readonly KeyDifference[],
): readonly string[] {
  const [first, second] = runs;
  const each = (of: (report: Report) => string): readonly [string, string] => [
    of(reports[0]),
    of(reports[1]),
  ];
  const more = asked.length - KEYS_SHOWN;
  return [
    ...table(
      [left('run'), left(first.runId), left(second.runId)],
      [
        ['scenario', labelOf(first), labelOf(second)],
        ['asked', ...each(({ parents }) => askedText(parents))],
        ['trade', ...each(tradeText)],
        ['engine', ...each(engineText)],
        ...asked
          .slice(0, KEYS_SHOWN)
          .map(({ key, first: a, second: b }) => [key, shown(a), shown(b)]),
      ],
    ),
    ...(more > 0 ? [`... and ${more} more keys that differ (--json has all)`] : []),
    ...(asked.length === 0 ? ['asked alike: the same scenario, values and seed'] : []),
  ];
}

const shown = (value: string | null): string => {
  if (value === null) return DASH;
  return value.length > VALUE_SHOWN ? `${value.slice(0, VALUE_SHOWN - 1)}…` : value;
};

function tradeText({ verdict: { trade } }: Report): string {
  if (trade.complete) return 'complete';
  return trade.missingShare === null
    ? 'not complete'
    : `${percentOf(trade.missingShare)} % missing`;
}

function engineText({ verdict: { engine }, truth }: Report): string {
  if (engine.knewTruth === null) return 'nobody knows';
  const seconds = truth.positionErrorSeconds ?? 0;
  return engine.knewTruth ? 'knew' : `wrong ${lengthText(seconds * MICROS_PER_SECOND)}`;
}
