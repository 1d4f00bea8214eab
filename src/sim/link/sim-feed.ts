/**
 * The simulated market feed as the core sees it. A quote is what the board holds at this instant; volume is a fact of
 * the instrument; depth is a query with a round trip. It reports no connection going up or down: a feed that goes
 * silent is noticed by its age.
 *
 * Invariants: 1. `send` emits nothing and never throws; each read is answered exactly once, in the delivery lane.
 */
import { type Observable, Subject } from 'rxjs';
import { type Clock, LANE_DELIVERY } from '../../core/ground/clock.js';
import { decimal } from '../../core/ground/decimal.js';
import type { FeedRead } from '../../core/state/command.js';
import type { QuoteBoard } from '../../core/host/quote-board.js';
import { type Instrument, roundQuantity } from '../../core/ground/instrument.js';
import type { PriceRange, QuoteView, ReadAnswer } from '../../core/order/outcome.js';
import type { FeedInput, MarketFeed } from '../../core/ports.js';
import { answerOf, queryOf } from '../../core/state/client-words.js';
import type { FaultSet } from '../fault/fault-set.js';
import type { VolumeAnswer } from '../fault/link-fault.js';
import type { RequestLine } from './request-line.js';
import { SIM_ERROR_CLASSES } from './sim-error-classes.js';

/** An instrument and what the client knows of its market. */
export interface FeedMarket {
  readonly instrument: Instrument;
  readonly board: QuoteBoard;
}

interface FeedLink {
  readonly clock: Clock;
  readonly line: RequestLine;
  readonly faults: FaultSet;
  /** The venue goes no further for now: something on the way to the client is on the clock, which it may be ahead of. */
  readonly interrupt: () => void;
}

export class SimFeed implements MarketFeed {
  readonly #clock: Clock;
  readonly #line: RequestLine;
  readonly #faults: FaultSet;
  readonly #interrupt: () => void;
  /** Counts the client's processes: what one asked is answered to no other. */
  #process = 0;
  readonly #markets: ReadonlyMap<string, FeedMarket>;
  readonly #events = new Subject<FeedInput>();
  readonly events$: Observable<FeedInput> = this.#events.asObservable();

  constructor(markets: readonly FeedMarket[], { clock, line, faults, interrupt }: FeedLink) {
    this.#clock = clock;
    this.#line = line;
    this.#faults = faults;
    this.#interrupt = interrupt;
    this.#markets = new Map(markets.map((market) => [market.instrument.symbol, market]));
  }

  /** The client is another process from here on. */
  clientRestarts(): void {
    this.#process += 1;
  }

  send(read: FeedRead): void {
    const process = this.#process;
    const emit = (answer: ReadAnswer): void => {
      if (process === this.#process)
        this.#events.next({ kind: 'answer', readId: read.readId, answer });
    };
    const market = this.#markets.get(read.symbol);
    if (market !== undefined && read.kind === 'read-depth') {
      const query = queryOf(read);
      this.#line.send(query, (reply) => emit(answerOf(query, reply, SIM_ERROR_CLASSES)));
      return;
    }
    this.#clock.schedule(this.#clock.now(), LANE_DELIVERY, () => {
      emit(market === undefined ? UNKNOWN_SYMBOL : this.#volumeOf(market.instrument));
    });
  }

  #volumeOf(instrument: Instrument): VolumeAnswer {
    const now = this.#clock.now();
    let answer = volumeOf(instrument);
    for (const fault of this.#faults.volume) answer = fault.volume(instrument.symbol, answer, now);
    return answer;
  }

  quoteOf(symbol: string): QuoteView {
    const board = this.#markets.get(symbol)?.board;
    if (board === undefined) return { symbol, quote: null, aliveAt: null };
    const now = this.#clock.now();
    return { symbol, quote: board.latest(now), aliveAt: board.aliveAt(now) };
  }

  watch(symbol: string, range: PriceRange, left: () => void): void {
    const now = this.#clock.now();
    this.#markets.get(symbol)?.board.watch(range, now, (at) => {
      this.#clock.schedule(at < now ? now : at, LANE_DELIVERY, left);
      this.#interrupt();
    });
  }
}

function volumeOf(instrument: Instrument): VolumeAnswer {
  const { adv } = instrument;
  const averageDailyVolume = adv === null ? null : roundQuantity(instrument, decimal(adv), 'floor');
  return { kind: 'volume', averageDailyVolume };
}

const UNKNOWN_SYMBOL: ReadAnswer = {
  kind: 'failed',
  failure: 'permanent',
  retryAfter: null,
  text: 'unknown symbol',
};
