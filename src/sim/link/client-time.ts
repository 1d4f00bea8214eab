/**
 * A client whose clock is wrong or whose machine sleeps (F:CLK1 to F:CLK4): the clock it reads, and its ports as it has them. Link,
 * venue and faults keep true time; what crosses is translated here. Requests are stamped with the client's time, which is the
 * fault; quotes are as old as the client's clock says; what comes in its sleep comes when it wakes. Mutable, one a run.
 */
import { Subject } from 'rxjs';
import { type Clock, LANE_ARRIVAL, LANE_DELIVERY } from '../../core/ground/clock.js';
import { type EpochMicros, type Micros, micros } from '../../core/ground/units.js';
import type { QuoteView } from '../../core/order/outcome.js';
import type { Broker, BrokerInput, FeedInput, MarketFeed } from '../../core/ports.js';
import { type BrokerCommand, isEffect } from '../../core/state/command.js';
import { ClockShape } from '../clock/clock-shape.js';
import { AwakeClock, LocalClock } from '../clock/local-clock.js';
import type { ClockFlaw } from '../fault/clock-flaw.js';

interface Ports {
  readonly broker: Broker;
  readonly feed: MarketFeed;
}

export class ClientTime {
  /** What the client reads. */
  readonly clock: LocalClock;
  /** True time while it is awake. */
  readonly awake: AwakeClock;
  readonly #world: Clock;
  readonly #shape: ClockShape;
  readonly #flaws: readonly ClockFlaw[];
  /** Counts the processes: what came for one is no other's. */
  #process = 0;

  constructor(world: Clock, flaws: readonly ClockFlaw[]) {
    const sum = (of: (flaw: ClockFlaw) => number): number =>
      flaws.reduce((before, flaw) => before + of(flaw), 0);
    this.#world = world;
    this.#flaws = flaws;
    this.#shape = new ClockShape(world.now(), {
      ahead: micros(sum((flaw) => (flaw.kind === 'skew' ? flaw.ahead : 0))),
      ppm: sum((flaw) => (flaw.kind === 'drift' ? flaw.ppm : 0)),
    });
    this.shownAt = shownBy(this.#shape);
    this.awake = new AwakeClock(world, this.#shape);
    this.clock = new LocalClock(world, this.awake, this.#shape);
    // Before anybody has read the clock: it may have begun before the start.
    for (const flaw of flaws) if (flaw.kind === 'slew') this.#onSlew(flaw);
  }

  #onSlew(flaw: Extract<ClockFlaw, { kind: 'slew' }>): void {
    flaw.whenKnown((span) => {
      this.#shape.slew({ ...span, by: flaw.by });
      this.clock.changed();
    });
  }

  /** `tell`: by how much the client's clock has gone on that it did not count itself. */
  begins(tell: (stepped: Micros) => void): void {
    for (const flaw of this.#flaws)
      if (flaw.kind === 'step') this.#onStep(flaw, tell);
      else if (flaw.kind === 'sleep') this.#onSleep(flaw, tell);
  }

  #onStep(flaw: Extract<ClockFlaw, { kind: 'step' }>, tell: (stepped: Micros) => void): void {
    flaw.whenKnown((at) => {
      this.#shape.step(at, flaw.by);
      this.clock.changed();
      this.awake.schedule(at, LANE_ARRIVAL, () => tell(flaw.by));
    });
  }

  #onSleep(flaw: Extract<ClockFlaw, { kind: 'sleep' }>, tell: (stepped: Micros) => void): void {
    flaw.whenKnown((at) => {
      this.#shape.sleep(at, (at + flaw.lasts) as EpochMicros);
      this.awake.schedule(at, LANE_ARRIVAL, () => tell(flaw.lasts));
    });
  }

  /** The client is another process from here on. */
  clientRestarts(): void {
    this.#process += 1;
  }

  /** When what comes at a true time is heard. */
  awakeAt(at: EpochMicros): EpochMicros {
    return this.#shape.awakeAt(at);
  }

  /** The first true time from `notBefore` on at which the client's clock showed as much. */
  reachedAt(shown: EpochMicros, notBefore: EpochMicros): EpochMicros {
    return this.#shape.reachedAt(shown, notBefore);
  }

  /** What the client's clock showed at a true time. */
  readonly shownAt: (at: EpochMicros) => EpochMicros;

  portsOf({ broker, feed }: Ports): Ports {
    const reports = new Subject<BrokerInput>();
    const events = new Subject<FeedInput>();
    broker.reports$.subscribe((input) => this.#whenAwake(() => reports.next(input)));
    feed.events$.subscribe((input) => this.#whenAwake(() => events.next(input)));
    return {
      broker: {
        reports$: reports,
        send: (command, mayLeave) =>
          broker.send(this.#stamped(command), (effect) => mayLeave(effect, this.clock.now())),
      },
      feed: {
        events$: events,
        send: (read) => feed.send(read),
        quoteOf: (symbol) => this.#seen(feed.quoteOf(symbol)),
        watch: (symbol, range, left) => feed.watch(symbol, range, () => this.#whenAwake(left)),
      },
    };
  }

  #whenAwake(action: () => void): void {
    const process = this.#process;
    this.awake.whenAwake(LANE_DELIVERY, () => {
      if (process === this.#process) action();
    });
  }

  /** Whoever sends stamps it with its own clock. */
  #stamped(command: BrokerCommand): BrokerCommand {
    if (!isEffect(command)) return command;
    const off = this.clock.now() - this.#world.now();
    return { ...command, clockOffset: micros((command.clockOffset ?? 0) + off) };
  }

  /** Delivered when the client could take it, by its clock. */
  #seen({ symbol, quote, aliveAt }: QuoteView): QuoteView {
    const own = (at: EpochMicros): EpochMicros => this.shownAt(this.#shape.awakeAt(at));
    return {
      symbol,
      quote: quote === null ? null : { ...quote, deliveredAt: own(quote.deliveredAt) },
      aliveAt: aliveAt === null ? null : own(aliveAt),
    };
  }
}

/** Outlives the run, and keeps nothing else of it. */
const shownBy =
  (shape: ClockShape) =>
  (at: EpochMicros): EpochMicros =>
    shape.shownAt(at);

/** Null where the client's clock is right and its machine awake. */
export const clientTime = (world: Clock, flaws: readonly ClockFlaw[]): ClientTime | null =>
  flaws.length === 0 ? null : new ClientTime(world, flaws);
