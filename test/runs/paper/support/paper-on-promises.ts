/**
 * A paper session that trades for itself: its agenda on the system clock, and a venue that answers through promises in an order nobody chose. One process
 * after another on the same state file, each with its own configuration; the venue stays.
 */
import { Subject } from 'rxjs';
import type { EngineConfig } from '../../../../src/core/state/config.js';
import type { QuoteView } from '../../../../src/core/order/outcome.js';
import type { FeedInput } from '../../../../src/core/ports.js';
import type { State } from '../../../../src/core/state/state.js';
import {
  type EpochMicros,
  type Lots,
  type Ticks,
  seconds,
} from '../../../../src/core/ground/units.js';
import { SystemClock } from '../../../../src/live/clock/system-clock.js';
import type { Agenda } from '../../../../src/runs/assembly.js';
import type { FaultSet } from '../../../../src/sim/fault/fault-set.js';
import type { RandomStream } from '../../../../src/sim/random/random.js';
import { AsyncBroker } from '../../../contract/async-broker.js';
import { ScriptedVenue } from '../../../contract/scripted-venue.js';
import { FakeTime } from '../../../live/clock/fake-time.js';
import { START } from '../../../support/engine-rig.js';
import { openSession, openUnsynced } from './paper-by-hand.js';

export interface Promised {
  readonly path: string;
  readonly agenda: Agenda;
  readonly random: RandomStream;
  readonly faults: FaultSet;
  /** Share of the replies that never come. */
  readonly lost: number;
  /** Seconds from the start after which no quote comes any more; null = they go on. */
  readonly quietFrom: number | null;
}

export class PaperOnPromises {
  readonly #options: Promised;
  readonly #time = new FakeTime(START);
  readonly #venue = new ScriptedVenue({ onReport: (report) => this.#broker?.onReport(report) });
  /** Of the process that runs. */
  #broker: AsyncBroker | null = null;

  constructor(options: Promised) {
    this.#options = options;
  }

  /** A process that runs for so long, and is gone then. @returns what it knew as it ended. */
  async live(engine: EngineConfig, forSeconds: number): Promise<State> {
    const { path, agenda } = this.#options;
    const clock = new SystemClock({ shows: this.#now(), speed: 1 }, this.#time);
    const broker = this.#connect(clock);
    const store = openUnsynced(path);
    const session = openSession(
      store,
      engine,
      {
        clock,
        speed: 1,
        instruments: [...engine.instruments.values()],
        broker,
        feed: {
          events$: new Subject<FeedInput>(),
          boards: new Map(),
          send: () => undefined,
          quoteOf: (symbol) => quoteAt(symbol, this.#lastQuoteAt(clock.now())),
          watch: () => undefined,
        },
        isUp: () => true,
        close: () => clock.close(),
      },
      agenda,
    );
    await this.#pass(forSeconds, broker);
    session.leave();
    store.close();
    if (session.host.failure !== null) throw session.host.failure;
    return session.host.state;
  }

  #connect(clock: SystemClock): AsyncBroker {
    const { random, lost, faults } = this.#options;
    const fateOf = () => ({ heldTurns: 0, replyLost: random.nextInt(1_000) < lost * 1_000 });
    this.#broker = new AsyncBroker({ clock, random, timeout: seconds(5), fateOf, faults });
    this.#broker.connect(this.#venue);
    return this.#broker;
  }

  #lastQuoteAt(now: EpochMicros): EpochMicros {
    const { quietFrom } = this.#options;
    const last = quietFrom === null ? now : START + seconds(quietFrom);
    return Math.min(last, now) as EpochMicros;
  }

  #now(): EpochMicros {
    return this.#time.wall() as EpochMicros;
  }

  /** Every timer in turn, and between two of them every promise there is. */
  async #pass(forSeconds: number, broker: AsyncBroker): Promise<void> {
    const end = this.#time.elapsed() + seconds(forSeconds);
    for (;;) {
      await broker.settled();
      const next = this.#time.nextAt;
      if (next === null || next > end) return;
      this.#time.pass(Math.max(0, next - this.#time.elapsed()));
    }
  }
}

const quoteAt = (symbol: string, at: EpochMicros): QuoteView => ({
  symbol,
  aliveAt: at,
  quote: {
    bid: 599_990 as Ticks,
    bidQuantity: 1 as Lots,
    ask: 600_010 as Ticks,
    askQuantity: 1 as Lots,
    venueTime: at,
    deliveredAt: at,
  },
});
