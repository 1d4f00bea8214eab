/**
 * One step in the making: the entries decided so far, a layer over the state in which they are already folded, and the
 * parents they touched, each with what has to be settled once the input has acted. Mutable on purpose, lives for one
 * `decide`; the state below is not touched before its owner folds the whole step into it.
 */
import type { AlertCode } from './alert-code.js';
import type { Instrument } from '../ground/instrument.js';
import { invariant } from '../ground/invariant.js';
import type { EpochMicros } from '../ground/units.js';
import type { ClientOrderId, ParentId } from '../order/order.js';
import type { QuoteView, TopOfBook } from '../order/outcome.js';
import type { BrokerRead, FeedRead } from './command.js';
import type { EngineConfig } from './config.js';
import type { AlertLevel, Entry, ReadPurpose, StopCode } from './entry.js';
import { evolve, isChildEntry, isParentEntry } from './evolve.js';
import type { Input } from './input.js';
import type { Owner } from './owner.js';
import { type ChildState, type ParentState, type State, alertKey } from './state.js';
import { LayeredTable, type Table } from './table.js';

type WithoutId<R> = R extends unknown ? Omit<R, 'readId'> : never;
export type ReadRequest = WithoutId<BrokerRead> | WithoutId<FeedRead>;

/** Whom a read is asked for, and why. */
export interface Asker {
  readonly purpose: ReadPurpose;
  readonly owner: Owner;
}

/** Why a parent stops early: what was measured, and against what. */
export interface Stop {
  readonly code: StopCode;
  readonly measured: string;
  readonly limit: string;
}

/** What a child, or the act itself, leaves for its parent to settle. */
export interface ParentMarks {
  stop: Stop | null;
  /** Children that ended in this step, and why. */
  readonly ended: { readonly clientOrderId: ClientOrderId; readonly why: string }[];
}

export class Step {
  readonly at: EpochMicros;
  readonly config: EngineConfig;
  readonly state: State;
  readonly entries: Entry[] = [];
  readonly touched = new Map<ParentId, ParentMarks>();
  readonly #below: State;
  /** Those below that have a layer here. */
  readonly #tables: Partial<State>;
  readonly #layers: { fold(): void }[] = [];
  readonly #quotes: readonly QuoteView[];

  constructor(state: State, input: Input, config: EngineConfig) {
    this.at = input.at;
    this.config = config;
    this.#quotes = input.quotes ?? [];
    this.#below = state;
    const { parents, children, reads, exposure, alerts, signals } = state;
    this.#tables = {
      parents,
      children,
      reads,
      exposure,
      alerts,
      ...(signals === undefined ? {} : { signals }),
    };
    this.state = {
      ...state,
      parents: this.#over(parents),
      children: this.#over(children),
      reads: this.#over(reads),
      exposure: this.#over(exposure),
      alerts: this.#over(alerts),
      ...(signals === undefined ? {} : { signals: this.#over(signals) }),
    };
  }

  emit(entry: Entry): void {
    this.entries.push(entry);
    evolve(this.state, entry, this.at);
    if (isChildEntry(entry)) this.marksOf(this.child(entry.clientOrderId).parentId);
    else if (isParentEntry(entry) && entry.parentId !== null) this.marksOf(entry.parentId);
  }

  /** Brings the state below to where `evolve` over the entries would: they are folded here already. */
  fold(): void {
    Object.assign(this.#below, this.state, this.#tables);
    for (const layer of this.#layers) layer.fold();
  }

  /** The parent is settled at the end of the step, and this goes with it. */
  marksOf(parentId: ParentId): ParentMarks {
    const known = this.touched.get(parentId);
    if (known !== undefined) return known;
    const marks: ParentMarks = { stop: null, ended: [] };
    this.touched.set(parentId, marks);
    return marks;
  }

  ask(request: ReadRequest, { purpose, owner }: Asker): void {
    const read = { readId: this.state.nextReadId, ...request };
    this.emit({ kind: 'read-requested', read, purpose, owner });
  }

  /** What the quote board showed of `symbol` when the input came. */
  quoteOf(symbol: string): QuoteView {
    const view = this.#quotes.find((quote) => quote.symbol === symbol);
    invariant(view !== undefined, `this input carries no quote of ${symbol}`);
    return view;
  }

  /** What the input carries of it; null where it carries nothing. */
  viewOf(symbol: string): QuoteView | null {
    return this.#quotes.find((quote) => quote.symbol === symbol) ?? null;
  }

  /** The quote of it that the input carries; null where it carries none. */
  seenOf(symbol: string): TopOfBook | null {
    return this.viewOf(symbol)?.quote ?? null;
  }

  /** Raises an alert once per condition; what is raised already is not told again. */
  raise(
    code: AlertCode,
    level: AlertLevel,
    about: { readonly subject: string; readonly text: string },
  ): void {
    if (this.state.alerts.has(alertKey(code, about.subject))) return;
    this.emit({ kind: 'alert', code, level, ...about, state: 'raised' });
  }

  clear(code: AlertCode, subject: string): void {
    if (!this.state.alerts.has(alertKey(code, subject))) return;
    this.emit({ kind: 'alert', code, level: 'info', subject, text: '', state: 'cleared' });
  }

  parent(parentId: ParentId): ParentState {
    const parent = this.state.parents.get(parentId);
    invariant(parent !== undefined, `no such parent: ${parentId}`);
    return parent;
  }

  child(clientOrderId: ClientOrderId): ChildState {
    const child = this.state.children.get(clientOrderId);
    invariant(child !== undefined, `no such order: ${clientOrderId}`);
    return child;
  }

  #over<K, V>(table: Table<K, V>): Table<K, V> {
    const layer = new LayeredTable(table);
    this.#layers.push(layer);
    return layer;
  }

  instrument(symbol: string): Instrument {
    const instrument = this.config.instruments.get(symbol);
    invariant(instrument !== undefined, `no such instrument: ${symbol}`);
    return instrument;
  }
}
