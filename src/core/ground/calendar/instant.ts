/** Instants as ISO 8601 text in UTC, at the edges: scenario files, flags, reports. */
import { Instant } from '@js-joda/core';
import { type EpochMicros, MICROS_PER_SECOND, epochMicros } from '../units.js';

const NANOS_PER_MICRO = 1_000;

/** "2024-08-08T23:54:30Z" -> microseconds; null for anything that is not a UTC instant. */
export function parseInstant(text: string): EpochMicros | null {
  try {
    const instant = Instant.parse(text);
    return epochMicros(
      instant.epochSecond() * MICROS_PER_SECOND + Math.floor(instant.nano() / NANOS_PER_MICRO),
    );
  } catch {
    return null;
  }
}

/** ISO 8601 in UTC with as many digits as the value has. */
export const formatInstant = (at: EpochMicros): string => {
  const second = Math.floor(at / MICROS_PER_SECOND);
  return Instant.ofEpochSecond(
    second,
    (at - second * MICROS_PER_SECOND) * NANOS_PER_MICRO,
  ).toString();
};
