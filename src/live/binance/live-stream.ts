/**
 * A stream of the venue's that is kept up: dialed, taken for up once the venue has acknowledged the subscription, asked again and again
 * whether it lives, and dialed anew, after a wait that grows, when it ended, was refused, or does not answer. A connection may be healthy
 * and silent at once, so that silence is no sign of anything: the venue is asked what is subscribed. Nothing is replayed after a gap:
 * whoever listens learns that there was one. Mutable, one a stream.
 *
 * Invariant: of a connection that was given up nothing is heard any more.
 */
import { type Clock, LANE_WAKE, type TimerHandle } from '../../core/ground/clock.js';
import { type Micros, plus, seconds } from '../../core/ground/units.js';
import type { OpenSocket, SocketEars } from './ccxt-sockets.js';

/** What a frame says of the stream itself; what else it says its speech has handed on. */
export type Heard =
  | { readonly kind: 'news' | 'subscribed' | 'alive' | 'not-ours' }
  /** It must be dialed anew. */
  | { readonly kind: 'over'; readonly why: string };

/** How one kind of stream is spoken. */
export interface StreamSpeech {
  readonly open: (ears: SocketEars) => OpenSocket;
  readonly hear: (frame: string) => Heard;
  /** Asks whether it lives; what answers it is heard as `alive`. Null: a ping does, where nobody subscribes, which is asked as soon as it stands. */
  readonly question: (() => object) | null;
}

export interface LiveStreamOptions {
  readonly clock: Clock;
  readonly speech: StreamSpeech;
  /** Each time it comes up or goes down. */
  readonly onStatus: (status: 'up' | 'down') => void;
  /** Why it went down, in words. */
  readonly onLost: (why: string) => void;
}

/** From the dialing on. */
const SUBSCRIBED_WITHIN: Micros = seconds(10);
/** Between two questions; an answer is due by the next one. */
const ASK_EVERY: Micros = seconds(10);
const WAIT_FIRST: Micros = seconds(1);
const WAIT_MOST: Micros = seconds(30);

/** One dialing and what came of it. */
interface Attempt {
  socket: OpenSocket | null;
  isUp: boolean;
  isAsked: boolean;
}

export class LiveStream {
  readonly #options: LiveStreamOptions;
  #attempt: Attempt | null = null;
  #timer: TimerHandle | null = null;
  /** Since it was last seen alive. */
  #losses = 0;
  #closed = false;

  constructor(options: LiveStreamOptions) {
    this.#options = options;
  }

  get isUp(): boolean {
    return this.#attempt?.isUp === true;
  }

  open(): void {
    const attempt: Attempt = { socket: null, isUp: false, isAsked: false };
    this.#attempt = attempt;
    this.#after(SUBSCRIBED_WITHIN, () => this.lost('the venue does not acknowledge it'));
    attempt.socket = this.#options.speech.open({
      heard: (frame) => attempt !== this.#attempt || this.#hear(attempt, frame),
      opened: () => {
        if (this.#options.speech.question === null) attempt.socket?.ping();
      },
      ponged: () => {
        if (attempt === this.#attempt) this.#ponged(attempt);
      },
      ended: (why = 'the connection ended') => {
        if (attempt === this.#attempt) this.lost(why);
      },
    });
    // It may have ended before it was there to be dropped.
    if (attempt !== this.#attempt) attempt.socket.drop();
  }

  /** Whoever found out that it tells less than it should. */
  lost(why: string): void {
    const attempt = this.#attempt;
    if (attempt === null || this.#closed) return;
    this.#attempt = null;
    attempt.socket?.drop();
    this.#options.onLost(why);
    this.#options.onStatus('down');
    const wait = Math.min(WAIT_FIRST * 2 ** this.#losses, WAIT_MOST) as Micros;
    this.#losses += 1;
    this.#after(wait, () => this.open());
  }

  close(): void {
    this.#closed = true;
    this.#attempt?.socket?.drop();
    this.#attempt = null;
    this.#stopWaiting();
  }

  /** @returns whether it was for us. */
  #hear(attempt: Attempt, frame: string): boolean {
    const heard = this.#options.speech.hear(frame);
    switch (heard.kind) {
      case 'news':
        return true;
      case 'alive':
        this.#alive(attempt);
        return true;
      case 'subscribed':
        if (!attempt.isUp) this.#up(attempt);
        return false;
      case 'not-ours':
        return false;
      case 'over':
        this.lost(heard.why);
        return true;
    }
  }

  /** ccxt pings, too, and means nothing by it. */
  #ponged(attempt: Attempt): void {
    if (this.#options.speech.question !== null) return;
    if (attempt.isUp) this.#alive(attempt);
    else this.#up(attempt);
  }

  #alive(attempt: Attempt): void {
    attempt.isAsked = false;
    this.#losses = 0;
  }

  #up(attempt: Attempt): void {
    attempt.isUp = true;
    this.#options.onStatus('up');
    this.#after(ASK_EVERY, () => this.#ask(attempt));
  }

  #ask(attempt: Attempt): void {
    if (attempt.isAsked) {
      this.lost('the venue does not answer');
      return;
    }
    attempt.isAsked = true;
    const { question } = this.#options.speech;
    if (question === null) attempt.socket?.ping();
    else attempt.socket?.send(question());
    this.#after(ASK_EVERY, () => this.#ask(attempt));
  }

  /** One thing is waited for at a time. */
  #after(wait: Micros, action: () => void): void {
    this.#stopWaiting();
    const { clock } = this.#options;
    this.#timer = clock.schedule(plus(clock.now(), wait), LANE_WAKE, action);
  }

  #stopWaiting(): void {
    if (this.#timer !== null) this.#options.clock.cancel(this.#timer);
    this.#timer = null;
  }
}
