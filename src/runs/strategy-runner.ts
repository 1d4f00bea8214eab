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
import type { State } from '../core/state/state.js';
import type { RawOrderRequest } from '../core/order/order-request.js';
import { strategyRequestOf } from './scenario/order-request.js';
import { Stopped } from '../sim/link/client-process.js';
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
  readonly state: Pick<State, 'parents' | 'children'>;
  /** Nothing is taken before (REC-1): strategies begin then. */
  readonly isGateOpen: () => boolean;
  /** Whether a request would trade again what its key was given for before this process. */
  readonly wouldDouble: (parentId: ParentId, request: RawOrderRequest) => boolean;
  /** A process may begin after this one, which has to know what was given: each order needs a key of its own. */
  readonly mayRestart: boolean;
  /** Told of each order that is kept from the engine, beside the strategy. */
  readonly onKeptBack: (why: string) => void;
  /** Told of each that has nothing more to say: it completed (null), or failed. */
  readonly onEnd: (failure: StrategyFailure | null) => void;
}

/** What a strategy has emitted, and where it trades. */
interface Emitter {
  readonly strategyId: string;
  readonly index: number;
  readonly symbol: string;
  /** Of what it emitted before. */
  readonly keys: Set<string>;
}

export class StrategyRunner {
  readonly #strategies: readonly RunStrategy[];
  readonly #around: StrategySurroundings;
  /** By the symbol whose quotes they show. */
  readonly #streams = new Map<string, EngineStreams>();
  readonly #failures: StrategyFailure[] = [];
  readonly #orders: StrategyOrders;
  /** They wait for the gate. */
  readonly #waiting: RunStrategy[] = [];
  readonly #stops = new Set<() => void>();
  /** That may still say something. */
  #going: number;
  #stopped = false;

  constructor(strategies: readonly RunStrategy[], around: StrategySurroundings) {
    this.#strategies = strategies;
    this.#around = around;
    this.#orders = new StrategyOrders(around.state);
    this.#going = strategies.length;
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

  /** Each has ended by itself, or failed. */
  get areOver(): boolean {
    return this.#going === 0;
  }

  /** They begin with the first wakes of this instant, after its market. */
  start(): void {
    for (const strategy of this.#strategies) this.#beginSoon(strategy);
  }

  /** From here on nothing they say is taken; what they gave goes on. */
  stop(): void {
    this.#stopped = true;
    this.#waiting.length = 0;
    for (const stop of this.#stops) stop();
  }

  onBlock(block: JournalBlock): void {
    if (this.#strategies.length === 0) return;
    this.#orders.onBlock(block);
    for (const streams of this.#streams.values()) streams.onBlock(block);
    if (this.#waiting.length > 0 && this.#around.isGateOpen())
      for (const strategy of this.#waiting.splice(0)) this.#beginSoon(strategy);
  }

  #beginSoon(strategy: RunStrategy): void {
    const { clock, isGateOpen } = this.#around;
    clock.schedule(clock.now(), LANE_WAKE, () => {
      if (this.#stopped) return;
      if (isGateOpen()) this.#begin(strategy);
      else this.#waiting.push(strategy);
    });
  }

  #begin({ id, strategy, params, symbol, file, redact }: RunStrategy): void {
    const { symbol: seen } = this.#instrumentOf(symbol);
    const streams = this.#streams.get(seen);
    if (streams === undefined) return;
    let index = 0;
    const keys = new Set<string>();
    let ended = false;
    let subscription: { unsubscribe(): void } | null = null;
    const end = (failure: StrategyFailure | null): void => {
      // The first failure ends it; what comes of that is no news.
      if (ended) return;
      ended = true;
      subscription?.unsubscribe();
      this.#onEnd(failure);
    };
    const fail = (error: unknown): void => {
      // Its process is gone, in the middle of something that it asked for: no fault of its own.
      if (error instanceof Stopped) return;
      end({ id, file: file ?? null, ...wordsOf(error, redact) });
    };
    const take = (output: unknown): void => {
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
    };
    this.#stops.add(() => {
      ended = true;
      subscription?.unsubscribe();
    });
    try {
      subscription = guarded(strategy(streams.of(id, fail), params), fail).subscribe({
        next: take,
        complete: () => end(null),
      });
    } catch (error) {
      fail(error);
    }
  }

  #onEnd(failure: StrategyFailure | null): void {
    this.#going -= 1;
    if (failure !== null) this.#failures.push(failure);
    this.#around.onEnd(failure);
  }

  /** Throws for what is neither an order nor a signal. */
  #take(output: unknown, emitted: Emitter): void {
    const { strategyId } = emitted;
    const checked = checkOutput(output, emitted.index);
    if (checked.kind === 'cancel') {
      const { key } = checked;
      if (!emitted.keys.has(key) && this.#orders.givenBefore(strategyId, key) === null)
        throw new Error(
          `output ${emitted.index}: cancel.key: it emitted no order with the key "${key}"`,
        );
      this.#cancelLater(strategyId, key);
      return;
    }
    if (this.#around.mayRestart && checked.kind === 'order' && checked.idempotencyKey === undefined)
      throw new Error(
        `output ${emitted.index}: idempotencyKey is missing: its process may begin anew, and nobody could tell this order from one that it gave before`,
      );
    const named = checked.kind === 'signal' ? checked.order.symbol : checked.symbol;
    const known = this.#around.instruments.find(({ symbol }) => symbol === named);
    // One that is not listed is the core's to refuse: it names those that are.
    const instrument = known ?? this.#instrumentOf(emitted.symbol);
    const request = strategyRequestOf(checked, emitted, instrument);
    emitted.keys.add(request.idempotencyKey);
    const before = this.#orders.givenBefore(strategyId, request.idempotencyKey);
    if (before !== null && this.#around.wouldDouble(before, request))
      this.#keepBack(emitted, request.idempotencyKey);
    else this.#around.take(request);
  }

  /** Told in a turn of its own: it is in the middle of saying it. */
  #keepBack({ strategyId, symbol }: Emitter, key: string): void {
    const { clock, onKeptBack } = this.#around;
    const text = `"${key}" names an order that was given before this process began, and said otherwise`;
    const problems = [{ field: 'idempotencyKey', text }];
    clock.schedule(clock.now(), LANE_WAKE, () => {
      this.#streams.get(symbol)?.refuse(strategyId, { key, code: 'given-before', problems });
      onKeptBack(
        `an order of strategy ${strategyId} was kept back, nothing of it is sent: ${text}`,
      );
    });
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
