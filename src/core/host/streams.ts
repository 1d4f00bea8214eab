/**
 * Turns what the host does into the streams a strategy sees. Emissions happen after a block is durable, never inside
 * `decide`; what a strategy sends back goes to the host's inbox and is taken after the current drain (no re-entry).
 */
import type { Observable } from 'rxjs';
import {
  EMPTY,
  Subject,
  catchError,
  concatMap,
  defer,
  distinctUntilChanged,
  filter,
  interval,
  map,
} from 'rxjs';
import { type Instrument, formatPrice, formatQuantity } from '../ground/instrument.js';
import type { Clock } from '../ground/clock.js';
import type { FillRow, ParentEntry } from '../state/entry.js';
import type { JournalBlock } from '../state/journal-block.js';
import type { ExecutionReport } from '../order/execution-report.js';
import type { TopOfBook } from '../order/outcome.js';
import { schedulerOf } from '../ground/rx-scheduler.js';
import type { EpochMicros } from '../ground/units.js';
import type { QuoteBoard } from './quote-board.js';
import type {
  StrategyDepth,
  StrategyFill,
  StrategyRefusal,
  StrategyStreams,
  StrategyTrade,
} from './strategy.js';
import { strategyInstrument, withText } from './strategy-instrument.js';
import type { StrategyOrders } from './strategy-orders.js';

/** How often quotes are sampled for a strategy, milliseconds: finer than any slice, coarse enough to cost nothing. */
const QUOTE_SAMPLE_MS = 100;

/** Levels of a depth read that names none. */
const DEPTH_LEVELS = 5;

/** What a strategy can see of a market, as its feed and its reads have it. */
export interface SeenMarket {
  readonly instrument: Instrument;
  /** All that are listed: fills may be of others. */
  readonly instruments: readonly Instrument[];
  readonly board: QuoteBoard;
  readonly depth: (symbol: string, levels: number) => Observable<StrategyDepth | null>;
  /** From then on: each call gives the prints delivered since the one before. */
  readonly trades: TradeWatch;
}

export type TradeWatch = (from: EpochMicros) => (now: EpochMicros) => readonly StrategyTrade[];

interface OwnRefusal {
  readonly strategyId: string;
  readonly refusal: StrategyRefusal;
}

type ParentStatusEntry = Extract<ParentEntry, { kind: 'parent-status' }>;

export class EngineStreams {
  readonly #reports = new Subject<ExecutionReport>();
  readonly #fills = new Subject<StrategyFill>();
  readonly #refusals = new Subject<OwnRefusal>();
  readonly #parents = new Subject<ParentStatusEntry>();
  readonly #clock: Clock;
  readonly #seen: SeenMarket;
  readonly #orders: StrategyOrders;

  constructor(clock: Clock, seen: SeenMarket, orders: StrategyOrders) {
    this.#clock = clock;
    this.#seen = seen;
    this.#orders = orders;
  }

  /** Feeds one durable block, which `orders` has seen; costs nothing where nobody subscribed. */
  onBlock(block: JournalBlock): void {
    const { input } = block;
    if (input.kind === 'execution-report' && this.#reports.observed)
      this.#reports.next(input.report);
    if (!this.#fills.observed && !this.#parents.observed && !this.#refusals.observed) return;
    for (const entry of block.entries) {
      if (entry.kind === 'fill-booked') this.#tellFill(entry);
      else if (entry.kind === 'order-refused' && input.kind === 'order-request') {
        const { strategyId, idempotencyKey: key } = input.request;
        const { code, problems } = entry;
        this.#refusals.next({ strategyId, refusal: { key, code, problems } });
      } else if (entry.kind === 'parent-status') this.#parents.next(entry);
    }
  }

  /** One that never reached the engine. */
  refuse(strategyId: string, refusal: StrategyRefusal): void {
    this.#refusals.next({ strategyId, refusal });
  }

  #tellFill(entry: FillRow): void {
    const owner = this.#orders.parent(entry.parentId);
    const instrument =
      owner && this.#seen.instruments.find(({ symbol }) => symbol === owner.symbol);
    if (owner === undefined || instrument === undefined) return;
    const { price, quantity } = entry.row.execution;
    this.#fills.next({
      ...entry,
      ...owner,
      priceText: formatPrice(instrument, price),
      quantityText: formatQuantity(instrument, quantity),
    });
  }

  /** The streams of one strategy. `onError`: told what its own timers throw, which no stream carries. */
  of(strategyId: string, onError: (error: unknown) => void): StrategyStreams {
    const { instrument, board, depth, trades } = this.#seen;
    const { symbol } = instrument;
    const scheduler = schedulerOf(guardedClock(this.#clock, onError));
    return {
      quotes$: interval(QUOTE_SAMPLE_MS, scheduler).pipe(
        map(() => board.latest(this.#clock.now())),
        filter((quote): quote is TopOfBook => quote !== null),
        distinctUntilChanged(
          (a, b) => a.venueTime === b.venueTime && a.deliveredAt === b.deliveredAt,
        ),
        map((quote) => withText(instrument, quote)),
      ),
      trades$: defer(() => {
        const read = trades(this.#clock.now());
        return interval(QUOTE_SAMPLE_MS, scheduler).pipe(concatMap(() => read(this.#clock.now())));
      }),
      depth: (levels = DEPTH_LEVELS) => depth(symbol, levels),
      reports$: this.#reports.asObservable(),
      fills$: this.#fills.asObservable(),
      refusals$: this.#refusals.pipe(
        filter((one) => one.strategyId === strategyId),
        map(({ refusal }) => refusal),
      ),
      parents$: this.#parents.asObservable(),
      scheduler,
      now: (): EpochMicros => this.#clock.now(),
      instrument: strategyInstrument(instrument),
      position: () => {
        const held = this.#orders.position(symbol);
        return { lots: held, quantity: formatQuantity(instrument, held) };
      },
      orders: () => this.#orders.of(strategyId, this.#seen.instruments),
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
