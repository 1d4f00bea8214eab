/** What planning is told besides the request: time, market, and the configuration of the slicer (TWAP-6, TWAP-7). */
import type { Instrument } from '../ground/instrument.js';
import type { EpochMicros, Lots } from '../ground/units.js';

export interface SlicingConfig {
  /** Smallest value of a slice in quote currency, decimal text; "0" = none (TWAP-6). */
  readonly minSliceValue: string;
  readonly liquidityCheckEnabled: boolean;
  /** Largest slice as a share of average daily volume, basis points (`MAX_SLICE_PCT_OF_ADV`, 1 %, TWAP-7). */
  readonly maxSliceOfAdvBps: number;
}

export const DEFAULT_SLICING: SlicingConfig = {
  minSliceValue: '50',
  liquidityCheckEnabled: true,
  maxSliceOfAdvBps: 100,
};

export interface PlanContext {
  readonly now: EpochMicros;
  readonly instrument: Instrument;
  /** bid + ask at receipt (twice the mid, ticks); null = no quote. */
  readonly midTwice: number | null;
  /** Average daily volume; null = unavailable. */
  readonly adv: Lots | null;
  readonly config: SlicingConfig;
}
