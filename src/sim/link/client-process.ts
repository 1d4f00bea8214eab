/**
 * One life of the client's process in a simulation: the ports as it has them, and the points at which it may be stopped (RCV-4). A point lies
 * before and after every durable write, and before every command but the first that follows one: what lies between two points leaves no other
 * trace. Once it has stopped nothing of it acts any more: no timer, no command on its way out, no ear for what comes. Before that it may be held up, or
 * wait for its disk, in the middle of a write: then nothing of the step leaves before that is durable.
 *
 * Unrealistic: it stops at once and altogether; what it had handed to the wire in the same instant is lost with it.
 */
import { Subject } from 'rxjs';
import type { Clock, TimerHandle } from '../../core/ground/clock.js';
import { type EpochMicros, type Micros, micros } from '../../core/ground/units.js';
import type { QuoteView } from '../../core/order/outcome.js';
import type {
  Broker,
  BrokerInput,
  FeedInput,
  Journal,
  LeaveGate,
  MarketFeed,
} from '../../core/ports.js';
import type { JournalBlock } from '../../core/state/journal-block.js';
import { Standstill } from './standstill.js';

export type PointKind = 'before a write' | 'after a write' | 'between two commands';

/** Thrown where the process stops. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

/** Told of every point; true = stop here. */
export type AtPoint = (kind: PointKind) => boolean;

export interface ClientPorts {
  readonly clock: Clock;
  /** True time for whoever is outside: orders, operators and what holds the process up. */
  readonly outside: Clock;
  readonly broker: Broker;
  readonly feed: MarketFeed;
  readonly journal: Journal;
}

export interface ClientProcessOptions {
  readonly atPoint: AtPoint;
  /** How long the disk takes for a write, asked of each. */
  readonly syncTakes: () => Micros;
  /** Told when it will look at what has come again. */
  readonly onStandstill: (until: EpochMicros) => void;
}

export class ClientProcess {
  readonly ports: ClientPorts;
  readonly #outside: ClientPorts;
  readonly #options: ClientProcessOptions;
  readonly #standstill: Standstill;
  /** Decided, and on its way to the disk. */
  readonly #unwritten: JournalBlock[] = [];
  /** Of the markets that were asked for, as they were when it came to stand still; empty while it looks at them. */
  readonly #quotes = new Map<string, QuoteView>();
  readonly #symbols = new Set<string>();
  #stopped = false;
  #failure: unknown = null;
  /** Commands since the last write. */
  #commands = 0;

  constructor(outside: ClientPorts, options: ClientProcessOptions) {
    const { clock, broker, feed, journal } = outside;
    this.#outside = outside;
    this.#options = options;
    this.#standstill = new Standstill(outside.outside, {
      onStop: (until) => {
        options.onStandstill(until);
        if (this.#quotes.size > 0) return;
        for (const symbol of this.#symbols) this.#quotes.set(symbol, feed.quoteOf(symbol));
      },
      onRead: () => this.#quotes.clear(),
    });
    this.ports = {
      clock: this.#clockOf(clock, (action) => this.#standstill.due(action)),
      outside: this.#clockOf(outside.outside, (action) => this.#standstill.comes(action)),
      broker: this.#brokerOf(broker),
      feed: this.#feedOf(feed),
      journal: this.#journalOf(journal),
    };
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  /** What it stopped by where that was no stop: a write that failed when nobody waited for it. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Until when nothing of it goes on; null = it does. */
  get standsUntil(): EpochMicros | null {
    return this.#standstill.until;
  }

  /** From outside, between two things that it does. @returns what its disk was writing. */
  stop(): readonly JournalBlock[] {
    this.#stopped = true;
    return this.#unwritten.splice(0);
  }

  /** At the end of a run: what its disk is writing is written. */
  finish(): void {
    if (!this.#stopped && this.#unwritten.length > 0)
      this.#outside.journal.append(this.#unwritten.splice(0));
  }

  /** From outside: held up for so long. `then`: as it goes on. */
  pause(lasts: Micros, then: () => void): void {
    this.#standstill.begin(lasts, this.#ifAlive(then));
  }

  /** Something of the outside that comes by no port. */
  hear(action: () => void): void {
    this.#standstill.comes(this.#ifAlive(action));
  }

  #point(kind: PointKind): void {
    if (!this.#stopped && !this.#options.atPoint(kind)) return;
    this.#stopped = true;
    throw new Stopped(`stopped ${kind}`);
  }

  #command(): void {
    if (this.#commands > 0) this.#point('between two commands');
    this.#commands += 1;
  }

  /** What it does only while it lives. */
  readonly #ifAlive =
    (action: () => void): (() => void) =>
    () => {
      if (!this.#stopped) action();
    };

  /** Once what it decided is durable. */
  #afterWrite(action: () => void): void {
    if (this.#standstill.until === null) action();
    else this.#unfinish(action);
  }

  /** Done when the disk is: nobody waits for it who could be told how it ended. */
  #unfinish(action: () => void, takes: Micros = micros(0)): void {
    this.#standstill.begin(takes, () => {
      if (this.#stopped) return;
      try {
        action();
      } catch (error) {
        this.#stopped = true;
        if (!(error instanceof Stopped)) this.#failure = error;
      }
    });
  }

  /** `whenRun`: what becomes of a timer that is due. */
  #clockOf(clock: Clock, whenRun: (action: () => void) => void): Clock {
    const pending = new Set<TimerHandle>();
    return {
      now: () => clock.now(),
      schedule: (at, lane, action) => {
        const ifPending = (): void => {
          if (pending.delete(timer)) action();
        };
        const timer = clock.schedule(at, lane, () => whenRun(this.#ifAlive(ifPending)));
        pending.add(timer);
        return timer;
      },
      cancel: (timer) => {
        pending.delete(timer);
        clock.cancel(timer);
      },
    };
  }

  #journalOf(journal: Journal): Journal {
    const write = (blocks: readonly JournalBlock[]): void => {
      journal.append(blocks);
      this.#commands = 0;
      this.#point('after a write');
    };
    return {
      append: (blocks) => {
        this.#point('before a write');
        // What follows on a write that is not done yet goes to the disk with it.
        const isWriting = this.#standstill.until !== null;
        const takes = isWriting ? micros(0) : this.#options.syncTakes();
        if (!isWriting && takes === 0) {
          write(blocks);
          return;
        }
        this.#unwritten.push(...blocks);
        this.#unfinish(() => {
          if (this.#unwritten.length > 0) write(this.#unwritten.splice(0));
        }, takes);
      },
    };
  }

  #brokerOf(broker: Broker): Broker {
    const reports = new Subject<BrokerInput>();
    broker.reports$.subscribe((input) => this.hear(() => reports.next(input)));
    return {
      reports$: reports,
      send: (command, mayLeave) =>
        this.#afterWrite(() => {
          this.#command();
          broker.send(command, this.#gateOf(mayLeave));
        }),
    };
  }

  #gateOf(mayLeave: LeaveGate): LeaveGate {
    return (effect, now) =>
      this.#stopped
        ? { code: 'gate-closed', text: 'the process has ended' }
        : mayLeave(effect, now);
  }

  #feedOf(feed: MarketFeed): MarketFeed {
    const events = new Subject<FeedInput>();
    feed.events$.subscribe((input) => this.hear(() => events.next(input)));
    return {
      events$: events,
      send: (read) =>
        this.#afterWrite(() => {
          this.#command();
          feed.send(read);
        }),
      quoteOf: (symbol) => {
        this.#symbols.add(symbol);
        return this.#quotes.get(symbol) ?? feed.quoteOf(symbol);
      },
      watch: (symbol, range, left) => feed.watch(symbol, range, () => this.hear(left)),
    };
  }
}
