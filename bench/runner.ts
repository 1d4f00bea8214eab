/**
 * What the benchmarks share: each contender is measured in a process of its own, contenders are
 * alternated in pairs, and what counts is the ratio inside a pair, since the machine's speed drifts
 * between pairs. A benchmark file declares its contenders and ends in `runBenchmark`; started with
 * `--contender NAME` it measures that one and prints one line of JSON, started without it runs the
 * comparisons and prints a table. Exit code 1 when a floor is missed.
 *
 * A floor of a ratio is held against the lower end of the sign interval of the median ratio, not
 * against the median. A floor in operations per second is held against the median process, and only
 * warned of while the machine has more to do than processors: other people's work then decides it.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { figure, medianOf, summarize } from './support/statistics.js';

export interface Measurement {
  /** Nanoseconds per operation, warm: the figure that is compared. */
  readonly nanos: number;
  /**
   * What was computed; contenders of one comparison must agree, or they did not do the same work.
   */
  readonly check: string;
  /** Shown beside the figure: counts, the cold round, hashes. */
  readonly details?: Readonly<Record<string, string | number>>;
}

export interface Contender {
  readonly name: string;
  readonly measure: () => Measurement | Promise<Measurement>;
}

/**
 * "subject is `ratio` times as fast as reference": the ratio is reference nanos / subject nanos.
 */
export interface Comparison {
  readonly title: string;
  readonly subject: string;
  readonly reference: string;
  /** The least ratio accepted. */
  readonly floor?: number;
  /** The least million operations per second of the subject, absolute. */
  readonly floorMillions?: number;
  /** Scenario file of the subject's run: `squall run` of it must end in the `journal` of its details. */
  readonly scenario?: string;
  /** Contenders that do different amounts of work (growth with size) do not agree on `check`. */
  readonly differentWork?: boolean;
}

export interface Benchmark {
  /** `import.meta.url` of the benchmark file. */
  readonly url: string;
  readonly contenders: readonly Contender[];
  readonly comparisons: readonly Comparison[];
}

/**
 * Six pairs are the least that give a sign interval at 95 %; an odd number has a median of its
 * own.
 */
const PAIRS_MIN = 7;
/** With `--quick`: for a look, too few to judge a floor by. */
const PAIRS_QUICK = 3;
const CHILD_OUTPUT_MAX = 1 << 24;
const startProcess = promisify(execFile);

export async function runBenchmark(benchmark: Benchmark): Promise<void> {
  const { values } = parseArgs({
    options: {
      contender: { type: 'string' },
      pairs: { type: 'string', default: String(PAIRS_MIN) },
      quick: { type: 'boolean', default: false },
    },
  });
  if (values.contender !== undefined) {
    const contender = benchmark.contenders.find(({ name }) => name === values.contender);
    if (contender === undefined) throw new Error(`no contender is called ${values.contender}`);
    console.log(JSON.stringify(await contender.measure()));
    return;
  }
  const pairs = values.quick ? PAIRS_QUICK : Math.max(PAIRS_MIN, Number(values.pairs));
  let missed = 0;
  for (const comparison of benchmark.comparisons) {
    if (!(await compare(benchmark.url, comparison, pairs))) missed += 1;
  }
  if (missed > 0) process.exitCode = 1;
}

/** Runs and prints one comparison; false when its floor is missed. */
async function compare(url: string, comparison: Comparison, pairs: number): Promise<boolean> {
  const subjects: Measurement[] = [];
  const references: Measurement[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    // Who goes first alternates too: the second of a pair finds warmer caches and a busier machine.
    const subjectFirst = pair % 2 === 0;
    if (subjectFirst) subjects.push(await measureApart(url, comparison.subject));
    references.push(await measureApart(url, comparison.reference));
    if (!subjectFirst) subjects.push(await measureApart(url, comparison.subject));
  }
  if (comparison.differentWork !== true) requireSameWork(comparison, [...subjects, ...references]);
  const ratio = summarize(subjects.map((subject, pair) => references[pair]!.nanos / subject.nanos));
  const floor = comparison.floor ?? 0;
  const met = ratio.low >= floor || pairs < PAIRS_MIN;
  console.log(comparison.title);
  printContender(comparison.subject, subjects);
  printContender(comparison.reference, references);
  console.log(
    `  ratio ${figure(ratio.median)}x   ${figure(ratio.min)} … ${figure(ratio.max)} over ${pairs} pairs, ` +
      `95 % of the median ${figure(ratio.low)} … ${figure(ratio.high)}` +
      (floor === 0 ? '' : `   floor ${floor}x ${met ? 'met' : 'MISSED'}`),
  );
  const fast = isFastEnough(comparison, subjects);
  await requireSameJournal(comparison, subjects);
  return met && fast;
}

/** Prints what came of an absolute floor; true when it is met, or missed on a busy machine. */
function isFastEnough({ floorMillions }: Comparison, subjects: readonly Measurement[]): boolean {
  if (floorMillions === undefined) return true;
  const rates = subjects.map(({ nanos }) => 1_000 / nanos).sort((a, b) => a - b);
  const median = medianOf(rates);
  const isBusy = loadavg()[0]! > availableParallelism();
  const met = median >= floorMillions;
  const verdict = met ? 'met' : isBusy ? 'missed on a busy machine: a warning' : 'MISSED';
  console.log(
    `  ${figure(median)} million/s   ${figure(rates[0]!)} … ${figure(rates.at(-1)!)}   ` +
      `floor ${floorMillions} million/s ${verdict}   (load ${figure(loadavg()[0]!)}, ${availableParallelism()} processors)`,
  );
  return met || isBusy;
}

/** What was measured is what the product does: `squall run` of the same file ends in the same hash. */
async function requireSameJournal(
  { title, scenario }: Comparison,
  subjects: readonly Measurement[],
): Promise<void> {
  if (scenario === undefined) return;
  const folder = await mkdtemp(join(tmpdir(), 'squall-bench-'));
  try {
    const command = [
      'bin/squall.mjs',
      'run',
      scenario,
      '--json',
      '--db',
      join(folder, 'results.db'),
    ];
    const { stdout } = await startProcess(process.execPath, command, {
      cwd: join(import.meta.dirname, '..'),
      maxBuffer: CHILD_OUTPUT_MAX,
    });
    const { journalHash } = JSON.parse(stdout) as { readonly journalHash: string };
    for (const { details } of subjects) {
      if (details?.['journal'] === journalHash) continue;
      throw new Error(`${title}: journal ${details?.['journal']}, squall run ${journalHash}`);
    }
    console.log(`  journal equal to that of squall run ${scenario}`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function measureApart(url: string, contender: string): Promise<Measurement> {
  const { stdout } = await startProcess(
    process.execPath,
    ['--import', 'tsx', fileURLToPath(url), '--contender', contender],
    { maxBuffer: CHILD_OUTPUT_MAX },
  );
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Measurement;
}

function requireSameWork(comparison: Comparison, measurements: readonly Measurement[]): void {
  const checks = new Set(measurements.map(({ check }) => check));
  if (checks.size > 1) {
    throw new Error(
      `${comparison.title}: the contenders did different work: ${[...checks].join(' / ')}`,
    );
  }
}

function printContender(name: string, measurements: readonly Measurement[]): void {
  const nanos = measurements.map((measurement) => measurement.nanos).sort((a, b) => a - b);
  const details = Object.entries(measurements[0]!.details ?? {}).map(
    ([key, value]) => `${key} ${value}`,
  );
  console.log(
    `  ${name.padEnd(24)} ${figure(medianOf(nanos))} ns   ` +
      `${figure(nanos[0]!)} … ${figure(nanos.at(-1)!)}${details.length === 0 ? '' : `   ${details.join(', ')}`}`,
  );
}
