/**
 * The bridge between the ports and the pure core, shared by simulation and live: a plain loop that drains the inbox,
 * decides and folds each input, makes all of it durable in one append, and only then releases the commands. Mutable
 * on purpose, single owner. It decides nothing itself.
 *
 * Invariants: 1. No command leaves before its entry is durable. 2. `decide` is never entered twice. 3. When the
 * journal fails the host stops: it releases nothing and takes no further input. 4. After each drain every owner has
 * exactly the wake `nextWakeOf` names, or none.
 */
import { InvariantError } from '../ground/invariant.js';
import type { JournalBlock } from '../state/journal-block.js';
import { JournalChain } from '../state/journal-chain.js';
import { ofChild, ofParent } from '../state/owner.js';
import type { Broker, Clock, Journal, MarketFeed, RiskStore } from '../ports.js';
import { type EffectCommand, type Command, isFeedRead } from '../state/command.js';
import { commandOf } from '../state/commands-of.js';
import type { EngineConfig } from '../state/config.js';
import { decided } from '../engine/decide.js';
import type { Monitors } from '../engine/monitors.js';
import type { Entry } from '../state/entry.js';
import type { Input, InputBody } from '../state/input.js';
import { initialState } from '../state/initial-state.js';
import type { State } from '../state/state.js';
import { ownerOf } from '../state/wakes.js';
import { mayLeave } from '../guard/leave-gate.js';
import type { QuoteView, Veto } from '../order/outcome.js';
import type { EpochMicros } from '../ground/units.js';
import { AccountWatch } from './account-watch.js';
import { type Looking, seenInput } from './seen-input.js';
import { WakeTimers } from './wake-timers.js';

export interface EngineHostOptions {
  readonly config: EngineConfig;
  readonly clock: Clock;
  readonly broker: Broker;
  readonly feed: MarketFeed;
  readonly journal: Journal;
  readonly riskStore: RiskStore;
  /** Who may follow orders, by name (FIL-12); the core's own when left out. */
  readonly monitors?: Monitors;
  /** State to go on from (recovery); the empty state when left out. */
  readonly state?: State;
  /** Seq and hash the next block is chained to. */
  readonly head?: { readonly seq: number; readonly hash: string };
  /** Called after each durable block, before its commands leave: audit, streams, series. Must not call back. */
  readonly onBlock?: (block: JournalBlock, state: State) => void;
  /** Called as effect k = 1, 2, … is about to be released: where crash tests stop the process. */
  readonly onEffect?: (k: number, command: EffectCommand) => void;
}

export class EngineHost {
  readonly #options: EngineHostOptions;
  readonly #state: State;
  readonly #looking: Looking;
  readonly #inbox: InputBody[] = [];
  readonly #wakes: WakeTimers;
  /** Null where no breaker is configured. */
  readonly #watch: AccountWatch | null;
  readonly #chain: JournalChain;
  #effects = 0;
  #inputs = 0;
  #draining = false;
  #stopped: string | null = null;
  #failure: Error | null = null;

  constructor(options: EngineHostOptions) {
    this.#options = options;
    this.#state = options.state ?? initialState();
    const { config, feed } = options;
    this.#looking = { state: this.#state, config, feed };
    this.#chain = new JournalChain(options.head);
    this.#wakes = new WakeTimers(options.clock, this.#state, (input) => this.take(input));
    this.#watch = this.#accountWatch(options);
    options.broker.reports$.subscribe((input) => {
      this.take(input);
    });
    options.feed.events$.subscribe((input) => {
      this.take(input);
    });
  }

  #accountWatch({ config, clock, feed }: EngineHostOptions): AccountWatch | null {
    const { breaker, instruments } = config;
    if (breaker === undefined) return null;
    const take = (input: InputBody): void => this.take(input);
    return new AccountWatch({ instruments, breaker }, { clock, feed, state: this.#state, take });
  }

  get state(): State {
    return this.#state;
  }

  /** Hash of the last block; `GENESIS_HASH` before the first. */
  get journalHash(): string {
    return this.#chain.hash;
  }

  get effects(): number {
    return this.#effects;
  }

  get inputs(): number {
    return this.#inputs;
  }

  /** Why the host stopped; null while it runs. */
  get stopped(): string | null {
    return this.#stopped;
  }

  /**
   * What the core threw, an `InvariantError`; null while all is well. Kept here because RxJS would swallow it on its
   * way through a subscription: whoever drives the clock looks and throws it at the run boundary.
   */
  get failure(): Error | null {
    return this.#failure;
  }

  /** Puts an input into the inbox; drains it at once unless a drain is under way. */
  take(input: InputBody): void {
    if (this.#stopped !== null) return;
    this.#inbox.push(input);
    if (this.#draining) return;
    try {
      this.#drain();
    } catch (error) {
      this.#failure = error instanceof Error ? error : new InvariantError(String(error));
      this.#stop(textOf(error));
    }
  }

  /**
   * Goes on from the state it was given: what was under way is unknown, the gate is shut until it is cleared up (REC-1), and every wake is
   * armed. Once, before anything else.
   */
  restart(): void {
    this.take({ kind: 'started' });
    this.#armAll();
  }

  #armAll(): void {
    for (const [parentId] of this.#state.parents.entries()) this.#wakes.arm(ofParent(parentId));
    for (const [clientOrderId] of this.#state.children.entries())
      this.#wakes.arm(ofChild(clientOrderId));
    this.#wakes.arm({ kind: 'account' });
    this.#watch?.settle([]);
  }

  #drain(): void {
    this.#draining = true;
    try {
      while (this.#inbox.length > 0) {
        const blocks: JournalBlock[] = [];
        for (let body = this.#inbox.shift(); body !== undefined; body = this.#inbox.shift()) {
          blocks.push(this.#step(seenInput(body, this.#options.clock.now(), this.#looking)));
        }
        if (!this.#append(blocks)) return;
        for (const block of blocks) this.#options.onBlock?.(block, this.#state);
        for (const block of blocks) this.#release(block.entries);
        this.#armTouched(blocks);
      }
    } finally {
      this.#draining = false;
    }
  }

  #step(input: Input): JournalBlock {
    this.#inputs += 1;
    const step = decided(this.#state, input, this.#options.config, this.#options.monitors);
    step.fold();
    return this.#chain.add({ input, entries: step.entries });
  }

  #append(blocks: readonly JournalBlock[]): boolean {
    try {
      this.#options.journal.append(blocks);
      return true;
    } catch (error) {
      // Not the disk: a block that has no text or does not go on from the one before, or a judge that is wrong.
      if (error instanceof InvariantError) throw error;
      this.#stop(`journal: ${textOf(error)}`);
      return false;
    }
  }

  #stop(why: string): void {
    this.#stopped = why;
    this.#inbox.length = 0;
    this.#wakes.cancelAll();
    this.#watch?.cancelAll();
  }

  #release(entries: readonly Entry[]): void {
    for (const entry of entries) {
      const command = commandOf(entry);
      if (command !== null) this.#send(command);
    }
  }

  #send(command: Command): void {
    if (isFeedRead(command)) {
      this.#options.feed.send(command);
      return;
    }
    if (command.kind === 'submit' || command.kind === 'cancel' || command.kind === 'replace') {
      this.#effects += 1;
      this.#options.onEffect?.(this.#effects, command);
    }
    // No field for this closure: V8 allocates a function that is assigned to a property in old space, where it would keep
    // this host, and with it the run, from every minor collection.
    this.#options.broker.send(command, (effect, now) => this.#mayLeave(effect, now));
  }

  /** The last guard, asked in the tick in which the effect leaves. */
  #mayLeave(command: EffectCommand, now: EpochMicros): Veto | null {
    const { config, riskStore, feed } = this.#options;
    const quoteOf = (symbol: string): QuoteView => feed.quoteOf(symbol);
    return this.#stopped === null
      ? mayLeave({ state: this.#state, config, riskStore, quoteOf }, command, now)
      : { code: 'risk-store-error', text: `host stopped: ${this.#stopped}` };
  }

  #armTouched(blocks: readonly JournalBlock[]): void {
    for (const { input, entries } of blocks) {
      if (input.kind === 'wake') this.#wakes.arm(input.owner);
      for (const entry of entries) {
        const owner = ownerOf(this.#state, entry);
        if (owner !== null) this.#wakes.arm(owner);
      }
    }
    this.#wakes.retryRefused();
    this.#watch?.settle(blocks);
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
