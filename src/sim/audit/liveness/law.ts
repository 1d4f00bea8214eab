/** A law of docs/rules/liveness.md: what must have come about once nothing has stood in the engine's way for as long as the bound. Types only. */
import type { EngineConfig } from '../../../core/state/config.js';
import type { ClientOrderId } from '../../../core/order/order.js';
import type { FillAudit, OneSidedOrder, TruthLedger } from '../../../core/order/truth.js';
import type { State } from '../../../core/state/state.js';
import type { EpochMicros, Micros } from '../../../core/ground/units.js';
import type { Finding } from '../checker.js';

/** The stretch without faults at the end of a run. */
export interface Healed {
  /** Since when nothing stands in the way. */
  readonly from: EpochMicros;
  readonly bound: Micros;
}

/** Both views when the bound is over; all times are true ones. */
export interface HealedWorld extends Healed {
  readonly at: EpochMicros;
  readonly config: EngineConfig;
  readonly state: State;
  readonly truth: TruthLedger;
  readonly fills: readonly FillAudit[];
  readonly oneSided: readonly OneSidedOrder[];
  /** Requests that the engine made in the second half of the bound. */
  readonly requestsLate: number;
  readonly isForeign: (clientOrderId: ClientOrderId) => boolean;
  /** What the engine's clock showed: its own times are by that. */
  readonly ownOf: (at: EpochMicros) => EpochMicros;
}

export interface Unmet {
  readonly of?: NonNullable<Finding['of']>;
  readonly detail: string;
}

export interface Law {
  readonly id: string;
  /** What has not come about, each in words. */
  readonly unmet: (world: HealedWorld) => readonly Unmet[];
}
