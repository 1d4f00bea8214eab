/** One line of the list of runs: what the store knows of a run and the few figures of its report that tell runs apart. */
import { metricOf } from '../report/many/metric.js';
import type { Report } from '../report/schema/report.js';
import type { RunSummary } from '../store/stored-run.js';

export interface RunListing extends RunSummary {
  /** Of the run as a whole; null = not measured, or in a report this version cannot read. */
  readonly figures: {
    readonly filledShare: number | null;
    readonly shortfallBps: number | null;
    readonly filledCostBps: number | null;
    readonly invariantViolations: number | null;
  };
}

export const runListing = (run: RunSummary, report: Report | null): RunListing => {
  const figure = (name: string): number | null => (report === null ? null : metricOf(report, name));
  return {
    ...run,
    figures: {
      filledShare: figure('filledShare'),
      shortfallBps: figure('shortfallBps'),
      filledCostBps: figure('filledCostBps'),
      invariantViolations: figure('invariantViolations'),
    },
  };
};
