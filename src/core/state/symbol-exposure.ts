/** What limits count of one symbol (RSK-3): bought and sold, open or unknown, and meant to leave in the last minute. */
import type { EpochMicros, Lots } from '../ground/units.js';
import type { OrphanExposure } from './orphan.js';

/** Orders meant to leave in one second. */
export interface SendCount {
  readonly second: number;
  readonly count: number;
}

export interface SymbolExposure {
  /** Bought less sold since the start; what was held before is configuration. */
  readonly position: Lots;
  /** Of executions whose price is known: bought less sold, and what was paid less what was got, in ticks x lots. */
  readonly booked: Lots;
  readonly spent: bigint;
  /** What open and unknown orders may still buy, and sell. */
  readonly buying: Lots;
  readonly selling: Lots;
  /** Orders that may still fill. */
  readonly openOrders: number;
  /** Bid + ask that the latest order saw; null = none yet. */
  readonly midTwice: number | null;
  /** Of the last minute, oldest first. */
  readonly sends: readonly SendCount[];
  /** REC-7: what orders add that nobody here placed, to all of the above; left out where there never was one. */
  readonly orphans?: OrphanExposure | undefined;
  /** REC-6: what is held beyond all of that and nobody can explain; left out while there is nothing of the kind. */
  readonly adjustment?: PositionAdjustment | undefined;
}

export interface PositionAdjustment {
  /** Bought less sold. */
  readonly quantity: Lots;
  /** By the venue's clock: an execution up to then is a part of it until it is known. */
  readonly asOf: EpochMicros;
}

export const NO_EXPOSURE: SymbolExposure = {
  position: 0 as Lots,
  booked: 0 as Lots,
  spent: 0n,
  buying: 0 as Lots,
  selling: 0 as Lots,
  openOrders: 0,
  midTwice: null,
  sends: [],
};
