/** How many of many runs did not do what was asked: the first thing to know of them, before any mean. */
import type { Expectation } from '../report/many/expectation.js';
import type { Report } from '../report/schema/report.js';
import { failuresOf } from './verdict.js';

export interface SeedTally {
  readonly runs: number;
  /** Some of what was ordered was not traded, or more. */
  readonly incomplete: number;
  /** The engine did not know the truth at some time. */
  readonly engineWrong: number;
  /** An expectation, an invariant, a condition of `--fail-on`: what makes the exit code 1. */
  readonly failed: number;
}

export function tallyOf(reports: readonly Report[], failOn: readonly Expectation[]): SeedTally {
  const count = (holds: (report: Report) => boolean): number => reports.filter(holds).length;
  return {
    runs: reports.length,
    incomplete: count(({ verdict }) => !verdict.trade.complete),
    engineWrong: count(({ verdict }) => verdict.engine.knewTruth === false),
    failed: count((report) => failuresOf(report, failOn).length > 0),
  };
}

export function tallyText({ runs, incomplete, engineWrong, failed }: SeedTally): string {
  const of = (count: number): string => (count === runs && runs > 1 ? `all ${runs}` : `${count}`);
  return [
    incomplete === 0 ? 'every trade complete' : `trade NOT COMPLETE in ${of(incomplete)}`,
    engineWrong === 0 ? 'the engine never wrong' : `engine WRONG in ${of(engineWrong)}`,
    failed === 0 ? 'none failed' : `${of(failed)} FAILED`,
  ].join(', ');
}
