/**
 * Where requests are answered: submit, cancel, replace, each exactly once. It decides whether an order is accepted and
 * hands accepted ones to their market; every arrival and every refusal stands in the truth ledger.
 *
 * Checks run in this order: age of the request, terms, client order id, state of the market, stop already through,
 * post-only, account. One owner (the exchange).
 */
import type { Instrument } from '../../core/ground/instrument.js';
import type { ClientOrderId, OrderTerms, VenueOrderId } from '../../core/order/order.js';
import { venueNanos } from '../../core/order/order.js';
import type { TruthExecution } from '../../core/order/truth.js';
import type {
  CancelRequest,
  ReplaceRequest,
  SubmitRequest,
} from '../../core/order/venue-message.js';
import { invariant } from '../../core/ground/invariant.js';
import { type EpochMicros, lots } from '../../core/ground/units.js';
import type { Bookkeeper } from './bookkeeper.js';
import { type Refusal, refuse, refuseTime, refuseTerms } from './admission.js';
import type { BuyingPower } from './buying-power.js';
import type { Listing } from './listing.js';
import type { OrderStore } from './order-store.js';
import type { Recorder } from './recorder.js';
import type { VenueIds } from './venue-ids.js';
import { type NewOrder, VenueOrder } from './venue-order.js';
import type { CancelAnswer, ReplaceAnswer, SubmitAnswer } from './venue-port.js';
import type { VenueOptions } from './venue-options.js';

/** Which execution is undone, and which share of it: at least a lot. */
export type BustOrder = Pick<TruthExecution, 'clientOrderId' | 'execId'> & {
  readonly share: number;
};

export interface DeskParts {
  readonly listings: ReadonlyMap<string, Listing>;
  readonly options: VenueOptions;
  readonly orders: OrderStore;
  readonly power: BuyingPower;
  readonly recorder: Recorder;
  readonly books: Bookkeeper;
  readonly ids: VenueIds;
  /** Of the account, among those at the exchange. */
  readonly place: number;
}

export class OrderDesk {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  submit(request: SubmitRequest, at: EpochMicros): SubmitAnswer {
    const { recorder, books, listings } = this.#parts;
    const { clientOrderId, terms } = request;
    recorder.arrived(request, at);
    const listing = listings.get(terms.symbol);
    const malformed = this.#refuseTime(request, at) ?? refuseTerms(terms, listing?.instrument);
    const answer = malformed ?? this.#taken(clientOrderId);
    if (answer !== null || listing === undefined) {
      return this.#refused('rejected', answer ?? UNLISTED, clientOrderId, at);
    }
    const order = this.#newOrder({
      clientOrderId,
      terms,
      at,
      filledBefore: lots(0),
      triggered: false,
    });
    const unfit = this.#refuseArrival(listing, order, null, at);
    if (unfit !== null) return this.#refused('rejected', unfit, clientOrderId, at);
    this.#parts.ids.orders += 1;
    books.accepted(order, listing.market.aheadOf(order), at);
    listing.market.begin(order, at);
    return accepted(order, at);
  }

  cancel(request: CancelRequest, at: EpochMicros): CancelAnswer {
    const { recorder, orders, books } = this.#parts;
    const { clientOrderId } = request;
    recorder.arrived(request, at);
    const old = this.#refuseTime(request, at);
    if (old !== null) return this.#refused('cancel-rejected', old, clientOrderId, at);
    const order = orders.find(clientOrderId);
    if (order?.open !== true) {
      return this.#refused('cancel-rejected', refuseClosed(order), clientOrderId, at);
    }
    this.#listingOf(order).market.withdraw(order);
    books.canceled(order, 'requested', at);
    return accepted(order, at);
  }

  /** Of the venue's own accord: what has traded, if only in part, is an order for good. */
  refuseAfterwards(clientOrderId: ClientOrderId, code: string, at: EpochMicros): boolean {
    const { orders, books } = this.#parts;
    const order = orders.find(clientOrderId);
    if (order?.open !== true || order.filled > 0) return false;
    this.#listingOf(order).market.withdraw(order);
    books.refusedAfterwards(order, code, at);
    return true;
  }

  /** Of the venue's own accord, and once: the order stays as open or as closed as it is. */
  bust({ clientOrderId, execId, share }: BustOrder, at: EpochMicros): boolean {
    const { orders, books } = this.#parts;
    const order = orders.find(clientOrderId);
    const undone = order?.executions.find((one) => one.execId === execId);
    if (order === null || undone === undefined) return false;
    if (order.busts.some(({ bustOf }) => bustOf === execId)) return false;
    books.busted(order, undone, lots(Math.max(1, Math.round(undone.quantity * share))), at);
    return true;
  }

  /** Somebody else trades for the account: an order as any other, but none that the client sent. */
  placeByHand(clientOrderId: ClientOrderId, terms: OrderTerms, at: EpochMicros): boolean {
    const { recorder, books, listings } = this.#parts;
    const listing = listings.get(terms.symbol);
    if (listing === undefined || this.#taken(clientOrderId) !== null) return false;
    const order = this.#newOrder({
      ...{ clientOrderId, terms, at, filledBefore: lots(0) },
      triggered: false,
    });
    if (this.#refuseArrival(listing, order, null, at) !== null) return false;
    this.#parts.ids.orders += 1;
    recorder.placedByHand(clientOrderId);
    books.accepted(order, listing.market.aheadOf(order), at);
    listing.market.begin(order, at);
    return true;
  }

  cancelByHand(clientOrderId: ClientOrderId, at: EpochMicros): boolean {
    const { orders, books } = this.#parts;
    const order = orders.find(clientOrderId);
    if (order?.open !== true) return false;
    this.#listingOf(order).market.withdraw(order);
    books.canceled(order, 'by-hand', at);
    return true;
  }

  replace(request: ReplaceRequest, at: EpochMicros): ReplaceAnswer {
    const { recorder, orders } = this.#parts;
    const { clientOrderId, newClientOrderId } = request;
    recorder.arrived(request, at);
    const old = this.#refuseTime(request, at);
    if (old !== null) return this.#refused('replace-rejected', old, clientOrderId, at);
    const order = orders.find(clientOrderId);
    if (order?.open !== true) {
      return this.#refused('replace-rejected', refuseClosed(order), clientOrderId, at);
    }
    const next = this.#replacement(order, request, at);
    const listing = this.#listingOf(order);
    const keeps = keepsQueue(order, next);
    const unfit =
      refuseReplacedTerms(next, listing.instrument) ??
      this.#taken(newClientOrderId) ??
      // A partial cancel, which a halt does not stop and any account can afford.
      (keeps && listing.market.known ? null : this.#refuseArrival(listing, next, order, at));
    if (unfit !== null) return this.#refused('replace-rejected', unfit, clientOrderId, at);
    this.#swap(listing, order, next, at);
    return accepted(next, at);
  }

  #swap({ market }: Listing, order: VenueOrder, next: VenueOrder, at: EpochMicros): void {
    const keeps = keepsQueue(order, next);
    const ahead = market.aheadOf(keeps ? order : next);
    if (keeps) market.succeed(next, order);
    else market.withdraw(order);
    this.#parts.ids.orders += 1;
    this.#parts.books.replaced(order, next, ahead, at);
    if (!keeps) market.begin(next, at);
  }

  /** The order a replace asks for: its own quantity is the new total less what the chain has filled. */
  #replacement(order: VenueOrder, request: ReplaceRequest, at: EpochMicros): VenueOrder {
    const filledBefore = lots(order.filledBefore + order.filled);
    const terms: OrderTerms = {
      ...order.terms,
      quantity: lots(request.quantity - filledBefore),
      limitPrice: request.limitPrice ?? order.terms.limitPrice,
    };
    const { newClientOrderId: clientOrderId } = request;
    // What has triggered stays triggered.
    const { triggered } = order;
    return this.#newOrder({ clientOrderId, terms, at, filledBefore, triggered });
  }

  /** Its venue id is spent once it is accepted. */
  #newOrder(order: Omit<NewOrder, 'venueOrderId'>): VenueOrder {
    const { ids, place: account } = this.#parts;
    const venueOrderId = String(ids.orders + 1) as VenueOrderId;
    return new VenueOrder({ venueOrderId, account, ...order });
  }

  #listingOf({ terms }: VenueOrder): Listing {
    const listing = this.#parts.listings.get(terms.symbol);
    invariant(listing !== undefined, `an order of ${terms.symbol}, which is not listed`);
    return listing;
  }

  #refuseTime(
    request: { readonly sentAt: EpochMicros; readonly validUntil?: EpochMicros | null },
    at: EpochMicros,
  ): Refusal | null {
    return refuseTime(request, at, this.#parts.options.validFor);
  }

  #taken(clientOrderId: ClientOrderId): { readonly kind: 'exists'; readonly text: string } | null {
    const order = this.#parts.orders.find(clientOrderId);
    if (order === null) return null;
    if (this.#parts.options.idempotency === 'open-only' && !order.open) return null;
    return { kind: 'exists', text: `client order id is taken by order ${order.venueOrderId}` };
  }

  /** What the market's state and the account forbid. */
  #refuseArrival(
    listing: Listing,
    order: VenueOrder,
    replaced: VenueOrder | null,
    at: EpochMicros,
  ): Refusal | null {
    const closed = refuseClosedMarket(listing);
    if (closed !== null) return closed;
    const { options, power } = this.#parts;
    const { isThrough, steps } = listing.market.look(order, at);
    if (isThrough && options.profile.stopAlreadyThrough === 'reject') {
      return refuse('stop-already-through', 'the market is through the stop already');
    }
    if (order.terms.postOnly && steps.length > 0) {
      return refuse('post-only-would-take', 'the limit meets available quantity');
    }
    if (order.terms.reduceOnly === true && power.reducible(order) === 0)
      return refuse('reduce-only', 'there is no position of the other side to reduce');
    return power.carries(order, steps, replaced)
      ? null
      : refuse('insufficient-balance', LACKING[order.side]);
  }

  #refused<Answer extends Refusal | { readonly kind: 'exists'; readonly text: string }>(
    kind: 'rejected' | 'cancel-rejected' | 'replace-rejected',
    answer: Answer,
    clientOrderId: ClientOrderId,
    at: EpochMicros,
  ): Answer {
    const code = answer.kind === 'exists' ? 'client-order-id-taken' : answer.code;
    this.#parts.recorder.refused(kind, { code, text: answer.text }, clientOrderId, at);
    return answer;
  }
}

const UNLISTED = refuse('unknown-symbol', 'no such market');

function refuseClosedMarket({ market, halt }: Listing): Refusal | null {
  if (!market.known) return refuse('not-open', 'the book is not synchronised');
  return halt?.newOrders === 'refuse' ? refuse('halted', 'matching is halted') : null;
}

const LACKING: Readonly<Record<OrderTerms['side'], string>> = {
  buy: 'cash does not cover the order beside the open ones',
  sell: 'the position does not cover the sale beside the open ones, and shorting is off',
};

const accepted = (
  order: VenueOrder,
  at: EpochMicros,
): Extract<SubmitAnswer, { kind: 'accepted' }> => ({
  kind: 'accepted',
  venueOrderId: order.venueOrderId,
  status: order.status,
  cumQty: order.filled,
  venueTime: venueNanos(at),
});

function refuseClosed(order: VenueOrder | null): Refusal {
  if (order === null) return refuse('order-not-found', 'no order of that client order id');
  const code =
    order.status === 'filled'
      ? 'order-filled'
      : order.status === 'replaced'
        ? 'order-replaced'
        : order.status === 'expired'
          ? 'order-expired'
          : 'order-canceled';
  return refuse(code, `order ${order.venueOrderId} is ${order.status}`);
}

/** F5: the quantity alone falls -> queue and place in line are kept; anything else arrives anew. */
const keepsQueue = (order: VenueOrder, next: VenueOrder): boolean =>
  next.terms.limitPrice === order.terms.limitPrice &&
  next.filledBefore + next.leaves < order.filledBefore + order.terms.quantity;

function refuseReplacedTerms(next: VenueOrder, instrument: Instrument): Refusal | null {
  const total = next.filledBefore + next.terms.quantity;
  if (next.leaves <= 0) {
    return refuse('invalid-order', `new total ${total} is not above filled ${next.filledBefore}`);
  }
  return refuseTerms(next.terms, instrument);
}
