/** Requests beyond what the venue takes: those that made it refuse, and those that came back before the time it had named. */
import type { EpochMicros } from '../../core/ground/units.js';
import type { Finding } from './finding.js';
import type { Watched } from './observation.js';
import type { Trip } from './trips.js';
import type { Words } from './words.js';

interface Refused {
  readonly trip: Trip;
  readonly at: EpochMicros;
  readonly until: EpochMicros;
}

export const refusedIn = (trips: readonly Trip[]): readonly Refused[] =>
  trips.flatMap((trip): readonly Refused[] => {
    const { answer } = trip;
    if (answer?.reply.kind !== 'rate-limited') return [];
    const until = (answer.at + answer.reply.retryAfter) as EpochMicros;
    return [{ trip, at: answer.at, until }];
  });

/** Each time that it began to refuse; what a scenario refuses at a time of its own is nobody's doing. */
export function overLimit(
  { perMinute }: Pick<Watched, 'perMinute'>,
  trips: readonly Trip[],
  words: Words,
): readonly Finding[] {
  if (perMinute === null) return [];
  let shutUntil = -Infinity;
  return refusedIn(trips).flatMap(({ trip, at, until }): readonly Finding[] => {
    const isFirst = at >= shutUntil;
    shutUntil = Math.max(shutUntil, until);
    if (!isFirst) return [];
    const text = `more than ${perMinute} requests in a minute of the venue's time: ${words.request(trip.request)} was refused, and all that came for ${words.length(until - at)}`;
    return [{ rule: 'over-limit', at, symbol: null, orders: [], text }];
  });
}

/** All of them together: whoever does not wait does so often. */
export function cameBackEarly(trips: readonly Trip[], words: Words): readonly Finding[] {
  const refused = refusedIn(trips);
  const early = trips.flatMap((trip) => {
    const before = refused.find(({ at, until }) => trip.at > at && trip.at < until);
    return before === undefined ? [] : [{ trip, before }];
  });
  const [first] = early;
  if (first === undefined) return [];
  const { trip, before } = first;
  const text = `${early.length} requests; the first, ${words.request(trip.request)}, ${words.length(trip.at - before.at)} after the venue had said to wait ${words.length(before.until - before.at)}`;
  return [{ rule: 'came-back-early', at: trip.at, symbol: null, orders: [], text }];
}
