/**
 * What the fill rules know of one of our resting orders, and how they say that it filled. The venue's order record
 * carries these fields; the rules change `ahead` alone, the sink everything a fill changes. Types only.
 */
import type { Lots, PriceQuanta, Quanta } from '../../core/ground/units.js';
import type { TruthExecution } from '../../core/order/truth.js';

export interface OwnOrder {
  /** Whose it is, among the accounts at the exchange. */
  readonly account: number;
  /** sign x limit price in price quanta, on the order's own side: higher is more aggressive. */
  readonly key: number;
  /** Time priority among own orders: lower came first. */
  readonly priority: number;
  /** What may still execute; the sink lowers it. */
  readonly leaves: Lots;
  /** Market quantity that is served before us; Infinity = unknown (F5). */
  ahead: Quanta;
}

/** An execution as a rule finds it: the truth's, but for a price that is still on the tape's grid. */
export interface Fill extends Pick<
  TruthExecution,
  'quantity' | 'cause' | 'tapeRow' | 'aheadBefore' | 'aheadAfter'
> {
  readonly price: PriceQuanta;
}

export interface FillSink {
  /** Books the fill: `order.leaves` falls by `fill.quantity` before it returns. */
  fill(order: OwnOrder, fill: Fill): void;
}

/** A queue that nobody knows is no number in the ledger. */
export const knownAhead = (ahead: number): number | null => (ahead === Infinity ? null : ahead);
