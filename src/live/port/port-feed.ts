/**
 * The market behind a socket, as the core sees it: quotes come as the venue's own client would have them and are put on a
 * board by the time the venue says they were delivered, so that what was old before a connection was made is old here, too.
 *
 * Invariant: `send` emits nothing and never throws; each read is answered exactly once, in an action of the clock.
 */
import { type Observable, Subject } from 'rxjs';
import { type Clock, LANE_DEPARTURE } from '../../core/ground/clock.js';
import type { Micros } from '../../core/ground/units.js';
import type { QuoteBoard } from '../../core/host/quote-board.js';
import type { PriceRange, QuoteView, ReadAnswer } from '../../core/order/outcome.js';
import type { FeedInput, MarketFeed } from '../../core/ports.js';
import type { FeedRead } from '../../core/state/command.js';
import { QuoteBoards } from '../quote-boards.js';
import { AwaitedAnswers } from './awaited.js';
import { noAnswer, notAsked } from './failed-read.js';
import type { Wire } from './port-broker.js';

export class PortFeed implements MarketFeed {
  readonly #clock: Clock;
  readonly #wire: Wire;
  readonly #awaited: AwaitedAnswers;
  readonly #events = new Subject<FeedInput>();
  readonly events$: Observable<FeedInput> = this.#events.asObservable();
  readonly #boards: QuoteBoards;

  constructor(clock: Clock, wire: Wire, requestTimeout: Micros, symbols: readonly string[]) {
    this.#clock = clock;
    this.#wire = wire;
    this.#awaited = new AwaitedAnswers(clock, requestTimeout);
    this.#boards = new QuoteBoards(clock, symbols);
  }

  get boards(): ReadonlyMap<string, QuoteBoard> {
    return this.#boards.boards;
  }

  send(read: FeedRead): void {
    this.#clock.schedule(this.#clock.now(), LANE_DEPARTURE, () => {
      if (!this.#wire.send({ kind: 'read', read })) this.#answer(read, notAsked());
      else this.#awaited.add(String(read.readId), (how) => this.#answer(read, noAnswer(how)));
    });
  }

  quoteOf(symbol: string): QuoteView {
    return this.#boards.quoteOf(symbol);
  }

  watch(symbol: string, range: PriceRange, left: () => void): void {
    this.#boards.watch(symbol, range, left);
  }

  /** From the venue; in an action of the clock, as the three below. */
  heard(input: FeedInput): void {
    if (input.kind === 'feed' || this.#awaited.settle(String(input.readId)))
      this.#events.next(input);
  }

  shown(view: QuoteView): void {
    this.#boards.shown(view);
  }

  connected(): void {
    this.#events.next({ kind: 'feed', status: 'up' });
  }

  disconnected(): void {
    this.#awaited.loseAll();
    this.#events.next({ kind: 'feed', status: 'down' });
  }

  #answer({ readId }: FeedRead, answer: ReadAnswer): void {
    this.#events.next({ kind: 'answer', readId, answer });
  }
}
