/**
 * What is wrong with the clock of the client's machine, or with the machine. Not on the link: whoever puts a run together gives
 * the client a clock of its own (sim/clock/local-clock.ts). Types only.
 */
import type { EpochMicros, Micros } from '../../core/ground/units.js';
import type { TimeWindow } from './window.js';

export type ClockFlaw =
  /** From the start on; negative = behind, slow. */
  | { readonly kind: 'skew'; readonly ahead: Micros }
  | { readonly kind: 'drift'; readonly ppm: number }
  /** `whenKnown`: called once, with a time that is not over. */
  | { readonly kind: 'step'; readonly by: Micros; whenKnown(listener: FlawListener): void }
  /** Set anew so slowly that nothing of the machine notices; it may have begun before the start. */
  | {
      readonly kind: 'slew';
      readonly by: Micros;
      whenKnown(listener: (span: TimeWindow) => void): void;
    }
  | { readonly kind: 'sleep'; readonly lasts: Micros; whenKnown(listener: FlawListener): void };

export type FlawListener = (at: EpochMicros) => void;
