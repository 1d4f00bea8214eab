/**
 * A paper session as `squall paper` makes it, on a state file, with the venue's end in the test's hand: what the venue says comes through the ports, one
 * promise at a time, what the engine asks for by itself (its wakes) on the system clock, and nothing else happens. A new process goes on from the file.
 */
import { Subject } from 'rxjs';
import type { FeedRead } from '../../../../src/core/state/command.js';
import type { EngineConfig } from '../../../../src/core/state/config.js';
import type { Input } from '../../../../src/core/state/input.js';
import type { QuoteView } from '../../../../src/core/order/outcome.js';
import type { BrokerInput, FeedInput } from '../../../../src/core/ports.js';
import { type EpochMicros, seconds } from '../../../../src/core/ground/units.js';
import type { Connection } from '../../../../src/live/connection.js';
import { SystemClock } from '../../../../src/live/clock/system-clock.js';
import type { Agenda } from '../../../../src/runs/assembly.js';
import { buildId } from '../../../../src/runs/build-id.js';
import { EngineDesk } from '../../../../src/runs/desk/engine-desk.js';
import { KillFile, killFileOf } from '../../../../src/runs/paper/kill-file.js';
import { PaperSession } from '../../../../src/runs/paper/paper-session.js';
import { storedEngine } from '../../../../src/runs/paper/stored-engine.js';
import { encodeStoredConfig } from '../../../../src/runs/stored-config.js';
import { type EngineStore, openEngineStore } from '../../../../src/store/engine-store.js';
import { HandTime } from './hand-time.js';

/** What it is told comes as it does over the API. */
const NOTHING: Agenda = { orders: [], operator: [], strategies: [] };

/** Its disk is nobody's concern here, and syncing each block is most of the time that a session takes. */
export const openUnsynced = (path: string): EngineStore =>
  openEngineStore(path, { onOpen: (database) => database.pragma('synchronous = OFF') });

/** Opens the session of a process, over whatever its file says. */
export function openSession(
  store: EngineStore,
  engine: EngineConfig,
  venue: Connection,
  agenda: Agenda = NOTHING,
): PaperSession {
  store.noteConfiguration({ build: buildId(), text: encodeStoredConfig(engine) });
  const { clock, feed } = venue;
  const desk = new EngineDesk({
    config: engine,
    clock,
    feed,
    boards: feed.boards,
    isUp: () => true,
    patience: seconds(10),
    journal: store,
  });
  return new PaperSession({
    agenda,
    engine,
    store,
    earlier: storedEngine(store, agenda),
    isReal: false,
    venue,
    desk,
    killFile: new KillFile(killFileOf(store.path)),
    onKeptBack: () => undefined,
    stay: true,
    onStrategyFailed: ({ text }) => {
      throw new Error(text);
    },
    onRefused: () => undefined,
  });
}

export class PaperByHand {
  readonly #path: string;
  readonly #engine: EngineConfig;
  readonly #start: EpochMicros;
  readonly #time = new HandTime();
  #reports = new Subject<BrokerInput>();
  #events = new Subject<FeedInput>();
  readonly #feedReads = new Set<number>();
  readonly #quotes = new Map<string, QuoteView>();
  #store: EngineStore;
  #session: PaperSession;

  constructor(path: string, engine: EngineConfig, start: EpochMicros) {
    this.#path = path;
    this.#engine = engine;
    this.#start = start;
    this.#store = openUnsynced(path);
    this.#session = this.#open();
  }

  get session(): PaperSession {
    return this.#session;
  }

  /** How many steps its journal has, and the hash it ends in. */
  get head(): EngineStore['head'] {
    return this.#store.head;
  }

  /** What the market looks like from now on. */
  show(views: readonly QuoteView[]): void {
    for (const view of views) this.#quotes.set(view.symbol, view);
  }

  /** At its time: what comes from outside by the way it comes, and what the engine does by itself by its own clock. */
  async deliver(input: Input): Promise<void> {
    this.#time.moveTo(input.at - this.#start);
    await Promise.resolve();
    this.#give(input);
  }

  close(): void {
    this.#session.leave();
    this.#store.close();
  }

  #give({ at: _, quotes: __, ...input }: Input): void {
    switch (input.kind) {
      case 'wake':
        this.#time.fire();
        return;
      case 'started':
        this.#restart();
        return;
      case 'execution-report':
      case 'outcome':
      case 'stream':
        this.#reports.next(input);
        return;
      case 'feed':
        this.#events.next(input);
        return;
      case 'answer':
        if (this.#feedReads.has(input.readId)) this.#events.next(input);
        else this.#reports.next(input);
        return;
      case 'order-request':
      case 'signal':
      case 'operator':
        this.#session.host.take(input);
        return;
      case 'watch':
      case 'clock':
      case 'wake-refused':
        throw new Error(`${input.kind} hangs on more than its journal holds`);
    }
  }

  /** The process is gone, and another one begins on its file. */
  #restart(): void {
    this.close();
    this.#store = openUnsynced(this.#path);
    this.#session = this.#open();
  }

  #open(): PaperSession {
    const clock = new SystemClock(
      { shows: (this.#start + this.#time.elapsed()) as EpochMicros, speed: 1 },
      this.#time,
    );
    this.#reports = new Subject();
    this.#events = new Subject();
    const quoteOf = (symbol: string): QuoteView =>
      this.#quotes.get(symbol) ?? { symbol, aliveAt: null, quote: null };
    return openSession(this.#store, this.#engine, {
      clock,
      speed: 1,
      instruments: [...this.#engine.instruments.values()],
      broker: { reports$: this.#reports, send: () => undefined },
      feed: {
        events$: this.#events,
        boards: new Map(),
        send: ({ readId }: FeedRead) => this.#feedReads.add(readId),
        quoteOf,
        watch: () => undefined,
      },
      isUp: () => true,
      close: () => clock.close(),
    });
  }
}
