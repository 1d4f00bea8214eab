/**
 * Hours that a venue says of an exchange, and the calendar here does not know: its word counts. They become part of what the engine is configured with, which
 * is kept beside its journal, and of each plan, so that whoever decides its inputs again decides by the same hours. Pure.
 */
import { formatInstant } from '../../core/ground/calendar/instant.js';
import { nyseSessionOn } from '../../core/ground/calendar/nyse.js';
import type { Session } from '../../core/ground/calendar/session.js';
import type { VenueDay } from '../../core/ground/calendar/venue-day.js';
import type { EngineConfig } from '../../core/state/config.js';

/** As it was where there are no such days. */
export function withVenueDays(config: EngineConfig, days: readonly VenueDay[] = []): EngineConfig {
  if (days.length === 0) return config;
  const instruments = [...config.instruments].map(
    ([symbol, instrument]) =>
      [
        symbol,
        instrument.calendar === 'nyse' ? { ...instrument, venueDays: days } : instrument,
      ] as const,
  );
  return { ...config, instruments: new Map(instruments) };
}

/** A day a line. */
export const venueDayTexts = (days: readonly VenueDay[]): readonly string[] =>
  days.map(
    ({ date, session }) =>
      `${date}: the venue says ${hoursText(session)}, the calendar here ${hoursText(nyseSessionOn(date))}: the venue's word counts`,
  );

const hoursText = (session: Session | null): string =>
  session === null
    ? 'closed'
    : `open ${formatInstant(session.open)} to ${formatInstant(session.close)}`;
