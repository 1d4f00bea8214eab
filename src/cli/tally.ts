/** How many of many runs did not do what was asked: the first thing to know of them, before any mean. */
import type { Report } from '../report/schema/report.js';
import type { Tone } from '../report/text/toned.js';

export interface RunCounts {
  readonly runs: number;
  /** Some of what was ordered was not traded, or more. */
  readonly incomplete: number;
  /** The engine did not know the truth at some time. */
  readonly engineWrong: number;
  /** An expectation, an invariant, a condition of `--fail-on`: what makes the exit code 1. */
  readonly failed: number;
}

/** Counts while runs come in. Mutable on purpose, one owner. */
export class Tally {
  readonly #counts = { runs: 0, incomplete: 0, engineWrong: 0, failed: 0 };

  take({ verdict }: Report, failed: boolean): void {
    this.#counts.runs += 1;
    if (!verdict.trade.complete) this.#counts.incomplete += 1;
    if (verdict.engine.knewTruth === false) this.#counts.engineWrong += 1;
    if (failed) this.#counts.failed += 1;
  }

  counts(): RunCounts {
    return { ...this.#counts };
  }
}

export function tallyText({ runs, incomplete, engineWrong, failed }: RunCounts): string {
  const of = (count: number): string => (count === runs && runs > 1 ? `all ${runs}` : `${count}`);
  return [
    incomplete === 0 ? 'every trade complete' : `trade NOT COMPLETE in ${of(incomplete)}`,
    engineWrong === 0 ? 'the engine never wrong' : `engine WRONG in ${of(engineWrong)}`,
    failed === 0 ? 'none failed' : `${of(failed)} FAILED`,
  ].join(', ');
}

export function tallyTone({ incomplete, engineWrong, failed }: RunCounts): Tone {
  if (failed > 0) return 'bad';
  return incomplete + engineWrong > 0 ? 'warn' : 'good';
}
