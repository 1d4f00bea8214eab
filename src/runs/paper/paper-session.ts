/**
 * One life of a paper engine: the assembly of a simulation on the machine's clock, a venue in another process and a journal on a
 * disk. It begins on what its file says, ends when every order of its scenario is over, and may be told to stop before. Mutable,
 * one a process.
 *
 * Invariants: 1. It ends once, whatever happens. 2. Once it has ended nothing of it acts any more.
 */
import { LANE_WAKE } from '../../core/ground/clock.js';
import type { EngineHost } from '../../core/host/engine-host.js';
import { isParentTerminal } from '../../core/order/parent.js';
import type { Journal, RiskStore } from '../../core/ports.js';
import { isAnythingLeft } from '../../core/state/anything-left.js';
import type { EngineConfig } from '../../core/state/config.js';
import type { ConnectedVenue } from '../../live/port/connected-venue.js';
import type { EngineStore } from '../../store/engine-store.js';
import { type Agenda, type Assembly, assemble } from '../assembly.js';
import { OutsideClock } from './outside-clock.js';
import { type Standing, standingOf } from './standing.js';
import type { StoredEngine } from './stored-engine.js';

export type SessionEnd =
  /** Every order of the scenario is over. */
  | { readonly kind: 'over' }
  /** As it was told to. */
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly error: Error };

export interface PaperOptions {
  readonly agenda: Agenda;
  readonly engine: EngineConfig;
  readonly store: EngineStore;
  /** Null = the file is new. */
  readonly earlier: StoredEngine | null;
  readonly venue: ConnectedVenue;
}

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

  constructor(options: PaperOptions) {
    const { agenda, engine, store, earlier, venue } = options;
    const { clock, port, greeting } = venue;
    this.#options = options;
    this.#outside = new OutsideClock(clock);
    this.ended = new Promise((done) => {
      this.#end = (how) => {
        venue.close();
        done(how);
      };
    });
    this.#assembly = assemble(agenda, {
      engine,
      clock,
      outside: this.#outside,
      broker: port.broker,
      feed: port.feed,
      journal: this.#journalOn(store),
      riskStore: writtenByUs(store),
      instruments: greeting.instruments,
      boards: port.feed.boards,
      // Strategies alone watch prints, and none runs here.
      trades: () => () => () => [],
      earlier,
    });
    clock.onStep((stepped) => this.host.take({ kind: 'clock', stepped }));
    if (earlier !== null) this.host.restart();
    this.#lookSoon();
  }

  get host(): EngineHost {
    return this.#assembly.host;
  }

  standing(): Standing {
    return standingOf(this.host.state);
  }

  /** As it is: what works at the venue goes on working, and the next process finds out about the rest. */
  leave(): void {
    this.#end({ kind: 'stopped' });
  }

  /** Whatever is not over is called off; it ends when the venue has confirmed that. */
  cancelAll(reason: string): void {
    if (this.#stopping) return;
    this.#stopping = true;
    this.#outside.close();
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
      if (this.#stopping) this.#end({ kind: 'stopped' });
      else if (this.#assembly.isAllHeard()) this.#end({ kind: 'over' });
  }
}

/** Nobody sends for a state that another process has taken over (S29). */
const writtenByUs = (store: EngineStore): RiskStore => ({
  engaged: () => {
    if (store.isCurrent()) return false;
    throw new Error(`${store.path} is written by another process, or not at all`);
  },
});
