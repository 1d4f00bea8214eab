/**
 * S8: when the venue receives an order, its intent is already durable. S9: an id whose outcome is unknown is not sent
 * again before a look-up of it was answered; it is sent once, and once more for each proof that an attempt was not
 * accepted (where ids are kept for ever, an answered look-up is proof enough), never more often than configured, and
 * never by anybody but the core: what leaves is counted at the venue.
 */
import type { Entry } from '../../../core/state/entry.js';
import type { ClientOrderId } from '../../../core/order/order.js';
import type { VenueArrival } from '../../../core/order/truth.js';
import type { EpochMicros } from '../../../core/ground/units.js';
import type { CheckerFactory } from '../checker.js';

interface Sent {
  intents: number;
  /** Proven non-acceptances, and answered look-ups where they count, since the last intent. */
  evidence: number;
  /** When requests of it left; one that the network doubled left once. */
  readonly departures: Set<EpochMicros>;
}

export const writeAhead: CheckerFactory = ({ check, config }) => {
  const sent = new Map<ClientOrderId, Sent>();

  const onIntent = (clientOrderId: ClientOrderId, at: EpochMicros): void => {
    const known = sent.get(clientOrderId) ?? { intents: 0, evidence: 0, departures: new Set() };
    check(known.intents === 0 || known.evidence > 0, {
      id: 'S9',
      at,
      detail: () =>
        `${clientOrderId}: sent again although nothing was learned of the attempt before`,
    });
    known.intents += 1;
    known.evidence = 0;
    check(known.intents <= config.submit.attempts, {
      id: 'S9',
      at,
      detail: () =>
        `${clientOrderId}: sent ${known.intents} times, ${config.submit.attempts} allowed`,
    });
    sent.set(clientOrderId, known);
  };

  const onSubmit = ({ clientOrderId, at, sentAt }: VenueArrival): void => {
    const known = sent.get(clientOrderId);
    check(known !== undefined, {
      id: 'S8',
      at,
      detail: () => `${clientOrderId} reached the venue without a durable intent`,
    });
    if (known === undefined) return;
    const { departures, intents } = known;
    departures.add(sentAt);
    check(departures.size <= intents, {
      id: 'S9',
      at,
      detail: () => `${clientOrderId} left ${departures.size} times for ${intents} intents`,
    });
  };

  return {
    id: 'S8',
    onArrival(arrival) {
      if (arrival.kind === 'submit') onSubmit(arrival);
    },
    onEntry(entry, at) {
      if (entry.kind === 'submit-intent') onIntent(entry.clientOrderId, at);
      const proven = provenOf(entry, config.venue.idempotency);
      const known = proven === null ? undefined : sent.get(proven);
      if (known !== undefined) known.evidence += 1;
    },
  };
};

/** The order of which this entry shows that an attempt was not accepted, as far as its venue's ids demand it. */
function provenOf(entry: Entry, idempotency: 'forever' | 'open-only'): ClientOrderId | null {
  switch (entry.kind) {
    case 'intent-withdrawn':
    case 'absence-proven':
      return entry.clientOrderId;
    case 'lookup-not-found':
      return idempotency === 'forever' && entry.counts ? entry.clientOrderId : null;
    default:
      return null;
  }
}
