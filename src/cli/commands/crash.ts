/**
 * `squall crash`: stops the process of a scenario at every point at which a crash can be told from another one, begins it again on what
 * was durable, and judges how each of these runs ends.
 */
import { setImmediate } from 'node:timers/promises';
import type { Micros } from '../../core/ground/units.js';
import { traceText } from '../../report/telling/trace.js';
import { aligned, textOfLines } from '../../report/text/layout.js';
import { comparedWithOnce, isNested } from '../../runs/crash/alike.js';
import { type CrashRun, crashRun } from '../../runs/crash/crash-run.js';
import {
  type CrashMatrix,
  type MatrixRow,
  type WrongRun,
  crashMatrix,
} from '../../runs/crash/crash-matrix.js';
import type { PreparedScenario } from '../../runs/execute-run.js';
import { formatDuration, parseDuration } from '../../runs/scenario/duration.js';
import { shellWords } from '../called.js';
import { EXIT, EXIT_OF_SIGNAL, type ExitCode } from '../exit-code.js';
import { UsageError } from '../failure.js';
import { printJson } from '../json.js';
import { loadScenarios } from '../load-scenarios.js';
import { Preparation } from '../plan-many.js';
import { type Progress, progressFor } from '../progress.js';
import { readSettings, requireSimulation } from '../settings.js';
import { type Stop, listenForStop } from '../stop.js';
import type { World } from '../world.js';

export interface CrashFlags {
  readonly seed?: string;
  readonly set: readonly string[];
  readonly down: string;
  readonly pairs: string;
  readonly nested: string;
  readonly at?: string;
  readonly trace?: boolean;
  readonly json?: boolean;
}

interface Asked {
  readonly world: World;
  readonly file: string;
  readonly flags: CrashFlags;
  readonly down: Micros;
  readonly stop: Stop;
}

export async function crashCommand(
  world: World,
  file: string,
  flags: CrashFlags,
): Promise<ExitCode> {
  const settings = readSettings(world, {});
  requireSimulation(settings);
  const down = downOf(flags);
  const pairs = wholeNumber('--pairs', flags.pairs, 0);
  const nested = wholeNumber('--nested', flags.nested, 0);
  const at = pointsOf(flags);
  const set = [...flags.set, ...(flags.seed === undefined ? [] : [`seed=${flags.seed}`])];
  const { scenarios } = await loadScenarios(world, [file], { ...settings.loadOptions, set });
  const [loaded, another] = scenarios;
  if (loaded === undefined || another !== undefined)
    throw new UsageError(`${file} names ${scenarios.length} scenarios\n  fix: name one`);
  const stop = listenForStop(world);
  try {
    const prepared = await new Preparation(stop.signal).prepare(loaded);
    if (prepared === null) return EXIT_OF_SIGNAL[stop.by() ?? 'SIGINT'];
    const asked = { world, file, flags, down, stop };
    return at === null
      ? await everyPoint(asked, prepared, { pairs, nested })
      : onePoint(asked, prepared, at);
  } finally {
    stop.release();
  }
}

async function everyPoint(
  { world, file, flags, down, stop }: Asked,
  prepared: PreparedScenario,
  further: { readonly pairs: number; readonly nested: number },
): Promise<ExitCode> {
  const progress = progressFor(world, flags.json === true);
  const matrix = await driven(crashMatrix(prepared, { down, ...further }), progress, stop.signal);
  progress.end();
  const { name, seed } = prepared.loaded.scenario;
  if (flags.json === true)
    printJson(world, {
      scenario: name,
      seed,
      down,
      ...matrix,
      runs: rowsOf(matrix),
      compared: Object.fromEntries(matrix.compared),
      notCompared: Object.fromEntries(matrix.notCompared),
    });
  else world.out(matrixText(matrix, `${name} (seed ${seed})`, down));
  for (const line of wrongLines(matrix.wrong, (at) => againWords({ world, file, flags }, at)))
    world.err(`${line}\n`);
  if (stop.signal.aborted) return EXIT_OF_SIGNAL[stop.by() ?? 'SIGINT'];
  return matrix.wrong.length === 0 ? EXIT.ok : EXIT.failed;
}

/** What was done until then where somebody left off. */
async function driven(
  runs: ReturnType<typeof crashMatrix>,
  progress: Progress,
  signal: AbortSignal,
): Promise<CrashMatrix> {
  for (;;) {
    const step = runs.next(signal.aborted);
    if (step.done === true) return step.value;
    progress.update(step.value, 'of the points');
    await setImmediate();
  }
}

function onePoint(
  { world, flags, down }: Asked,
  prepared: PreparedScenario,
  at: readonly number[],
): ExitCode {
  const run = crashRun(prepared, { at, down });
  const { points, ended } = run;
  const beyond = at.find((point) => point > points.length);
  if (beyond !== undefined)
    throw new UsageError(`--at ${beyond}: the run has ${points.length} points`);
  if (flags.trace === true && ended !== null) world.out(traceText(ended.finished));
  const failures = [...run.failures, ...unlikeOnce(prepared, run, down)];
  ended?.close();
  const where = at.map((point) => `${point} (${points[point - 1]})`).join(' and at ');
  const verdict = failures.length === 0 ? 'right in the end' : 'WRONG';
  world.out(textOfLines([`stopped at ${where}: ${verdict}`, ...failures]));
  return failures.length === 0 ? EXIT.ok : EXIT.failed;
}

/** L8, where it was stopped while it cleared up. */
function unlikeOnce(prepared: PreparedScenario, run: CrashRun, down: Micros): readonly string[] {
  if (!isNested(run)) return [];
  const { failures, once } = comparedWithOnce(prepared, run, down);
  once?.ended?.close();
  return failures;
}

const ROWS: readonly (readonly [MatrixRow, string])[] = [
  ['before a write', 'before a write'],
  ['after a write', 'after a write'],
  ['between two commands', 'between two commands'],
  ['twice', 'twice, the second time while it recovers'],
  ['nested', 'and up to five times more while it recovers'],
];

const rowsOf = ({ runs }: CrashMatrix) =>
  ROWS.map(([row]) => ({ stopped: row, ...(runs.get(row) ?? { runs: 0, wrong: 0 }) }));

function matrixText(matrix: CrashMatrix, name: string, down: Micros): string {
  const { points, runs } = matrix;
  const rows = ROWS.map(([row, words]) => {
    const { runs: all, wrong: bad } = runs.get(row) ?? { runs: 0, wrong: 0 };
    return [words, String(all), String(all - bad), String(bad)];
  });
  const sum = (column: number): string =>
    String(rows.reduce((total, row) => total + Number(row[column]), 0));
  return textOfLines([
    `crash of ${name}: ${points} points, each process down for ${formatDuration(down)}`,
    '',
    ...aligned([['stopped', 'runs', 'right', 'wrong'], ...rows, ['all', sum(1), sum(2), sum(3)]]),
    '',
    ...comparedLines(matrix),
    verdictOf(matrix, Number(sum(1))),
  ]);
}

/** L8; none where nothing was nested. */
function comparedLines({ compared, notCompared }: CrashMatrix): readonly string[] {
  const all = (counts: CrashMatrix['compared'] | CrashMatrix['notCompared']): number =>
    [...counts.values()].reduce((sum, count) => sum + count, 0);
  const byDepth = [...compared]
    .sort(([a], [b]) => a - b)
    .map(([depth, count]) => `${count} with ${depth}`);
  return [
    ...(compared.size === 0
      ? []
      : [
          `held against one stop alone: ${all(compared)} (stops while it recovered: ${byDepth.join(', ')})`,
        ]),
    ...[...notCompared].map(([why, count]) => `not held against it: ${count}, since ${why}`),
  ];
}

function verdictOf({ asked, wrong }: CrashMatrix, made: number): string {
  const verdict = wrong.length === 0 ? 'every run ended right' : `${wrong.length} runs ended WRONG`;
  return made === asked ? verdict : `left off after ${made} of ${asked} runs: of those ${verdict}`;
}

/** Of each way to end wrong the one with the fewest stops, and the first of those. */
function wrongLines(
  wrong: readonly WrongRun[],
  again: (at: readonly number[]) => string,
): readonly string[] {
  const ways = new Map<string, { readonly run: WrongRun; readonly runs: number }>();
  for (const run of wrong) {
    const way = run.failures.map((text) => text.replaceAll(/[0-9a-f]{24}|\d+/g, '…')).join('; ');
    const known = ways.get(way);
    const best = known === undefined || run.at.length < known.run.at.length ? run : known.run;
    ways.set(way, { run: best, runs: (known?.runs ?? 0) + 1 });
  }
  return [...ways.values()].flatMap(({ run, runs }) => [
    `${runs} x ${run.failures.join('; ')}`,
    `  ${again(run.at)}`,
  ]);
}

const againWords = (
  { world, file, flags }: Pick<Asked, 'world' | 'file' | 'flags'>,
  at: readonly number[],
): string =>
  `${world.program} ${shellWords([
    'crash',
    file,
    ...(flags.seed === undefined ? [] : ['--seed', flags.seed]),
    ...flags.set.flatMap((one) => ['--set', one]),
    '--down',
    flags.down,
    ...(at.length === 0 ? [] : ['--at', at.join(',')]),
    '--trace',
  ])}`;

function downOf({ down }: CrashFlags): Micros {
  const length = parseDuration(down);
  if (length === null || length <= 0)
    throw new UsageError(`--down ${down}\n  fix: a duration, as in 5s or 30m`);
  return length;
}

function pointsOf({ at }: CrashFlags): readonly number[] | null {
  if (at === undefined) return null;
  const points = at.split(',').map((text) => wholeNumber('--at', text, 1));
  if (points.some((point, index) => index > 0 && point <= (points[index - 1] ?? 0)))
    throw new UsageError(`--at ${at}\n  fix: points in rising order, as in 12,40`);
  return points;
}

function wholeNumber(flag: string, text: string, least: number): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < least)
    throw new UsageError(`${flag} ${text}\n  fix: a whole number, ${least} or more`);
  return number;
}
