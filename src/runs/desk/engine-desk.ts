/**
 * Where a running engine is asked and told what to do by other people's programs: a command becomes an input in a turn of the engine's clock,
 * and whoever gave it hears of it once it is durable. It decides nothing. Mutable, one an engine.
 *
 * Invariants: 1. What `take` resolves to is durable. 2. Once the engine has ended nobody waits for it any more.
 */
import { type Clock, LANE_WAKE } from '../../core/ground/clock.js';
import type { Instrument } from '../../core/ground/instrument.js';
import { type EpochMicros, type Micros, plus } from '../../core/ground/units.js';
import type { EngineHost } from '../../core/host/engine-host.js';
import type { ParentId } from '../../core/order/order.js';
import type { QuoteBoard } from '../../core/host/quote-board.js';
import type { QuoteView, TopOfBook } from '../../core/order/outcome.js';
import type { MarketFeed } from '../../core/ports.js';
import type { EngineConfig } from '../../core/state/config.js';
import type { Entry } from '../../core/state/entry.js';
import type { InputBody } from '../../core/state/input.js';
import type { JournalBlock } from '../../core/state/journal-block.js';
import type { State } from '../../core/state/state.js';
import { EngineBook } from './engine-book.js';

/** It takes nothing any more, and why. */
export class EngineEnded extends Error {
  override readonly name = 'EngineEnded';
}

/** As it is stored. */
export interface StoredBlock {
  readonly seq: number;
  /** Canonical JSON of [seq, input, entries]. */
  readonly text: string;
  readonly hash: string;
}

export interface DeskOptions {
  readonly config: EngineConfig;
  readonly clock: Clock;
  readonly feed: Pick<MarketFeed, 'quoteOf'>;
  /** By symbol: what of the feed is kept. */
  readonly boards: ReadonlyMap<string, QuoteBoard>;
  /** Whether the venue is reached. */
  readonly isUp: () => boolean;
  /** What is durable of the journal, from a block on, those of earlier processes too. */
  readonly journal: { blocks(fromSeq: number): Iterable<StoredBlock> };
  /** How long an order may take from its receipt to its plan before whoever gave it is told to look later. */
  readonly patience: Micros;
}

type Refused = Extract<Entry, { kind: 'order-refused' }>;

/** What became of an order or a signal. */
export interface Intake {
  /** The input's own, durable. */
  readonly block: JournalBlock;
  /** Of the order that was received; null where none was. */
  readonly parentId: ParentId | null;
  /** Why it was refused after it was received; null = it was not, as far as is known yet. */
  readonly refused: Refused | null;
}

export class EngineDesk {
  readonly book = new EngineBook();
  readonly #options: DeskOptions;
  readonly #fails = new Set<(error: Error) => void>();
  readonly #followers = new Set<() => void>();
  readonly #waiting = new Map<ParentId, (refused: Refused | null) => void>();
  #host: EngineHost | null = null;
  /** Blocks since the last input from here; its own is the first. */
  #taken: JournalBlock[] = [];
  #ended: string | null = null;

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  /** Before anything is asked. */
  connect(host: EngineHost): void {
    this.#host = host;
  }

  get host(): EngineHost {
    if (this.#host === null) throw new Error('a desk without an engine');
    return this.#host;
  }

  get state(): State {
    return this.host.state;
  }

  get config(): EngineConfig {
    return this.#options.config;
  }

  get now(): EpochMicros {
    return this.#options.clock.now();
  }

  get isUp(): boolean {
    return this.#options.isUp();
  }

  /** Why it takes nothing any more; null while it runs. */
  get ended(): string | null {
    return this.#ended ?? this.host.stopped;
  }

  instrument(symbol: string): Instrument | null {
    return this.config.instruments.get(symbol) ?? null;
  }

  quoteOf(symbol: string): QuoteView {
    return this.#options.feed.quoteOf(symbol);
  }

  /** The newest first; none of before this process. */
  recentQuotes(symbol: string, most: number): readonly TopOfBook[] {
    return this.#options.boards.get(symbol)?.recent(this.now, most) ?? [];
  }

  blocks(fromSeq: number): Iterable<StoredBlock> {
    return this.#options.journal.blocks(fromSeq);
  }

  /** `listener` hears when a block has become durable, and of the end. @returns how to stop that. */
  follow(listener: () => void): () => void {
    this.#followers.add(listener);
    return () => this.#followers.delete(listener);
  }

  /** Told of each block once it is durable; of those of earlier processes through `book`. */
  onBlock(block: JournalBlock): void {
    if (this.#taken.length === 0) this.#taken.push(block);
    this.book.note(block);
    for (const [parentId, tell] of this.#waiting) {
      const settled = settledIn(block, parentId);
      if (settled !== null) tell(settled.refused);
    }
    for (const listener of this.#followers) listener();
  }

  /** The block that the input became, durable. Errors: `EngineEnded`. */
  take(input: InputBody): Promise<JournalBlock> {
    return this.#inTurn((done, fail) => {
      const block = this.#takeNow(input, fail);
      if (block !== null) done(block);
    });
  }

  /** As `take`; resolves once the order is planned or refused, or has taken too long for that. */
  takeOrder(input: Extract<InputBody, { kind: 'order-request' | 'signal' }>): Promise<Intake> {
    return this.#inTurn((done, fail) => {
      const block = this.#takeNow(input, fail);
      if (block === null) return;
      const received = block.entries.find(({ kind }) => kind === 'order-received');
      const parentId = received?.kind === 'order-received' ? received.parentId : null;
      const settled = parentId === null ? null : settledIn(block, parentId);
      if (parentId === null || settled !== null)
        done({ block, parentId, refused: settled?.refused ?? null });
      else this.#await(parentId, (refused) => done({ block, parentId, refused }));
    });
  }

  /** Whoever waits is told that nothing more comes. */
  close(why: string): void {
    this.#ended ??= why;
    for (const fail of [...this.#fails]) fail(new EngineEnded(why));
    for (const listener of this.#followers) listener();
  }

  #takeNow(input: InputBody, fail: (error: Error) => void): JournalBlock | null {
    this.#taken = [];
    this.host.take(input);
    const [block] = this.#taken;
    if (block !== undefined && this.host.stopped === null) return block;
    fail(new EngineEnded(this.ended ?? 'the engine took nothing'));
    return null;
  }

  /** One parent is received once: nobody else waits for it. */
  #await(parentId: ParentId, done: (refused: Refused | null) => void): void {
    const { clock, patience } = this.#options;
    const tell = (refused: Refused | null): void => {
      clock.cancel(timer);
      this.#waiting.delete(parentId);
      done(refused);
    };
    const timer = clock.schedule(plus(clock.now(), patience), LANE_WAKE, () => tell(null));
    this.#waiting.set(parentId, tell);
  }

  #inTurn<T>(act: (done: (value: T) => void, fail: (error: Error) => void) => void): Promise<T> {
    const { clock } = this.#options;
    return new Promise((resolve, reject) => {
      if (this.ended !== null) {
        reject(new EngineEnded(this.ended));
        return;
      }
      const fail = (error: Error): void => {
        this.#fails.delete(fail);
        reject(error);
      };
      const done = (value: T): void => {
        this.#fails.delete(fail);
        resolve(value);
      };
      this.#fails.add(fail);
      clock.schedule(clock.now(), LANE_WAKE, () => act(done, fail));
    });
  }
}

/** Whether a block has the end of an order's intake; null = it has not. */
function settledIn(
  { entries }: JournalBlock,
  parentId: ParentId,
): { readonly refused: Refused | null } | null {
  for (const entry of entries) {
    if (entry.kind === 'parent-planned' && entry.parentId === parentId) return { refused: null };
    if (entry.kind === 'order-refused' && entry.parentId === parentId) return { refused: entry };
  }
  return null;
}
