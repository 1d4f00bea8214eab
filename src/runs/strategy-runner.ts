/**
 * Runs strategies beside an engine: their streams in, what they emit out as order requests. A strategy that fails ends
 * itself, not the run, and what went wrong is kept for the report. Mutable on purpose, single owner.
 */
import type { Clock } from '../core/ground/clock.js';
import { LANE_WAKE } from '../core/ground/clock.js';
import type { QuoteBoard } from '../core/host/quote-board.js';
import type { Strategy, StrategyParams } from '../core/host/strategy.js';
import { EngineStreams, guarded } from '../core/host/streams.js';
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
  readonly take: (request: RawOrderRequest) => void;
}

export class StrategyRunner {
  readonly #strategies: readonly RunStrategy[];
  readonly #around: StrategySurroundings;
  /** By the symbol whose quotes they show. */
  readonly #streams = new Map<string, EngineStreams>();
  readonly #failures: StrategyFailure[] = [];

  constructor(strategies: readonly RunStrategy[], around: StrategySurroundings) {
    this.#strategies = strategies;
    this.#around = around;
    for (const { symbol } of strategies.map((strategy) => this.#instrumentOf(strategy.symbol))) {
      const board = around.boards.get(symbol);
      if (board === undefined) throw new InvariantError(`no quotes of ${symbol}`);
      if (!this.#streams.has(symbol))
        this.#streams.set(symbol, new EngineStreams(around.clock, board));
    }
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
    for (const streams of this.#streams.values()) streams.onBlock(block);
  }

  #begin({ id, strategy, params, symbol, file }: RunStrategy): void {
    const { symbol: seen } = this.#instrumentOf(symbol);
    const streams = this.#streams.get(seen);
    if (streams === undefined) return;
    let index = 0;
    let ended = false;
    let subscription: { unsubscribe(): void } | null = null;
    const fail = (error: unknown): void => {
      // The first failure ends it; what comes of that is no news.
      if (ended) return;
      ended = true;
      this.#failures.push({ id, file: file ?? null, ...wordsOf(error) });
      subscription?.unsubscribe();
    };
    try {
      subscription = guarded(strategy(streams.of(fail), params), fail).subscribe((output) => {
        if (ended) {
          subscription?.unsubscribe();
          return;
        }
        try {
          this.#take(output, { strategyId: id, index, symbol: seen });
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
    emitted: { readonly strategyId: string; readonly index: number; readonly symbol: string },
  ): void {
    const checked = checkOutput(output);
    const named = checked.kind === 'signal' ? checked.order.symbol : checked.symbol;
    const known = this.#around.instruments.find(({ symbol }) => symbol === named);
    // One that is not listed is the core's to refuse: it names those that are.
    const instrument = known ?? this.#instrumentOf(emitted.symbol);
    this.#around.take(strategyRequestOf(checked, emitted, instrument));
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

const wordsOf = (error: unknown): Pick<StrategyFailure, 'text' | 'stack'> =>
  error instanceof Error
    ? { text: error.message, stack: error.stack ?? null }
    : { text: String(error), stack: null };
