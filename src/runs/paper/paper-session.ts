/**
 * One life of a paper engine: the assembly of a simulation on the machine's clock, a venue in another process and a journal on a
 * disk. It begins on what its file says, ends when every order of its scenario is over, and may be told to stop before. Mutable,
 * one a process.
 *
 * Invariants: 1. It ends once, whatever happens. 2. Once it has ended nothing of it acts any more.
 */
import { LANE_WAKE } from '../../core/ground/clock.js';
import type { EngineHost } from '../../core/host/engine-host.js';
import { type Micros, plus, seconds } from '../../core/ground/units.js';
import { isParentTerminal } from '../../core/order/parent.js';
import type { Journal } from '../../core/ports.js';
import { isAnythingLeft } from '../../core/state/anything-left.js';
import type { EngineConfig } from '../../core/state/config.js';
import type { JournalBlock } from '../../core/state/journal-block.js';
import type { Connection } from '../../live/connection.js';
import type { EngineStore } from '../../store/engine-store.js';
import { type Agenda, type Assembly, assemble } from '../assembly.js';
import type { StrategyFailure } from '../strategy-runner.js';
import type { EngineDesk } from '../desk/engine-desk.js';
import type { KillFile } from './kill-file.js';
import { refusedIn } from './refused-in.js';
import { riskStoreOf } from './risk-store.js';
import { OutsideClock } from './outside-clock.js';
import { type Standing, standingOf } from './standing.js';
import type { StoredEngine } from './stored-engine.js';

export type SessionEnd =
  /** Every order of the scenario is over. */
  | { readonly kind: 'over' }
  /** As it was told to; over the API: by whom. */
  | { readonly kind: 'stopped'; readonly by?: string }
  | { readonly kind: 'failed'; readonly error: Error };

export interface PaperOptions {
  readonly agenda: Agenda;
  readonly engine: EngineConfig;
  readonly store: EngineStore;
  /** Null = the file is new. */
  readonly earlier: StoredEngine | null;
  /** The venue was there before this engine: also a new one asks first what there is (REC-1). */
  readonly isReal: boolean;
  readonly venue: Connection;
  /** Where it is asked and told what to do. */
  readonly desk: EngineDesk;
  readonly killFile: KillFile;
  /** An order of a strategy was kept from the engine: why. */
  readonly onKeptBack: (why: string) => void;
  /** It goes on when the scenario is over, until it is told to stop. */
  readonly stay: boolean;
  /** A strategy of the scenario has ended itself by an error; what it gave goes on. */
  readonly onStrategyFailed: (failure: StrategyFailure) => void;
  /** An order that it was asked for came to nothing: why. */
  readonly onRefused: (why: string) => void;
}

const NO_PRINTS =
  'trades$: prints are not told by the feed of a paper or live session; quotes$ and depth() are';

/** How often the kill file is looked for while nothing leaves, in real time. */
const KILL_LOOK: Micros = seconds(1);

export class PaperSession {
  readonly #options: PaperOptions;
  readonly #assembly: Assembly;
  readonly #outside: OutsideClock;
  readonly ended: Promise<SessionEnd>;
  #end!: (how: SessionEnd) => void;
  #stopping = false;
  /** A look at whether it is over is on its way. */
  #looks = false;
  #journalError: Error | null = null;
  /** Who has ended it over the API. */
  #by: string | null = null;

  constructor(options: PaperOptions) {
    const { agenda, engine, store, earlier, venue, desk, killFile } = options;
    const { clock, broker, feed, instruments } = venue;
    this.#options = options;
    this.#outside = new OutsideClock(clock);
    this.ended = new Promise((done) => {
      this.#end = (how) => {
        this.#assembly.strategies.stop();
        venue.close();
        done(how);
      };
    });
    this.#assembly = assemble(agenda, {
      engine,
      clock,
      outside: this.#outside,
      broker,
      feed,
      journal: this.#journalOn(store),
      riskStore: riskStoreOf(store, killFile),
      instruments,
      boards: feed.boards,
      onKeptBack: options.onKeptBack,
      trades: () => () => {
        throw new Error(NO_PRINTS);
      },
      onBlock: (block) => {
        desk.onBlock(block);
        this.#hearStop(block);
        for (const why of refusedIn(block)) options.onRefused(why);
      },
      earlier,
      mayRestart: true,
      onStrategyEnd: (failure) => {
        if (failure !== null) options.onStrategyFailed(failure);
        this.#lookSoon();
      },
    });
    desk.connect(this.host);
    clock.onStep((stepped) => this.host.take({ kind: 'clock', stepped }));
    if (earlier !== null || options.isReal) this.host.restart();
    this.#lookForKill();
    this.#lookSoon();
  }

  get host(): EngineHost {
    return this.#assembly.host;
  }

  standing(): Standing {
    return standingOf(this.host.state);
  }

  /** Neither the scenario nor a strategy of it has more to ask for. */
  get isAllSaid(): boolean {
    const { isAllHeard, strategies } = this.#assembly;
    return isAllHeard() && strategies.areOver;
  }

  /** As it is: what works at the venue goes on working, and the next process finds out about the rest. */
  leave(): void {
    this.#end(this.#stopped());
  }

  /** Whatever is not over is called off; it ends when the venue has confirmed that. */
  cancelAll(reason: string): void {
    if (this.#stopping) return;
    this.#stopping = true;
    this.#outside.close();
    this.#assembly.strategies.stop();
    this.#options.venue.clock.soon(LANE_WAKE, () => {
      for (const [parentId, { status }] of this.host.state.parents.entries())
        if (!isParentTerminal(status))
          this.host.take({
            kind: 'operator',
            command: { do: 'cancel-parent', parentId },
            operator: 'program',
            reason,
          });
      this.#lookSoon();
    });
  }

  fail(error: Error): void {
    this.#end({ kind: 'failed', error });
  }

  #stopped(): SessionEnd {
    return { kind: 'stopped', ...(this.#by === null ? {} : { by: this.#by }) };
  }

  /** Durable, and so it is carried out. */
  #hearStop({ entries }: JournalBlock): void {
    for (const entry of entries) {
      if (entry.kind !== 'stop-asked') continue;
      this.#by = entry.operator;
      if (entry.onStop === 'cancel') this.cancelAll(`${entry.operator}: ${entry.reason}`);
      else this.#options.venue.clock.soon(LANE_WAKE, () => this.leave());
    }
  }

  /** Nothing leaves while it is there; here it is made known, and working orders are canceled. */
  #lookForKill(): void {
    const { venue, killFile } = this.#options;
    const { clock, speed } = venue;
    clock.soon(LANE_WAKE, () => {
      const reason = this.host.state.killSwitch.engaged ? null : killFile.reason();
      if (reason !== null)
        this.host.take({
          kind: 'operator',
          command: { do: 'kill-on', cancelWorking: true },
          operator: 'kill-file',
          reason,
        });
      const next = plus(clock.now(), (KILL_LOOK * speed) as Micros);
      clock.schedule(next, LANE_WAKE, () => this.#lookForKill());
    });
  }

  #journalOn(store: EngineStore): Journal {
    return {
      append: (blocks) => {
        this.#lookSoon();
        try {
          store.append(blocks);
        } catch (error) {
          this.#journalError = error instanceof Error ? error : new Error(String(error));
          throw error;
        }
      },
    };
  }

  #lookSoon(): void {
    if (this.#looks) return;
    this.#looks = true;
    this.#options.venue.clock.soon(LANE_WAKE, () => {
      this.#looks = false;
      this.#look();
    });
  }

  #look(): void {
    const { failure, stopped, state } = this.host;
    const broken = this.#journalError ?? failure ?? (stopped === null ? null : new Error(stopped));
    if (broken !== null) this.fail(broken);
    else if (state.gate?.state !== 'shut' && !isAnythingLeft(state))
      if (this.#stopping) this.#end(this.#stopped());
      else if (!this.#options.stay && this.isAllSaid) this.#end({ kind: 'over' });
  }
}
