/**
 * `squall runs compare`: two runs side by side. Of stored ones what they were asked differently, what came of each, and their figures; of
 * these and of recorded sessions what their journals tell, order by order.
 */
import { lengthText } from '../../core/ground/length-text.js';
import { MICROS_PER_SECOND } from '../../core/ground/units.js';
import { diverge } from '../../report/divergence/diverge.js';
import { compareReports } from '../../report/many/compare.js';
import { COMPARED } from '../../report/many/compared.js';
import type { Divergence } from '../../report/schema/divergence.js';
import { StoredDocumentError } from '../../report/schema/read-report.js';
import type { Report } from '../../report/schema/report.js';
import { divergenceLines } from '../../report/text/divergence-lines.js';
import { left, table, textOfLines } from '../../report/text/layout.js';
import { DASH, percentOf } from '../../report/text/numbers.js';
import { pageOf } from '../../report/text/page.js';
import { plain } from '../../report/text/toned.js';
import { fittedYaml } from '../../runs/fitted-yaml.js';
import { type KeyDifference, askedDifferently } from '../../runs/asked-differently.js';
import { isOfShape } from '../../runs/read-run.js';
import type { ResultsStore } from '../../store/results-store.js';
import type { RunSummary } from '../../store/stored-run.js';
import {
  type ComparedJournal,
  isJournalFile,
  journalInFile,
  storedJournal,
} from '../compared-journal.js';
import { comparedTable } from '../compared-table.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { printJson } from '../json.js';
import { findRun, lookInStore } from '../open-store.js';
import { askedText } from '../run-line.js';
import { readSettings } from '../settings.js';
import type { World } from '../world.js';
import { type StoreFlags, planOf, reportOf } from './runs.js';

/** `fit`: a piece of a scenario that is like the one that was not simulated; where neither or both were, like the second. */
type CompareFlags = StoreFlags & { readonly fit?: boolean };

type Names = readonly [first: string, second: string];
type Journals = readonly [ComparedJournal, ComparedJournal];

export async function compareRuns(
  world: World,
  names: Names,
  flags: CompareFlags,
): Promise<ExitCode> {
  if (names.every((name) => isJournalFile(world, name))) {
    tellSessions(world, names, flags, [
      journalInFile(world, names[0]),
      journalInFile(world, names[1]),
    ]);
    return EXIT.ok;
  }
  await lookInStore(world, readSettings(world, { db: flags.db }), (store) => {
    if (names.some((name) => isJournalFile(world, name)))
      tellSessions(world, names, flags, [
        journalOfEither(world, store, names[0]),
        journalOfEither(world, store, names[1]),
      ]);
    else tellStored(world, store, names, flags);
  });
  return EXIT.ok;
}

const journalOfEither = (world: World, store: ResultsStore, name: string): ComparedJournal =>
  isJournalFile(world, name)
    ? journalInFile(world, name)
    : storedJournal(store, findRun(store, name));

/** A session has no figures of its own: what there is of it is its journal. */
function tellSessions(world: World, names: Names, flags: CompareFlags, journals: Journals): void {
  const divergence = diverged(names, flags, journals);
  const sameJournal = journals[0].journalHash === journals[1].journalHash;
  if (flags.json === true)
    printJson(world, {
      ...{ first: names[0], second: names[1], sameJournal, asked: null, figures: null },
      ...{ divergence, divergenceWhy: null },
    });
  else if (!tellFitted(world, names, divergence)) {
    const lines = divergenceLines(divergence, pageOf(world.columns));
    world.out(textOfLines([`A ${names[0]}`, `B ${names[1]}`, '', ...lines]));
    world.out(journalsText(sameJournal));
  }
}

function tellStored(world: World, store: ResultsStore, names: Names, flags: CompareFlags): void {
  const [first, second] = names.map((name) => findRun(store, name)) as [RunSummary, RunSummary];
  const ids = [first.runId, second.runId] as const;
  const without = [first, second].find((run) => !store.hasJournal(run)) ?? null;
  // Who asks for what is fitted is told that there is nothing to fit it from.
  const divergence =
    without === null || flags.fit === true
      ? diverged(ids, flags, [storedJournal(store, first), storedJournal(store, second)])
      : null;
  if (flags.json !== true && divergence !== null && tellFitted(world, ids, divergence)) return;
  const divergenceWhy =
    without === null ? null : `run ${without.runId} was stored without its journal (--keep)`;
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
      ...{ first: first.runId, second: second.runId, sameJournal, asked, figures },
      ...{ divergence, divergenceWhy },
    });
    return;
  }
  world.out(`${textOfLines(headLines([first, second], [a, b], asked))}\n`);
  const page = pageOf(world.columns);
  const { width } = page;
  world.tell(plain(comparedTable(compared, [labelOf(first), labelOf(second)], { width })));
  const events =
    divergence === null
      ? [`not compared event by event: ${divergenceWhy ?? ''}`, '']
      : [`A is ${first.runId}, B is ${second.runId}`, '', ...divergenceLines(divergence, page)];
  world.out(`\n${textOfLines(events)}${journalsText(sameJournal)}`);
}

const journalsText = (same: boolean): string =>
  same ? 'the same journal\n' : 'different journals\n';

/** Of a run that was fitted its piece of a scenario alone, so that it can be written to a file. */
function tellFitted(world: World, names: Names, { fitted }: Divergence): boolean {
  if (fitted === null) return false;
  world.out(fittedYaml(names[fitted.of === 'a' ? 0 : 1], fitted));
  return true;
}

/** Journals are read as they were written: where somebody changed them since, that is no fault of the program. */
function diverged([first, second]: Names, { fit }: CompareFlags, [a, b]: Journals): Divergence {
  const fitted = a.isSimulated || !b.isSimulated ? 'b' : 'a';
  try {
    return diverge(a.observation, b.observation, fit === true ? fitted : null);
  } catch (error) {
    if (!isOfShape(error)) throw error;
    throw new StoredDocumentError(
      `${first} and ${second} cannot be compared by what their journals hold (${error.message})\n  fix: "squall verify" says whether a stored run was changed, "squall run" whether a session decides as it did`,
    );
  }
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
