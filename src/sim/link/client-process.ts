/**
 * One life of the client's process in a simulation: the ports as it has them, and the points at which it may be stopped (RCV-4). A point lies
 * before and after every durable write, and before every command but the first that follows one: what lies between two points leaves no other
 * trace. Once it has stopped nothing of it acts any more: no timer, no command on its way out, no ear for what comes.
 *
 * Unrealistic: it stops at once and altogether; what it had handed to the wire in the same instant is lost with it.
 */
import { Subject } from 'rxjs';
import type { Clock } from '../../core/ground/clock.js';
import type {
  Broker,
  BrokerInput,
  FeedInput,
  Journal,
  LeaveGate,
  MarketFeed,
} from '../../core/ports.js';

export type PointKind = 'before a write' | 'after a write' | 'between two commands';

/** Thrown where the process stops. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

/** Told of every point; true = stop here. */
export type AtPoint = (kind: PointKind) => boolean;

export interface ClientPorts {
  readonly clock: Clock;
  readonly broker: Broker;
  readonly feed: MarketFeed;
  readonly journal: Journal;
}

export class ClientProcess {
  readonly ports: ClientPorts;
  readonly #atPoint: AtPoint;
  #stopped = false;
  /** Commands since the last write. */
  #commands = 0;

  constructor(outside: ClientPorts, atPoint: AtPoint) {
    this.#atPoint = atPoint;
    this.ports = {
      clock: this.#clockOf(outside.clock),
      broker: this.#brokerOf(outside.broker),
      feed: this.#feedOf(outside.feed),
      journal: this.#journalOf(outside.journal),
    };
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  /** From outside, between two things that it does. */
  stop(): void {
    this.#stopped = true;
  }

  #point(kind: PointKind): void {
    if (!this.#stopped && !this.#atPoint(kind)) return;
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

  #clockOf(clock: Clock): Clock {
    return {
      now: () => clock.now(),
      schedule: (at, lane, action) => clock.schedule(at, lane, this.#ifAlive(action)),
      cancel: (timer) => clock.cancel(timer),
    };
  }

  #journalOf(journal: Journal): Journal {
    return {
      append: (blocks) => {
        this.#point('before a write');
        journal.append(blocks);
        this.#commands = 0;
        this.#point('after a write');
      },
    };
  }

  #brokerOf(broker: Broker): Broker {
    const reports = new Subject<BrokerInput>();
    broker.reports$.subscribe((input) => {
      if (!this.#stopped) reports.next(input);
    });
    return {
      reports$: reports,
      send: (command, mayLeave) => {
        this.#command();
        broker.send(command, this.#gateOf(mayLeave));
      },
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
    feed.events$.subscribe((input) => {
      if (!this.#stopped) events.next(input);
    });
    return {
      events$: events,
      send: (read) => {
        this.#command();
        feed.send(read);
      },
      quoteOf: (symbol) => feed.quoteOf(symbol),
      watch: (symbol, range, left) => feed.watch(symbol, range, this.#ifAlive(left)),
    };
  }
}
