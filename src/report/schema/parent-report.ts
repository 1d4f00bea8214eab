/**
 * The part of a report about one parent order and its children (SCH-7). Types only; the same rules as in `report.ts`.
 */
import type { ChildKind, FillOutcome, StopCode } from '../../core/state/entry.js';
import type { OrderType, TimeInForce } from '../../core/order/order.js';
import type { Algo, CompletionPolicy } from '../../core/order/order-request.js';
import type { ParentStatus } from '../../core/order/parent.js';
import type { OrderStatus } from '../../core/order/status.js';
import type { Side } from '../../core/ground/units.js';
import type { WarningReport } from './report.js';

/** The parts of the implementation shortfall, in bps of arrival mid x ordered quantity; positive = cost. */
export interface CostBps {
  readonly delayBps: number | null;
  readonly spreadBps: number | null;
  readonly impactBps: number | null;
  readonly timingBps: number | null;
  readonly feesBps: number | null;
  readonly opportunityBps: number | null;
}

/** The same parts in quote currency, exact. */
export interface CostQuote {
  readonly delay: string | null;
  readonly spread: string | null;
  readonly impact: string | null;
  readonly timing: string | null;
  readonly fees: string | null;
  readonly opportunity: string | null;
}

/** planned = filled + partial + blocked + skipped + canceled + failed + dryRun + open; `sent` counts across them. */
export interface SliceCounts {
  readonly planned: number;
  readonly sent: number;
  readonly filled: number;
  readonly partial: number;
  readonly blocked: number;
  readonly skipped: number;
  readonly canceled: number;
  readonly failed: number;
  readonly dryRun: number;
  /** Not ended when the run was: still working, or never due. */
  readonly open: number;
}

export interface StopReport {
  readonly code: StopCode;
  readonly measured: string;
  readonly limit: string;
  readonly atMicros: number;
}

export interface ChildReport {
  readonly clientOrderId: string;
  /** As the trace calls it: P1/3, or P1/c12 for a catch-up. */
  readonly name: string;
  /** From 0. */
  readonly slice: number;
  readonly kind: ChildKind;
  readonly status: OrderStatus;
  readonly quantity: string;
  readonly filledQuantity: string;
  readonly averagePrice: string | null;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly limitPrice: string | null;
  /** The mid the decision to send saw: FIL-8's expected price. */
  readonly expectedPrice: string | null;
  readonly scheduledAtMicros: number | null;
  /** First submit that was not proven unsent. */
  readonly sentAtMicros: number | null;
  /** When the engine first knew of a fill. */
  readonly firstFillAtMicros: number | null;
  /** When the engine knew that the order had ended. */
  readonly doneAtMicros: number | null;
  readonly outcome: FillOutcome | null;
  readonly reason: string | null;
  readonly slippageBps: number | null;
  readonly feesQuote: string | null;
  readonly feesEstimated: boolean;
  readonly polls: number;
  readonly participationShare: number | null;
  readonly makerShare: number | null;
  readonly takerShare: number | null;
}

export interface ParentReport {
  readonly parentId: string;
  /** P1, P2 … in the order of receipt. */
  readonly name: string;
  readonly strategy: string;
  readonly symbol: string;
  readonly side: Side;
  readonly algo: Algo;
  readonly type: OrderType;
  readonly quantity: string;
  readonly filledQuantity: string;
  readonly unfilledQuantity: string;
  readonly filledShare: number;
  readonly averagePrice: string | null;
  readonly status: ParentStatus;
  readonly completion: CompletionPolicy;
  readonly receivedMicros: number;
  /** The measured interval: planned start (not before receipt) to the end; null while it has none. */
  readonly startMicros: number;
  readonly endMicros: number | null;
  /** From receipt to the end. */
  readonly elapsedMs: number | null;
  /** The arrival mid: as delivered to the engine at receipt. */
  readonly arrivalPrice: string | null;
  readonly referenceMid: string | null;
  readonly finalMid: string | null;
  /** `venue`: the true mid at the end; `engine`: the last quote the engine read before the end. */
  readonly finalMidSource: 'venue' | 'engine' | null;
  readonly shortfallBps: number | null;
  readonly shortfallQuote: string | null;
  readonly cost: CostBps;
  readonly costQuote: CostQuote;
  readonly slippageBps: number | null;
  readonly twap: string | null;
  readonly vwap: string | null;
  readonly vsTwapBps: number | null;
  readonly vsVwapBps: number | null;
  readonly feesQuote: string | null;
  readonly feesEstimated: boolean;
  readonly participationShare: number | null;
  readonly makerShare: number | null;
  readonly takerShare: number | null;
  readonly slices: SliceCounts;
  readonly stoppedEarly: boolean;
  readonly stop: StopReport | null;
  readonly children: readonly ChildReport[];
  readonly warnings: readonly WarningReport[];
}
