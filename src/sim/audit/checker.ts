/**
 * An invariant of docs/rules/invariants.md, watched while a run goes on: fed every entry of the venue's ledger, every request
 * that arrived, and every block of the engine's journal, in the order in which they happened. One checker a file.
 */
import type { EngineConfig } from '../../core/state/config.js';
import type { Entry } from '../../core/state/entry.js';
import type { Input } from '../../core/state/input.js';
import type { State } from '../../core/state/state.js';
import type { ClientOrderId, ParentId } from '../../core/order/order.js';
import type { TruthEntry, VenueArrival } from '../../core/order/truth.js';
import type { TopOfBook } from '../../core/order/outcome.js';
import type { OrderEntry } from '../../core/order/venue-message.js';
import type { EpochMicros } from '../../core/ground/units.js';
import type { ExecutionNumbers, OrderNumbers } from './numbering.js';

/** What a checker found broken, and whose: the evidence is put together by the auditor. */
export interface Finding {
  readonly id: string;
  readonly at: EpochMicros;
  readonly detail: string;
  /** The order or the parent it is about; left out where it is about neither. */
  readonly of?: { readonly order: ClientOrderId } | { readonly parent: ParentId };
}

/** What a checker may look at, and where it says what it found. */
export interface AuditContext {
  readonly config: EngineConfig;
  readonly orders: OrderNumbers;
  readonly executions: ExecutionNumbers;
  /** What the engine's clock showed at a true time: all that a checker is told is in true time. */
  readonly ownOf: (at: EpochMicros) => EpochMicros;
  /** It may show a wrong time: what it allows for that is its own margin, and nothing is owed of it. */
  readonly isClockWrong: boolean;
  /** What the client was shown last of a symbol's market; null = nothing, or nobody looked. */
  readonly shown: (symbol: string) => Pick<TopOfBook, 'bid' | 'ask'> | null;
  /** Somebody else placed it, and nobody here took it over. */
  readonly isForeign: (clientOrderId: ClientOrderId) => boolean;
  /** One check was made; @returns `ok`. */
  readonly check: (ok: boolean) => boolean;
  /** It failed: put into words only then, since nearly all hold. */
  readonly broken: (finding: Finding) => void;
}

/** Only what a checker needs is there, as functions that need no `this`; the auditor calls nothing else. */
export interface Checker {
  readonly id: string;
  /** A request left for the wire, whatever becomes of it: after its intent was durable, before it arrives. */
  readonly onDeparture?: (request: OrderEntry, state: State) => void;
  /** A request reached the venue, whatever became of it. */
  readonly onArrival?: (arrival: VenueArrival, state: State) => void;
  /** The venue's ledger grew. */
  readonly onTruth?: (entry: TruthEntry, state: State) => void;
  /** The engine was told something: before the entries it made of it. */
  readonly onInput?: (input: Input) => void;
  /** The engine's journal grew; `state` is the state after the whole block. */
  readonly onEntry?: (entry: Entry, at: EpochMicros, state: State) => void;
  /** The run is over. */
  readonly onEnd?: (at: EpochMicros, state: State) => void;
}

export type CheckerFactory = (context: AuditContext) => Checker;
