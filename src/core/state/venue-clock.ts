/** The venue's clock as far as the engine knows it (F:SUB8): what is said to the venue is stamped by it. Pure. */
import { type EpochMicros, type Micros, plus, seconds } from '../ground/units.js';
import type { ClockOffset, ReadId } from './command.js';

export interface VenueClock {
  /** What to add to ours to get it. */
  readonly offset: ClockOffset;
  /** When the venue said its time last; null = never. */
  readonly measuredAt: EpochMicros | null;
  /** By how much ours was stepped so far, there and back: by so much what it showed before may be off. */
  readonly stepped: Micros;
  /** How far off it is is not known since a step: asked again at `nextAt`; only reads from this one on tell. */
  readonly doubt: { readonly since: ReadId; readonly nextAt: EpochMicros } | null;
}

export type ClockEntry =
  /** F:CLK3: how far off our clock is is not known any more, until the venue has said its time: asked again at `nextAt`. */
  | { readonly kind: 'clock-doubted'; readonly stepped: Micros; readonly nextAt: EpochMicros }
  /** F:SUB8: what to add to our clock to get the venue's, from now on; what the round trip leaves open counts as nothing. */
  | { readonly kind: 'clock-measured'; readonly offset: Micros; readonly within: Micros };

interface Clocked {
  readonly clock?: VenueClock;
}

const RIGHT: VenueClock = {
  offset: 0 as Micros,
  measuredAt: null,
  stepped: 0 as Micros,
  doubt: null,
};

/** What the venue's clock shows when ours shows `at`. */
export const atVenue = ({ clock }: Clocked, at: EpochMicros): EpochMicros =>
  clock === undefined ? at : plus(at, clock.offset);

/** Ours was set, or showed otherwise that it may be wrong, and the venue has not said its time since. */
export const isClockDoubted = ({ clock }: Clocked): boolean => (clock?.doubt ?? null) !== null;

/** As fast or slow as a clock may be (500 in a million), it is off by no more than 0.3 s after this. */
const GOOD_FOR = seconds(600);

/** The venue has said its time lately, and ours was not set since. */
export function isClockKnown({ clock }: Clocked, at: EpochMicros): boolean {
  const measuredAt = clock?.measuredAt ?? null;
  return clock?.doubt === null && measuredAt !== null && at <= plus(measuredAt, GOOD_FOR);
}

/** For a command: what its time of leaving is stamped with. */
export const stamped = ({ clock }: Clocked): { readonly clockOffset?: ClockOffset } =>
  clock === undefined || clock.offset === 0 ? {} : { clockOffset: clock.offset };

export function clockAfter(
  { clock = RIGHT, nextReadId }: Clocked & { readonly nextReadId: ReadId },
  entry: ClockEntry,
  at: EpochMicros,
): VenueClock {
  if (entry.kind === 'clock-measured')
    return { ...clock, offset: entry.offset, measuredAt: at, doubt: null };
  const { nextAt } = entry;
  const stepped = (clock.stepped + Math.abs(entry.stepped)) as Micros;
  const since = entry.stepped === 0 ? (clock.doubt?.since ?? nextReadId) : nextReadId;
  return { ...clock, stepped, doubt: { since, nextAt } };
}
