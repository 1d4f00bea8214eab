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
import { Column } from '../column.js';

export const writeAhead: CheckerFactory = ({ check, broken, config, orders }) => {
  /** By the number of the order. */
  const intents = new Column();
  /** Proven non-acceptances, and answered look-ups where they count, since the last intent. */
  const evidence = new Column();
  const departures = new Departures();

  const onIntent = (clientOrderId: ClientOrderId, at: EpochMicros): void => {
    const order = orders.of(clientOrderId);
    if (!check(intents.get(order) === 0 || evidence.get(order) > 0))
      broken({
        id: 'S9',
        at,
        of: { order: clientOrderId },
        detail: `${clientOrderId}: sent again although nothing was learned of the attempt before`,
      });
    const sent = intents.add(order, 1);
    evidence.set(order, 0);
    if (!check(sent <= config.submit.attempts))
      broken({
        id: 'S9',
        at,
        of: { order: clientOrderId },
        detail: `${clientOrderId}: sent ${sent} times, ${config.submit.attempts} allowed`,
      });
  };

  const onSubmit = ({ clientOrderId, at, sentAt }: VenueArrival): void => {
    const order = orders.of(clientOrderId);
    const intended = intents.get(order);
    if (!check(intended > 0))
      broken({
        id: 'S8',
        at,
        of: { order: clientOrderId },
        detail: `${clientOrderId} reached the venue without a durable intent`,
      });
    if (intended === 0) return;
    const left = departures.noted(order, sentAt);
    if (!check(left <= intended))
      broken({
        id: 'S9',
        at,
        of: { order: clientOrderId },
        detail: `${clientOrderId} left ${left} times for ${intended} intents`,
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
      if (proven !== null) evidence.add(orders.of(proven), 1);
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

/** How often requests of each order left; one that the network doubled left once. */
class Departures {
  readonly #first = new Column(NaN);
  /** Of the few orders that left more than once. */
  readonly #all = new Map<number, Set<EpochMicros>>();

  /** @returns at how many instants the order has left, this one included. */
  noted(order: number, sentAt: EpochMicros): number {
    const first = this.#first.get(order);
    if (Number.isNaN(first)) this.#first.set(order, sentAt);
    const all = this.#all.get(order);
    if (all === undefined && (Number.isNaN(first) || first === sentAt)) return 1;
    const known = all ?? new Set([first as EpochMicros]);
    this.#all.set(order, known.add(sentAt));
    return known.size;
  }
}
