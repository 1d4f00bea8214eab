/** One step of a quantity that grows over time, for a chart: planned, believed or true. Types only. */
import type { EpochMicros, Lots } from '../../core/ground/units.js';

export interface QuantityStep {
  readonly at: EpochMicros;
  /** Lots added at `at`. */
  readonly quantity: Lots;
}
