/** Each request with what its sender got to see of it, and when. Pure. */
import type { EpochMicros, Micros } from '../../core/ground/units.js';
import type { VenueReply, VenueRequest } from '../../core/order/venue-message.js';
import type { Observation } from './observation.js';

type Answered = Extract<Observation, { kind: 'answered' }>;

export interface Trip {
  readonly nth: number;
  readonly at: EpochMicros;
  readonly by: string | null;
  readonly request: VenueRequest;
  /** Null: none came as long as the client waited. */
  readonly answer: Pick<Answered, 'at' | 'reply' | 'isShown'> | null;
  /** When the client gave up on it. */
  readonly hungUpAt: EpochMicros | null;
}

export function tripsOf(observations: readonly Observation[]): readonly Trip[] {
  const trips = new Map<number, Trip>();
  const change = (nth: number, changes: Partial<Trip>): void => {
    const trip = trips.get(nth);
    if (trip !== undefined) trips.set(nth, { ...trip, ...changes });
  };
  for (const one of observations) {
    if (one.kind === 'asked') {
      const { nth, at, by, request } = one;
      trips.set(nth, { nth, at, by, request, answer: null, hungUpAt: null });
    } else if (one.kind === 'answered') change(one.nth, { answer: one });
    else if (one.kind === 'hung-up') change(one.nth, { hungUpAt: one.at });
  }
  return [...trips.values()];
}

/** The answer that says something, as far as it had come by then. */
export function replyBy({ answer }: Trip, at: EpochMicros): VenueReply | null {
  if (answer === null || answer.at > at || answer.reply.kind === 'lost') return null;
  return answer.reply;
}

/**
 * Whether its sender has stopped waiting by then without an answer that says anything. On a socket nobody sees that: there it has as soon as
 * it acts otherwise. `lag`: how much later than it was done a hang-up may be seen.
 */
export function isGivenUp(trip: Trip, at: EpochMicros, lag: Micros): boolean {
  const { answer, hungUpAt, by } = trip;
  if (replyBy(trip, at) !== null) return false;
  if (answer !== null && answer.at <= at) return true;
  return by === null || (hungUpAt !== null && hungUpAt <= at + lag);
}
