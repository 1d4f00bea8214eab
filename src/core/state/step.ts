/**
 * One step in the making: the entries decided so far, and a layer over the state in which they are already folded.
 * Mutable on purpose, lives for one `decide`; the state below is never touched.
 */
import { invariant } from '../ground/invariant.js';
import type { Instrument } from '../ground/instrument.js';
import type { ClientOrderId, ParentId } from '../order/order.js';
import type { EpochMicros } from '../ground/units.js';
import type { BrokerRead, FeedRead } from './command.js';
import type { EngineConfig } from './config.js';
import type { AlertLevel, Entry, ReadPurpose } from './entry.js';
import { evolve } from './evolve.js';
import { type ChildState, type ParentState, type State, alertKey } from './state.js';
import { LayeredTable } from './table.js';

type WithoutId<R> = R extends unknown ? Omit<R, 'readId'> : never;
export type ReadRequest = WithoutId<BrokerRead> | WithoutId<FeedRead>;

/** Whom a read is asked for. */
export interface Asker {
  readonly purpose: ReadPurpose;
  readonly parentId: ParentId;
  readonly clientOrderId: ClientOrderId | null;
}

export class Step {
  readonly at: EpochMicros;
  readonly config: EngineConfig;
  readonly state: State;
  readonly entries: Entry[] = [];

  constructor(state: State, at: EpochMicros, config: EngineConfig) {
    this.at = at;
    this.config = config;
    this.state = {
      ...state,
      parents: new LayeredTable(state.parents),
      children: new LayeredTable(state.children),
      reads: new LayeredTable(state.reads),
      alerts: new LayeredTable(state.alerts),
    };
  }

  emit(entry: Entry): void {
    this.entries.push(entry);
    evolve(this.state, entry, this.at);
  }

  ask(request: ReadRequest, asker: Asker): void {
    const read = { ...request, readId: this.state.nextReadId };
    this.emit({ kind: 'read-requested', read, ...asker });
  }

  /** Raises an alert once per condition; what is raised already is not told again. */
  raise(
    code: string,
    level: AlertLevel,
    about: { readonly subject: string; readonly text: string },
  ): void {
    if (this.state.alerts.has(alertKey(code, about.subject))) return;
    this.emit({ kind: 'alert', code, level, ...about, state: 'raised' });
  }

  clear(code: string, subject: string): void {
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

  instrument(symbol: string): Instrument {
    const instrument = this.config.instruments.get(symbol);
    invariant(instrument !== undefined, `no such instrument: ${symbol}`);
    return instrument;
  }
}
