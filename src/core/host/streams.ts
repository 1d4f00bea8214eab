/**
 * Turns what the host does into the streams a strategy sees. Emissions happen after a block is durable, never inside
 * `decide`; what a strategy sends back goes to the host's inbox and is taken after the current drain (no re-entry).
 */
import type { Observable } from 'rxjs';
import { EMPTY, Subject, catchError, distinctUntilChanged, filter, interval, map } from 'rxjs';
import type { Clock } from '../ground/clock.js';
import type { FillRow, ParentEntry } from '../state/entry.js';
import type { JournalBlock } from '../state/journal-block.js';
import type { ExecutionReport } from '../order/execution-report.js';
import type { TopOfBook } from '../order/outcome.js';
import { schedulerOf } from '../ground/rx-scheduler.js';
import type { EpochMicros } from '../ground/units.js';
import type { QuoteBoard } from './quote-board.js';
import type { StrategyStreams } from './strategy.js';

/** How often quotes are sampled for a strategy, milliseconds: finer than any slice, coarse enough to cost nothing. */
const QUOTE_SAMPLE_MS = 100;

type ParentStatusEntry = Extract<ParentEntry, { kind: 'parent-status' }>;

export class EngineStreams {
  readonly #reports = new Subject<ExecutionReport>();
  readonly #fills = new Subject<FillRow>();
  readonly #parents = new Subject<ParentStatusEntry>();
  readonly #clock: Clock;
  readonly #board: QuoteBoard;

  constructor(clock: Clock, board: QuoteBoard) {
    this.#clock = clock;
    this.#board = board;
  }

  /** Feeds one durable block; costs nothing where nobody subscribed. */
  onBlock(block: JournalBlock): void {
    const { input } = block;
    if (input.kind === 'execution-report' && this.#reports.observed)
      this.#reports.next(input.report);
    if (!this.#fills.observed && !this.#parents.observed) return;
    for (const entry of block.entries) {
      if (entry.kind === 'fill-booked') this.#fills.next(entry);
      else if (entry.kind === 'parent-status') this.#parents.next(entry);
    }
  }

  /** The streams of one strategy. `onError`: told what its own timers throw, which no stream carries. */
  of(onError: (error: unknown) => void): StrategyStreams {
    const scheduler = schedulerOf(guardedClock(this.#clock, onError));
    return {
      quotes$: interval(QUOTE_SAMPLE_MS, scheduler).pipe(
        map(() => this.#board.latest(this.#clock.now())),
        filter((quote): quote is TopOfBook => quote !== null),
        distinctUntilChanged(
          (a, b) => a.venueTime === b.venueTime && a.deliveredAt === b.deliveredAt,
        ),
      ),
      reports$: this.#reports.asObservable(),
      fills$: this.#fills.asObservable(),
      parents$: this.#parents.asObservable(),
      scheduler,
      now: (): EpochMicros => this.#clock.now(),
    };
  }
}

/** What an action throws is told instead of ending whoever advances the clock. */
const guardedClock = (clock: Clock, onError: (error: unknown) => void): Clock => ({
  now: () => clock.now(),
  schedule: (at, lane, action) =>
    clock.schedule(at, lane, () => {
      try {
        action();
      } catch (error) {
        onError(error);
      }
    }),
  cancel: (timer) => clock.cancel(timer),
});

/** Ends a strategy's stream on its error instead of the run's, and says so. */
export const guarded = <T>(
  source: Observable<T>,
  onError: (error: unknown) => void,
): Observable<T> =>
  source.pipe(
    catchError((error: unknown) => {
      onError(error);
      return EMPTY;
    }),
  );
