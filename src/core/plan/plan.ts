/**
 * A parent's plan: five numbers from which every slice's quantity and time are computed until it is released (no
 * array of slices exists, so a million planned slices cost nothing). Stored once, reused as stored on recovery
 * (RCV-2). Types only; the arithmetic is in `slicer.ts` and `schedule.ts`.
 */
import type { VenueDay } from '../ground/calendar/venue-day.js';
import type { CalendarName } from '../ground/instrument.js';
import type { EpochMicros, Lots, Micros } from '../ground/units.js';

/** Slice k starts at start + k*interval, or at start + floor(k*duration / N) (TWAP-1), in session time (TWAP-3). */
export type Spacing =
  | { readonly kind: 'interval'; readonly interval: Micros }
  | { readonly kind: 'duration'; readonly duration: Micros };

export interface Plan {
  readonly start: EpochMicros;
  readonly calendar: CalendarName;
  /** As the venue had its days when the plan was made; left out where they are the calendar's. */
  readonly venueDays?: readonly VenueDay[];
  readonly spacing: Spacing;
  /** N >= 1. */
  readonly slices: number;
  /** floor(Q / N); the first `remainder` slices carry one lot more (TWAP-2). */
  readonly baseQuantity: Lots;
  readonly remainder: number;
  /** TWAP-7's limit as computed at plan time; null = none known or switched off. */
  readonly maxSliceQuantity: Lots | null;
}

export type PlanWarning = { readonly code: string; readonly text: string };
