/**
 * One line of the list of runs: what the store knows of a run, what it was asked to be, and the few figures of its report
 * that tell runs apart.
 */
import { metricOf } from '../report/many/metric.js';
import type { Report } from '../report/schema/report.js';
import { type Level, levelOf } from '../report/text/verdict-words.js';
import type { Asked } from '../runs/asked.js';
import type { RunSummary } from '../store/stored-run.js';

export interface ListedVerdict {
  /** `bad`, `warn`, `unknown` or `good`: the worst of what is true. */
  readonly level: Level;
  readonly complete: boolean;
  /** Null where nobody knows the truth. */
  readonly knewTruth: boolean | null;
  readonly expectationsHeld: number;
  readonly expectationsFailed: number;
}

export interface ListedOrder {
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly quantity: string;
}

export interface RunListing extends RunSummary {
  /** What was put over the scenario (`key=value`). */
  readonly overrides: readonly string[];
  /** The same for the runs of one seed campaign or sweep; null for a run whose plan cannot be read. */
  readonly campaign: string | null;
  /** The first few, and how many there are. */
  readonly orders: readonly ListedOrder[];
  readonly orderCount: number;
  readonly symbols: readonly string[];
  /** Null for a report this version cannot read. */
  readonly verdict: ListedVerdict | null;
  /** Of the run as a whole; null = not measured, or in a report this version cannot read. */
  readonly figures: {
    readonly filledShare: number | null;
    readonly shortfallBps: number | null;
    readonly filledCostBps: number | null;
    readonly invariantViolations: number | null;
  };
}

const ORDERS_LISTED = 3;

export const runListing = (
  run: RunSummary,
  report: Report | null,
  asked: Pick<Asked, 'overrides' | 'campaign'> | null,
): RunListing => {
  const figure = (name: string): number | null => (report === null ? null : metricOf(report, name));
  const parents = report?.parents ?? [];
  return {
    ...run,
    overrides: asked?.overrides ?? [],
    campaign: asked?.campaign ?? null,
    orders: parents
      .slice(0, ORDERS_LISTED)
      .map(({ symbol, side, quantity }) => ({ symbol, side, quantity })),
    orderCount: parents.length,
    symbols: [...new Set(parents.map(({ symbol }) => symbol))].sort(),
    verdict: report === null ? null : listedVerdict(report),
    figures: {
      filledShare: figure('filledShare'),
      shortfallBps: figure('shortfallBps'),
      filledCostBps: figure('filledCostBps'),
      invariantViolations: figure('invariantViolations'),
    },
  };
};

const listedVerdict = (report: Report): ListedVerdict => ({
  level: levelOf(report),
  complete: report.verdict.trade.complete,
  knewTruth: report.verdict.engine.knewTruth,
  expectationsHeld: report.verdict.expectations.held,
  expectationsFailed: report.verdict.expectations.failed,
});
