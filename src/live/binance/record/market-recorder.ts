/**
 * Records Binance Spot's public streams of some symbols as they come, until it is told to stop. A connection that is lost is made anew; what was
 * missed meanwhile is no secret: losses and gaps are counted and told. Mutable, used once.
 *
 * What comes is stamped when this process gets to it. Invariant: after `run` has settled nothing is written any more.
 */
import { type Clock, LANE_WAKE, type TimerHandle } from '../../../core/ground/clock.js';
import { type EpochMicros, type Micros, plus, seconds } from '../../../core/ground/units.js';
import { UnreachableError } from '../../port/connected-venue.js';
import { LiveStream } from '../live-stream.js';
import { marketStreams } from './market-streams.js';
import { openPlainSocket } from './plain-socket.js';
import type { PublicAddresses, PublicMarket } from './public-market.js';
import { type Gap, type RowCounts, SymbolRecorder } from './symbol-recorder.js';

/** Where lines of one symbol go. */
export interface LineSink {
  /** @returns whether it is the first of a file. Errors: whatever ends the recording. */
  line(receivedAt: EpochMicros, json: string): boolean;
  /** What waits is kept, whatever happens next. Errors: as above. */
  flush(): void;
  /** The connection is lost: what comes next need not go on from what came. */
  lost?(at: EpochMicros): void;
}

export interface Loss {
  readonly at: EpochMicros;
  /** Null: it was not there again. */
  readonly until: EpochMicros | null;
  readonly why: string;
}

export interface MarketRecorderOptions {
  readonly clock: Clock;
  readonly addresses: PublicAddresses;
  readonly market: PublicMarket;
  /** By symbol. */
  readonly sinks: ReadonlyMap<string, LineSink>;
  /** What happens, a line each. */
  readonly tell: (text: string) => void;
}

export interface Recorded {
  readonly rows: ReadonlyMap<string, RowCounts>;
  readonly gaps: readonly Gap[];
  readonly losses: readonly Loss[];
  /** Of receipt; null where nothing came. */
  readonly span: { readonly first: EpochMicros; readonly last: EpochMicros } | null;
}

/** What a process that is killed loses at most. */
const FLUSH_EVERY: Micros = seconds(1);

export class MarketRecorder {
  readonly #options: MarketRecorderOptions;
  readonly #stream: LiveStream;
  readonly #symbols: ReadonlyMap<string, SymbolRecorder>;
  readonly #gaps: Gap[] = [];
  readonly #losses: Loss[] = [];
  readonly #timers = new Set<TimerHandle>();
  #span: Recorded['span'] = null;
  #wasUp = false;
  /** Null before `run`, and after it has settled. */
  #settle: ((error: Error | null) => void) | null = null;

  constructor(options: MarketRecorderOptions) {
    const { clock, sinks } = options;
    this.#options = options;
    this.#symbols = new Map(
      [...sinks].map(([symbol, sink]) => [symbol, this.#symbolRecorder(symbol, sink)]),
    );
    const speech = marketStreams({
      symbols: [...sinks.keys()],
      open: (ears, first) => openPlainSocket(`${options.addresses.sockets}/stream`, ears, first),
      onEvent: (event) => this.#symbols.get(event.symbol)?.heard(event),
    });
    const onStatus = (status: 'up' | 'down'): void => (status === 'up' ? this.#up() : undefined);
    this.#stream = new LiveStream({ clock, speech, onStatus, onLost: (why) => this.#lost(why) });
  }

  get recorded(): Recorded {
    const rows = new Map([...this.#symbols].map(([symbol, { rows: of }]) => [symbol, of]));
    return { rows, gaps: this.#gaps, losses: this.#losses, span: this.#span };
  }

  /**
   * Until `stop` is raised, or `length` has passed; null = no end. Errors: `UnreachableError` where it never began, and what a sink throws.
   */
  run(stop: AbortSignal, length: Micros | null): Promise<void> {
    return new Promise((done, failed) => {
      this.#settle = (error) => {
        this.#settle = null;
        this.#close();
        if (error === null) done();
        else failed(error);
      };
      const over = (): void => this.#settle?.(null);
      if (stop.aborted) {
        over();
        return;
      }
      stop.addEventListener('abort', over, { once: true });
      if (length !== null) this.#after(length, over);
      this.#flushLater();
      this.#stream.open();
    });
  }

  #symbolRecorder(symbol: string, sink: LineSink): SymbolRecorder {
    const { clock, market, tell } = this.#options;
    return new SymbolRecorder({
      symbol,
      clock,
      askSnapshot: () => market.snapshot(symbol),
      write: (json) => this.#write(sink, json),
      onGap: (gap) => {
        this.#gaps.push(gap);
        tell(gapText(gap));
      },
      onProblem: tell,
    });
  }

  #write(sink: LineSink, json: string): boolean {
    const at = this.#options.clock.now();
    this.#span = { first: this.#span?.first ?? at, last: at };
    return this.#unlessItFails(() => sink.line(at, json)) ?? false;
  }

  /** Whoever cannot write has to stop: what comes is not kept. */
  #unlessItFails<Value>(work: () => Value): Value | null {
    try {
      return work();
    } catch (error) {
      this.#settle?.(error as Error);
      return null;
    }
  }

  #up(): void {
    this.#wasUp = true;
    const loss = this.#losses.at(-1);
    if (loss?.until !== null) return;
    this.#losses[this.#losses.length - 1] = { ...loss, until: this.#options.clock.now() };
    this.#options.tell('connected again');
  }

  #lost(why: string): void {
    const { addresses, clock, tell } = this.#options;
    if (!this.#wasUp) {
      this.#settle?.(
        new UnreachableError(
          `Binance's market streams (${addresses.sockets}) are not reached: ${why}\n  fix: is it up, and this machine on the network?`,
        ),
      );
      return;
    }
    const last = this.#losses.at(-1);
    // Dialed in vain: still the same loss.
    const isSame = last?.until === null;
    for (const symbol of this.#symbols.values()) symbol.lost(isSame ? last.why : why);
    if (isSame) return;
    for (const sink of this.#options.sinks.values()) sink.lost?.(clock.now());
    this.#losses.push({ at: clock.now(), until: null, why });
    tell(`connection lost: ${why}; connecting anew`);
  }

  #flushLater(): void {
    this.#after(FLUSH_EVERY, () => {
      this.#unlessItFails(() => {
        for (const sink of this.#options.sinks.values()) sink.flush();
      });
      if (this.#settle !== null) this.#flushLater();
    });
  }

  #after(wait: Micros, action: () => void): void {
    const { clock } = this.#options;
    const timer = clock.schedule(plus(clock.now(), wait), LANE_WAKE, () => {
      this.#timers.delete(timer);
      action();
    });
    this.#timers.add(timer);
  }

  #close(): void {
    this.#stream.close();
    for (const symbol of this.#symbols.values()) symbol.close();
    for (const timer of this.#timers) this.#options.clock.cancel(timer);
    this.#options.market.close();
  }
}

export function gapText({ symbol, of, from, to, why }: Omit<Gap, 'at'>): string {
  const numbers = from === to ? `${from}` : `${from} to ${to}`;
  return `gap: ${of === 'depth' ? 'updates' : 'trades'} ${numbers} of ${symbol} were never told: ${why}`;
}
