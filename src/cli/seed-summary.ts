/** Many seeds of a scenario as a table: mean, 5th and 95th percentile of the figures one looks at first. */
import type { Report } from '../report/schema/report.js';
import type { PairedComparison } from '../report/many/paired.js';
import type { FigureSummary } from '../report/many/statistics.js';
import { figureLabel, figureText } from '../report/many/figure-words.js';
import { TEXT_WIDTH, labeled, left, right, table } from '../report/text/layout.js';
import { DASH } from '../report/text/numbers.js';

/** In this order: what went wrong, what it cost, the rest. */
const HEADLINES = [
  /^truth\.(fillsMissed|fillsUnpriced|fillsPhantom|fillsDoubled|fillsLate|positionErrorSeconds|ordersLeftOpen|ordersGone)$/,
  /^parents\.\d+\.filledShare$/,
  /^parents\.\d+\.(shortfallBps|filledCostBps)$/,
  /^parents\.\d+\.cost\.\w+$/,
  /^parents\.\d+\.markoutBps\.\w+$/,
  /^parents\.\d+\.(vsTwapBps|vsVwapBps|elapsedMs)$/,
  /^detection\.(meanMs|p99Ms|timeouts)$/,
  /^truth\.executions$/,
  /^faults\./,
  /^calls\.(submit|cancel|query)$/,
];

export interface TableAsked {
  /** A row for each figure, also for those of which there is nothing to say. */
  readonly full?: boolean | undefined;
  readonly width?: number;
}

/** Without `full` those that are 0 in every run are named in one line. */
export function seedTable(
  figures: ReadonlyMap<string, FigureSummary>,
  { full = false, width = TEXT_WIDTH }: TableAsked = {},
): readonly string[] {
  const told = HEADLINES.flatMap((headline) =>
    [...figures].filter(([path]) => headline.test(path)),
  );
  const isNothing = ({ min, max }: FigureSummary): boolean => !full && min === 0 && max === 0;
  const rows = told
    .filter(([, summary]) => !isNothing(summary))
    .map(([path, { n, mean, p5, p95 }]) => [
      figureLabel(path),
      String(n),
      ...[mean, p5, p95].map((value) => figureText(path, value)),
    ]);
  const nothing = told.filter(([, summary]) => isNothing(summary)).map(([path]) => path);
  return [
    ...table([left('figure'), ...['runs', 'mean', 'p5', 'p95'].map(right)], rows),
    ...namedTogether('0 in every run:', nothing, width),
  ];
}

/** Figures of which there is nothing to say but their names. */
export const namedTogether = (
  what: string,
  names: readonly string[],
  width: number,
): readonly string[] =>
  names.length === 0
    ? []
    : labeled(what, names.map(figureLabel).join('; '), what.length + 1, width);

/** Faults of the scenario that met nothing in any run: the figures are those of runs without them. */
export function faultsWithoutEffect(
  figures: ReadonlyMap<string, FigureSummary>,
): readonly string[] {
  const idle = [...figures]
    .filter(([path, { max }]) => path.startsWith(OF_FAULTS) && max === 0)
    .map(([path]) => path.slice(OF_FAULTS.length));
  return idle.length === 0
    ? []
    : ['', `In no run ${idle.join(' or ')} acted on anything: nothing here shows what it does.`];
}

const OF_FAULTS = 'faults.';

/** What a machine does to a run, not the seed. */
const OF_THE_MACHINE = /^performance\.(wallMs|marketEventsPerSecond)$/;

/** Whether all of several seeds gave the same figures: then a mean of them is no mean of anything. */
export const seedChangesNothing = (
  runs: number,
  figures: ReadonlyMap<string, FigureSummary>,
): boolean =>
  runs > 1 &&
  [...figures].every(
    ([path, { n, min, max }]) => OF_THE_MACHINE.test(path) || (n === runs && min === max),
  );

export const NOTHING_DRAWN: readonly string[] = [
  '',
  'Every seed gave the same figures: nothing here is drawn, as with a recorded market and constant latencies.',
  'What would vary them: other starts in the data (--starts 20), a key of the scenario (--sweep orders.0.slices=4,8,16),',
  "a latency that is drawn (--set 'venue.latency.submit={lognormal: {median: 20ms, sigma: 0.5}}'), or a fault with a",
  "probability (--set 'faults=[{kind: ack-lost, probability: 0.1}]').",
];

/** What a change that made no difference to any pair is told as; nothing for one that did. */
export function nothingChanged(
  change: string,
  comparisons: readonly PairedComparison[],
): readonly string[] {
  const pairs = Math.max(0, ...comparisons.map(({ n }) => n));
  if (pairs === 0 || comparisons.some(({ n, equal }) => equal < n)) return [];
  const seeds = pairs === 1 ? 'the one seed' : `each of the ${pairs} seeds`;
  return [
    '',
    `${change} changed nothing: on ${seeds} all of these figures are the same with it and without it.`,
    'Does the run ever meet what was changed? "--against" with one seed shows more figures.',
  ];
}

/** Without `full` those that no pair differs in are named in one line. */
export function pairedTable(
  comparisons: readonly PairedComparison[],
  { full = false, width = TEXT_WIDTH }: TableAsked = {},
): readonly string[] {
  const isSame = ({ n, equal }: PairedComparison): boolean => !full && equal === n;
  const rows = comparisons
    .filter((each) => !isSame(each))
    .map(({ metric, n, meanDifference, medianDifference, interval, ...signs }) => [
      figureLabel(metric),
      String(n),
      figureText(metric, meanDifference),
      figureText(metric, medianDifference),
      interval === null ? DASH : interval.map((end) => figureText(metric, end)).join(' to '),
      `${signs.lower}/${signs.equal}/${signs.higher}`,
    ]);
  const head = ['pairs', 'mean diff', 'median diff', '95 % of the median', 'lower/equal/higher'];
  const same = comparisons.filter(isSame);
  const namesOf = (measured: boolean): readonly string[] =>
    same.filter(({ n }) => n > 0 === measured).map(({ metric }) => metric);
  return [
    ...(rows.length === 0 ? [] : table([left('figure'), ...head.map(right)], rows)),
    ...namedTogether('the same in every pair:', namesOf(true), width),
    ...namedTogether('measured in no pair:', namesOf(false), width),
  ];
}

/** `expect` lines that did not hold in some of the runs. Mutable on purpose: counts while runs come in. */
export class FailedExpectations {
  readonly #failed = new Map<string, number>();
  #runs = 0;

  take({ expectations }: Report): void {
    this.#runs += 1;
    for (const { text, ok } of expectations)
      this.#failed.set(text, (this.#failed.get(text) ?? 0) + (ok ? 0 : 1));
  }

  /** In the order of the scenario. */
  lines(): readonly string[] {
    return [...this.#failed]
      .filter(([, count]) => count > 0)
      .map(([text, count]) => `NOT AS EXPECTED in ${count} of ${this.#runs} runs: ${text}`);
  }
}
