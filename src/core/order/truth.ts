/**
 * What really happened at the simulated venue, in types: sim fills them, audit and report read them. The engine never
 * sees any of this; it sees only what the link lets through. Types only.
 *
 * Invariant: an entry is appended once and never changed; `seq` rises by one over all entries of a run.
 */
import type { ClientOrderId, ExecId, OrderTerms, VenueOrderId } from './order.js';
import type { OrderEntry } from './venue-message.js';
import type { Fee } from './execution-report.js';
import type { EpochMicros, Lots, Side, Ticks } from '../ground/units.js';

/** Why an execution happened (docs/rules/fills.md): F4, F6 at the price, F6 beyond the price, F8, hidden prints. */
export type FillCause = 'taker' | 'queue' | 'through' | 'crossed' | 'hidden';

export interface TruthExecution {
  readonly kind: 'executed';
  readonly seq: number;
  readonly at: EpochMicros;
  readonly execId: ExecId;
  readonly venueOrderId: VenueOrderId;
  readonly clientOrderId: ClientOrderId;
  readonly symbol: string;
  readonly side: Side;
  readonly price: Ticks;
  readonly quantity: Lots;
  /** After this execution. */
  readonly cumQty: Lots;
  readonly leaves: Lots;
  readonly liquidity: 'maker' | 'taker';
  readonly cause: FillCause;
  readonly fee: Fee;
  /** The tape row that caused it; null for a taker that met the standing book. */
  readonly tapeRow: number | null;
  /** Queue ahead of the order before and after (in quantity quanta); null where no queue took part. */
  readonly aheadBefore: number | null;
  readonly aheadAfter: number | null;
}

/**
 * An execution that the venue undid afterwards, or a part of it (F:FIL5): `execId` is that of the undoing, `quantity` what was undone,
 * above 0, `cumQty` what the order has executed after it, `fee` what is given back, negative.
 */
export type TruthBust = Pick<
  TruthExecution,
  | 'seq'
  | 'at'
  | 'execId'
  | 'venueOrderId'
  | 'clientOrderId'
  | 'symbol'
  | 'side'
  | 'price'
  | 'quantity'
  | 'cumQty'
  | 'fee'
> & { readonly kind: 'busted'; readonly bustOf: ExecId };

export type TruthOrderEvent =
  | {
      readonly kind: 'accepted';
      readonly venueOrderId: VenueOrderId;
      readonly terms: OrderTerms;
      readonly ahead: number | null;
    }
  | { readonly kind: 'rejected'; readonly code: string; readonly text: string }
  | {
      readonly kind: 'triggered';
      readonly venueOrderId: VenueOrderId;
      readonly tapeRow: number | null;
    }
  | {
      readonly kind: 'canceled';
      readonly venueOrderId: VenueOrderId;
      readonly reason: string;
      readonly cumQty: Lots;
    }
  | { readonly kind: 'cancel-rejected'; readonly code: string }
  | {
      readonly kind: 'replaced';
      /** The order that took its place; what follows is its own. */
      readonly replacedBy: ClientOrderId;
      readonly venueOrderId: VenueOrderId;
      readonly terms: OrderTerms;
      readonly ahead: number | null;
    }
  | { readonly kind: 'replace-rejected'; readonly code: string }
  | {
      readonly kind: 'expired';
      readonly venueOrderId: VenueOrderId;
      readonly reason: string;
      readonly cumQty: Lots;
    };

export type TruthEntry =
  | TruthExecution
  | TruthBust
  | (TruthOrderEvent & {
      readonly seq: number;
      readonly at: EpochMicros;
      readonly clientOrderId: ClientOrderId;
    });

/** An order, a cancel or a replace as it reached the venue, whatever became of it: with the tape, the oracle's whole input. */
export type VenueArrival = { readonly seq: number; readonly at: EpochMicros } & OrderEntry;

/** An order of the venue's own that closed a position for want of margin (F19): no order of the client's, so no entry. */
export interface TruthLiquidation {
  readonly at: EpochMicros;
  /** The venue's name for it. */
  readonly clientOrderId: ClientOrderId;
  readonly symbol: string;
  readonly side: Side;
  readonly quantity: Lots;
  readonly executions: readonly Pick<TruthExecution, 'execId' | 'price' | 'quantity' | 'fee'>[];
}

/** Read-only view of the ledger for audit, report and explanations. */
export interface TruthLedger {
  readonly arrivals: readonly VenueArrival[];
  readonly entries: readonly TruthEntry[];
  /** All that were made, also those that were undone. */
  readonly executions: readonly TruthExecution[];
  /** Left out where nothing was undone. */
  readonly busts?: readonly TruthBust[];
  /** Left out where nothing was liquidated. */
  readonly liquidations?: readonly TruthLiquidation[];
  /** Orders that somebody else placed for the account; left out where nobody did. */
  readonly byHand?: ReadonlySet<ClientOrderId>;
}

/** Something of a run that an invariant may hang on: what the engine was told or did, what reached the venue or happened there. */
export interface OwnEvent {
  readonly at: EpochMicros;
  readonly side: 'told' | 'engine' | 'wire' | 'venue';
  readonly text: string;
}

/** What a broken invariant is explained with. */
export interface Evidence {
  /** The last own events up to it, oldest first. */
  readonly before: readonly OwnEvent[];
  /** What the engine believed of it, and what was true at the venue. */
  readonly engine: string;
  readonly venue: string;
}

/** One broken invariant (docs/rules/invariants.md): which, when, what was seen, and what shows it. */
export interface Violation {
  readonly id: string;
  readonly at: EpochMicros;
  readonly detail: string;
  readonly evidence: Evidence;
}

/** One true execution and when the engine believed it. */
export interface FillAudit {
  readonly execId: ExecId;
  readonly clientOrderId: ClientOrderId;
  readonly at: EpochMicros;
  readonly quantity: Lots;
  /** When the engine's filled quantity first covered it; null = never. */
  readonly detectedAt: EpochMicros | null;
  /** Detected after the order's own timeout (SIM-5). */
  readonly late: boolean;
  /** When the engine booked it by its id, at its price; null = never: it knows a total at best. */
  readonly pricedAt: EpochMicros | null;
  /** The engine knows what the venue charged for it. */
  readonly feeKnown: boolean;
  /** The run went on long enough after it for the engine to know it: what is unknown then counts against the engine. */
  readonly owed: boolean;
}

/** An order that is open for one side only when a run is over. */
export interface OneSidedOrder {
  readonly clientOrderId: ClientOrderId;
  /** Null where neither side has one for it. */
  readonly venueOrderId: VenueOrderId | null;
  readonly symbol: string;
  /** What may still execute, as that side has it. */
  readonly leaves: Lots;
  /** `venue`: it rests there, and the engine calls it over; `engine`: the other way round. */
  readonly openFor: 'venue' | 'engine';
  readonly since: EpochMicros;
  /** The run went on long enough after that for the engine to know it. */
  readonly owed: boolean;
}

/** Belief held against truth at the end of a run. */
export interface AuditResult {
  /** How many times an invariant was checked. */
  readonly checks: number;
  readonly violations: readonly Violation[];
  readonly ordersAccepted: number;
  /** Alerts, outcomes, statuses, stages and branches the run has come past, each with its count; 0 = never. */
  readonly reached: Readonly<Record<string, number>>;
  readonly fills: readonly FillAudit[];
  readonly oneSided: readonly OneSidedOrder[];
  /** L11: what had not come about at the end of a run that healed, and why no client could have done it; left out where it did not heal. */
  readonly notRecovered?: readonly string[];
  /** Fills the engine booked that the venue never made, and fills it booked more than once. */
  readonly phantom: number;
  readonly doubled: number;
  /** Time during which the engine's position differed from the venue's. */
  readonly positionErrorMicros: number;
}

/** The market as it truly was, by venue time: what costs are measured against. */
export interface MarketRecord {
  /** bid + ask (twice the mid, in ticks) standing at `at`; null before the book opened or while it was not known. */
  midTwiceAt(at: EpochMicros): number | null;
  /** Eligible volume in [from, to): lots, sum of price x quantity (tick-lots), and number of trades. */
  traded(
    from: EpochMicros,
    to: EpochMicros,
  ): { readonly quantity: bigint; readonly notional: bigint; readonly trades: number };
  /** Integral of (bid + ask) over [from, to) and the microseconds with a known book: their ratio / 2 is the TWAP. */
  midTwiceIntegral(
    from: EpochMicros,
    to: EpochMicros,
  ): { readonly sum: bigint; readonly micros: bigint };
  /** Top of book sampled for charts: at most `points` rows, each where the top changed. */
  series(from: EpochMicros, to: EpochMicros, points: number): TopOfBookSeries;
}

/** Columns of one length, one row an index. */
export interface TopOfBookSeries {
  readonly from: EpochMicros;
  /** Microseconds. */
  readonly step: number;
  /** When a row stood: steps since `from`. */
  readonly steps: readonly number[];
  readonly bid: readonly Ticks[];
  readonly ask: readonly Ticks[];
}
