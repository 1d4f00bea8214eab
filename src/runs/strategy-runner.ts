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
import type { JournalBlock } from '../core/state/journal-block.js';
import type { RawOrderRequest } from '../core/order/order-request.js';
import { strategyRequestOf } from './scenario/order-request.js';
import { checkOutput } from './strategy-output.js';

export interface RunStrategy {
  readonly id: string;
  readonly strategy: Strategy;
  readonly params: StrategyParams;
}

export interface StrategyFailure {
  readonly id: string;
  readonly text: string;
}

export interface StrategySurroundings {
  readonly clock: Clock;
  readonly board: QuoteBoard;
  readonly instrument: Instrument;
  readonly take: (request: RawOrderRequest) => void;
}

export class StrategyRunner {
  readonly #strategies: readonly RunStrategy[];
  readonly #around: StrategySurroundings;
  readonly #streams: EngineStreams | null;
  readonly #failures: StrategyFailure[] = [];

  constructor(strategies: readonly RunStrategy[], around: StrategySurroundings) {
    this.#strategies = strategies;
    this.#around = around;
    this.#streams = strategies.length === 0 ? null : new EngineStreams(around.clock, around.board);
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
    this.#streams?.onBlock(block);
  }

  #begin({ id, strategy, params }: RunStrategy): void {
    const streams = this.#streams;
    if (streams === null) return;
    const fail = (error: unknown): void => {
      this.#failures.push({ id, text: error instanceof Error ? error.message : String(error) });
    };
    let index = 0;
    let ended = false;
    let subscription: { unsubscribe(): void } | null = null;
    try {
      subscription = guarded(strategy(streams.of(), params), fail).subscribe((output) => {
        if (ended) {
          subscription?.unsubscribe();
          return;
        }
        try {
          this.#take(output, { strategyId: id, index });
          index += 1;
        } catch (error) {
          ended = true;
          fail(error);
        }
      });
    } catch (error) {
      fail(error);
    }
  }

  /** Throws for what is neither an order nor a signal. */
  #take(output: unknown, emitted: { readonly strategyId: string; readonly index: number }): void {
    const { instrument, take } = this.#around;
    take(strategyRequestOf(checkOutput(output), emitted, instrument));
  }
}
