/**
 * Runs strategies beside an engine: their streams in, what they emit out as order requests. A strategy that fails ends
 * itself, not the run, and what went wrong is kept for the report. Mutable on purpose, single owner.
 */
import type { Clock } from '../core/ground/clock.js';
import { LANE_WAKE } from '../core/ground/clock.js';
import type { QuoteBoard } from '../core/host/quote-board.js';
import type { Strategy, StrategyParams } from '../core/host/strategy.js';
import { EngineStreams, type SeenMarket, type TradeWatch, guarded } from '../core/host/streams.js';
import { StrategyOrders } from '../core/host/strategy-orders.js';
import type { ParentId } from '../core/order/order.js';
import type { Instrument } from '../core/ground/instrument.js';
import { InvariantError } from '../core/ground/invariant.js';
import type { JournalBlock } from '../core/state/journal-block.js';
import type { RawOrderRequest } from '../core/order/order-request.js';
import { strategyRequestOf } from './scenario/order-request.js';
import { checkOutput } from './strategy-output.js';

export interface RunStrategy {
  readonly id: string;
  readonly strategy: Strategy;
  readonly params: StrategyParams;
  /** Its module, absolute. */
  readonly file?: string;
  /** Takes secrets out of what it says when it fails, which is stored; as it is when left out. */
  readonly redact?: (text: string) => string;
  /** The instrument whose quotes it sees, and that it trades where it names none; the first when left out. */
  readonly symbol?: string;
}

export interface StrategyFailure {
  readonly id: string;
  readonly text: string;
  /** Its module; null where it came from none. */
  readonly file: string | null;
  /** Of the error; null where something else was thrown. */
  readonly stack: string | null;
}

export interface StrategySurroundings {
  readonly clock: Clock;
  /** In order; the first is what is meant where none is named. */
  readonly instruments: readonly Instrument[];
  /** By symbol. */
  readonly boards: ReadonlyMap<string, QuoteBoard>;
  readonly seen: Pick<SeenMarket, 'depth'> & { readonly trades: (symbol: string) => TradeWatch };
  readonly take: (request: RawOrderRequest) => void;
  readonly cancel: (parentId: ParentId, strategyId: string) => void;
}

export class StrategyRunner {
  readonly #strategies: readonly RunStrategy[];
  readonly #around: StrategySurroundings;
  /** By the symbol whose quotes they show. */
  readonly #streams = new Map<string, EngineStreams>();
  readonly #failures: StrategyFailure[] = [];
  readonly #orders = new StrategyOrders();

  constructor(strategies: readonly RunStrategy[], around: StrategySurroundings) {
    this.#strategies = strategies;
    this.#around = around;
    for (const { symbol } of strategies.map((strategy) => this.#instrumentOf(strategy.symbol))) {
      const board = around.boards.get(symbol);
      if (board === undefined) throw new InvariantError(`no quotes of ${symbol}`);
      if (!this.#streams.has(symbol)) this.#streams.set(symbol, this.#streamsOf(symbol, board));
    }
  }

  #streamsOf(symbol: string, board: QuoteBoard): EngineStreams {
    const { clock, instruments, seen } = this.#around;
    const market: SeenMarket = {
      instrument: this.#instrumentOf(symbol),
      instruments,
      board,
      depth: seen.depth,
      trades: seen.trades(symbol),
    };
    return new EngineStreams(clock, market, this.#orders);
  }

  get failures(): readonly StrategyFailure[] {
    return this.#failures;
  }

  /** They begin with the first wakes of this instant, after its market. */
  start(): void {
    const { clock } = this.#around;
    for (const strategy of this.#strategies) {
      clock.schedule(clock.now(), LANE_WAKE, () => this.#begin(strategy));
    }
  }

  onBlock(block: JournalBlock): void {
    if (this.#strategies.length === 0) return;
    this.#orders.onBlock(block);
    for (const streams of this.#streams.values()) streams.onBlock(block);
  }

  #begin({ id, strategy, params, symbol, file, redact }: RunStrategy): void {
    const { symbol: seen } = this.#instrumentOf(symbol);
    const streams = this.#streams.get(seen);
    if (streams === undefined) return;
    let index = 0;
    const keys = new Set<string>();
    let ended = false;
    let subscription: { unsubscribe(): void } | null = null;
    const fail = (error: unknown): void => {
      // The first failure ends it; what comes of that is no news.
      if (ended) return;
      ended = true;
      this.#failures.push({ id, file: file ?? null, ...wordsOf(error, redact) });
      subscription?.unsubscribe();
    };
    try {
      subscription = guarded(strategy(streams.of(id, fail), params), fail).subscribe((output) => {
        if (ended) {
          subscription?.unsubscribe();
          return;
        }
        try {
          this.#take(output, { strategyId: id, index, symbol: seen, keys });
          index += 1;
        } catch (error) {
          fail(error);
        }
      });
    } catch (error) {
      fail(error);
    }
  }

  /** Throws for what is neither an order nor a signal. */
  #take(
    output: unknown,
    emitted: {
      readonly strategyId: string;
      readonly index: number;
      readonly symbol: string;
      /** Of what it emitted before. */
      readonly keys: Set<string>;
    },
  ): void {
    const checked = checkOutput(output, emitted.index);
    if (checked.kind === 'cancel') {
      if (!emitted.keys.has(checked.key))
        throw new Error(
          `output ${emitted.index}: cancel.key: it emitted no order with the key "${checked.key}"`,
        );
      this.#cancelLater(emitted.strategyId, checked.key);
      return;
    }
    const named = checked.kind === 'signal' ? checked.order.symbol : checked.symbol;
    const known = this.#around.instruments.find(({ symbol }) => symbol === named);
    // One that is not listed is the core's to refuse: it names those that are.
    const instrument = known ?? this.#instrumentOf(emitted.symbol);
    const request = strategyRequestOf(checked, emitted, instrument);
    emitted.keys.add(request.idempotencyKey);
    this.#around.take(request);
  }

  /** After what the engine has before it at this instant: the order may be there. One that was refused has nothing to cancel. */
  #cancelLater(strategyId: string, key: string): void {
    const { clock, cancel } = this.#around;
    clock.schedule(clock.now(), LANE_WAKE, () => {
      const parentId = this.#orders.parentOf(strategyId, key);
      if (parentId !== null) cancel(parentId, strategyId);
    });
  }

  /** The instrument of a symbol, the first when none is named. */
  #instrumentOf(symbol: string | undefined): Instrument {
    const { instruments } = this.#around;
    const [first] = instruments;
    const found = symbol === undefined ? first : instruments.find((one) => one.symbol === symbol);
    if (found === undefined) throw new InvariantError(`no instrument ${symbol}`);
    return found;
  }
}

const wordsOf = (
  error: unknown,
  redact: (text: string) => string = (text) => text,
): Pick<StrategyFailure, 'text' | 'stack'> =>
  error instanceof Error
    ? { text: redact(error.message), stack: error.stack === undefined ? null : redact(error.stack) }
    : { text: redact(String(error)), stack: null };
