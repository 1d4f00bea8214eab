/**
 * Markets of Binance Spot as they happen, for a simulated venue that has them for its own: the public streams, laid out behind the
 * clock by what they are held back (`data/pushed-market.ts`). Nobody needs a key for them. Mutable, one a venue.
 *
 * Invariants: 1. What the venue's clock has come to has come whole. 2. The distance between the venue's clock and ours is found once,
 * before the first order, and stays.
 */
import { LANE_WAKE } from '../../core/ground/clock.js';
import type { Instrument } from '../../core/ground/instrument.js';
import { type EpochMicros, type Micros, millis, plus } from '../../core/ground/units.js';
import { HOLD_BACK, PushedMarket } from '../../data/pushed-market.js';
import { type LineSink, MarketRecorder } from '../../live/binance/record/market-recorder.js';
import { PublicMarket, publicAddresses } from '../../live/binance/record/public-market.js';
import { SystemClock } from '../../live/clock/system-clock.js';
import type { Tape } from '../../sim/tape/tape.js';
import type { OngoingMarkets } from './paced-venue.js';

export interface LiveMarketsOptions {
  /** Of Binance Spot. */
  readonly instruments: readonly Instrument[];
  /** A venue on this machine in Binance's place, as `http://127.0.0.1:4010`; null = none. */
  readonly url: string | null;
  /** Raised: nobody waits for them any more. */
  readonly signal: AbortSignal;
  /** What happens to the streams, a line each. */
  readonly tell: (text: string) => void;
  /** Where the streams are kept as well, by symbol; none = nowhere. */
  readonly kept: ReadonlyMap<string, LineSink>;
}

export interface LiveMarkets extends OngoingMarkets {
  /** What there was by `start`, in the order of the instruments: each with an open book. */
  readonly tapes: readonly Tape[];
  readonly start: EpochMicros;
  /** The venue's: as far as its market may have come. */
  readonly clock: SystemClock;
  /** Binance's clock less ours, as far as the quickest message shows: what that took is in it. */
  readonly offset: Micros;
  /** Why it cannot go on; it stays open where nothing is wrong. */
  readonly failed: Promise<Error>;
  /** Messages that came later than they were held back. */
  readonly late: number;
  /** Levels between ticks, which were left out. */
  readonly offTick: number;
  close(): void;
}

const LOOK_EVERY: Micros = millis(20);

/**
 * Once every book is open; null where it was called off. Errors: `UnreachableError`, `BinanceError` for instruments that Binance trades
 * otherwise, `DataError` for streams that cannot be read.
 */
export async function openLiveMarkets(options: LiveMarketsOptions): Promise<LiveMarkets | null> {
  const { signal } = options;
  const streams = new LiveStreams(options);
  const stop = (): void => streams.askNoMore();
  signal.addEventListener('abort', stop);
  try {
    const begun = await streams.begin();
    if (begun === null) streams.close();
    return begun;
  } catch (error) {
    streams.close();
    if (signal.aborted) return null;
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

class LiveStreams implements OngoingMarkets {
  readonly #options: LiveMarketsOptions;
  readonly #clock = SystemClock.ofWall();
  readonly #public: PublicMarket;
  readonly #recorder: MarketRecorder;
  readonly #markets: readonly PushedMarket[];
  readonly #over = new AbortController();
  readonly #failed: Promise<Error>;
  #fail!: (error: Error) => void;
  #error: Error | null = null;

  constructor(options: LiveMarketsOptions) {
    const { instruments, url, tell, kept } = options;
    const clock = this.#clock;
    this.#options = options;
    this.#failed = new Promise((failed) => {
      this.#fail = (error) => {
        this.#error ??= error;
        failed(error);
      };
    });
    const addresses = publicAddresses(url);
    const from = `${addresses.sockets}/stream`;
    this.#public = new PublicMarket(addresses, clock);
    const bySymbol = instruments.map((instrument) => {
      const market = new PushedMarket({ instrument, from });
      return { symbol: instrument.symbol, market };
    });
    this.#markets = bySymbol.map(({ market }) => market);
    const sinks = new Map(
      bySymbol.map(({ symbol, market }) => [symbol, sinkInto(market, kept.get(symbol) ?? null)]),
    );
    this.#recorder = new MarketRecorder({ clock, addresses, market: this.#public, sinks, tell });
  }

  async begin(): Promise<LiveMarkets | null> {
    const { instruments, signal } = this.#options;
    await this.#public.check(instruments);
    this.#recorder.run(this.#over.signal, null).catch((error: unknown) => {
      this.#fail(error as Error);
    });
    return new Promise((done, failed) => {
      const look = (): void => {
        const begun = signal.aborted ? null : this.#begun();
        if (this.#error !== null) failed(this.#error);
        else if (signal.aborted || begun !== null) done(begun);
        else this.#clock.schedule(plus(this.#clock.now(), LOOK_EVERY), LANE_WAKE, look);
      };
      look();
    });
  }

  piecesUntil(until: EpochMicros): readonly (Tape | null)[] {
    try {
      return this.#markets.map((market) => market.release(until));
    } catch (error) {
      this.#fail(error as Error);
      return this.#markets.map(() => null);
    }
  }

  /** What is waited for comes to an end. */
  askNoMore(): void {
    this.#public.close();
  }

  close(): void {
    this.#over.abort();
    this.askNoMore();
    this.#clock.close();
  }

  /** Null while a book is not open, or not yet for sure. */
  #begun(): LiveMarkets | null {
    const markets = this.#markets;
    const opened = markets.map(({ opensAt }) => opensAt ?? Infinity);
    // One venue, one clock: the quickest message of all tells most about it.
    const offset = Math.max(...markets.map((market) => market.offset ?? -Infinity)) as Micros;
    const start = (this.#clock.now() + offset - HOLD_BACK) as EpochMicros;
    if (!(start >= Math.max(...opened))) return null;
    const clock = new SystemClock({ shows: start, speed: 1 });
    for (const market of markets) market.begin(offset);
    const tapes = this.piecesUntil(start).filter((tape) => tape !== null);
    if (tapes.length < markets.length) return null;
    return {
      ...{ tapes, start, clock, offset, failed: this.#failed },
      piecesUntil: (until) => this.piecesUntil(until),
      get late() {
        return markets.reduce((sum, market) => sum + market.late, 0);
      },
      get offTick() {
        return markets.reduce((sum, market) => sum + market.offTick, 0);
      },
      close: () => this.close(),
    };
  }
}

function sinkInto(market: PushedMarket, kept: LineSink | null): LineSink {
  let isFirst = true;
  return {
    line: (at, json) => {
      const begins = kept === null ? isFirst : kept.line(at, json);
      market.line(at, json);
      isFirst = false;
      return begins;
    },
    flush: () => kept?.flush(),
    lost: (at) => market.lost(at),
  };
}
