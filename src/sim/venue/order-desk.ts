/**
 * Where requests are answered: submit, cancel, replace, each exactly once. It decides whether an order is accepted and
 * hands accepted ones to the matcher; every arrival and every refusal stands in the truth ledger.
 *
 * Checks run in this order: age of the request, terms, client order id, state of the market, stop already through,
 * post-only, account. Mutable (order ids), one owner (the venue).
 */
import type { ClientOrderId, OrderTerms, VenueOrderId } from '../../core/order/order.js';
import { venueNanos } from '../../core/order/order.js';
import { type EpochMicros, lots } from '../../core/ground/units.js';
import { knownAhead } from '../fills/own-order.js';
import type { ReplayMarket } from '../market/replay-market.js';
import { type Refusal, refuse, refuseOld, refuseTerms } from './admission.js';
import type { BuyingPower } from './buying-power.js';
import type { Halts } from './halts.js';
import type { Matcher } from './matcher.js';
import type { OrderStore } from './order-store.js';
import type { Recorder } from './recorder.js';
import { VenueOrder } from './venue-order.js';
import type {
  CancelAnswer,
  CancelRequest,
  RejectCode,
  ReplaceAnswer,
  ReplaceRequest,
  SubmitAnswer,
  SubmitRequest,
} from './venue-port.js';
import type { VenueOptions } from './venue-options.js';

export interface DeskParts {
  readonly symbol: string;
  readonly quantaPerTick: number;
  readonly options: VenueOptions;
  readonly orders: OrderStore;
  readonly power: BuyingPower;
  readonly recorder: Recorder;
  readonly matcher: Matcher;
  readonly halts: Halts;
}

export class OrderDesk {
  readonly #parts: DeskParts;
  readonly #market: ReplayMarket;
  #nextOrderId = 1;

  constructor(parts: DeskParts, market: ReplayMarket) {
    this.#parts = parts;
    this.#market = market;
  }

  submit(request: SubmitRequest, at: EpochMicros): SubmitAnswer {
    const { recorder, matcher } = this.#parts;
    const { clientOrderId, terms } = request;
    recorder.arrived(request, at);
    const malformed = this.#refuseOld(request, at) ?? refuseTerms(terms, this.#parts.symbol);
    const answer = malformed ?? this.#taken(clientOrderId);
    if (answer !== null) return this.#refused('rejected', answer, clientOrderId, at);
    const order = this.#newOrder({ clientOrderId, terms, at, filledBefore: 0 });
    const unfit = this.#refuseArrival(order, null, at);
    if (unfit !== null) return this.#refused('rejected', unfit, clientOrderId, at);
    this.#enter(order);
    recorder.accepted(order, this.#aheadOnPaper(order), at);
    matcher.begin(order, at);
    return accepted(order, at);
  }

  cancel(request: CancelRequest, at: EpochMicros): CancelAnswer {
    const { recorder, orders, matcher } = this.#parts;
    const { clientOrderId } = request;
    recorder.arrived(request, at);
    const old = this.#refuseOld(request, at);
    if (old !== null) return this.#refused('cancel-rejected', old, clientOrderId, at);
    const order = orders.find(clientOrderId);
    if (order?.open !== true) {
      return this.#refused('cancel-rejected', refuseClosed(order), clientOrderId, at);
    }
    matcher.cancel(order, 'requested', at);
    return accepted(order, at);
  }

  replace(request: ReplaceRequest, at: EpochMicros): ReplaceAnswer {
    const { recorder, orders } = this.#parts;
    const { clientOrderId, newClientOrderId } = request;
    recorder.arrived(request, at);
    const old = this.#refuseOld(request, at);
    if (old !== null) return this.#refused('replace-rejected', old, clientOrderId, at);
    const order = orders.find(clientOrderId);
    if (order?.open !== true) {
      return this.#refused('replace-rejected', refuseClosed(order), clientOrderId, at);
    }
    const next = this.#replacement(order, request, at);
    const keeps = keepsQueue(order, next);
    const unfit =
      refuseReplacedTerms(order, next) ??
      this.#taken(newClientOrderId) ??
      // A partial cancel, which a halt does not stop and any account can afford.
      (keeps && this.#market.synchronized ? null : this.#refuseArrival(next, order, at));
    if (unfit !== null) return this.#refused('replace-rejected', unfit, clientOrderId, at);
    this.#swap(order, next, keeps, at);
    return accepted(next, at);
  }

  #swap(order: VenueOrder, next: VenueOrder, keeps: boolean, at: EpochMicros): void {
    const { matcher, recorder } = this.#parts;
    const resting = keeps && order.place === 'resting';
    const ahead = resting ? knownAhead(order.ahead) : this.#aheadOnPaper(next);
    if (keeps) matcher.succeed(next, order);
    else matcher.withdraw(order);
    order.close('replaced', at);
    this.#enter(next);
    recorder.replaced(order, next, ahead, at);
    if (!keeps) matcher.begin(next, at);
  }

  /** The order a replace asks for: its own quantity is the new total less what the chain has filled. */
  #replacement(order: VenueOrder, request: ReplaceRequest, at: EpochMicros): VenueOrder {
    const filledBefore = order.filledBefore + order.filled;
    const terms: OrderTerms = {
      ...order.terms,
      quantity: lots(request.quantity - filledBefore),
      limitPrice: request.limitPrice ?? order.terms.limitPrice,
    };
    const { newClientOrderId: clientOrderId } = request;
    const next = this.#newOrder({ clientOrderId, terms, at, filledBefore });
    // What has triggered stays triggered.
    if (Number.isNaN(order.stop)) next.stop = order.stop;
    return next;
  }

  #newOrder(order: {
    readonly clientOrderId: ClientOrderId;
    readonly terms: OrderTerms;
    readonly at: EpochMicros;
    readonly filledBefore: number;
  }): VenueOrder {
    const venueOrderId = String(this.#nextOrderId) as VenueOrderId;
    return new VenueOrder({ ...order, venueOrderId, quantaPerTick: this.#parts.quantaPerTick });
  }

  /** From here on the order exists: its venue id is spent. */
  #enter(order: VenueOrder): void {
    this.#nextOrderId += 1;
    this.#parts.orders.add(order);
  }

  #refuseOld(
    request: { readonly sentAt: EpochMicros; readonly validUntil?: EpochMicros | null },
    at: EpochMicros,
  ): Refusal | null {
    return refuseOld(request, at, this.#parts.options.validFor);
  }

  #taken(clientOrderId: ClientOrderId): { readonly kind: 'exists'; readonly text: string } | null {
    const order = this.#parts.orders.find(clientOrderId);
    if (order === null) return null;
    if (this.#parts.options.idempotency === 'open-only' && !order.open) return null;
    return { kind: 'exists', text: `client order id is taken by order ${order.venueOrderId}` };
  }

  /** What the market's state and the account forbid. */
  #refuseArrival(order: VenueOrder, replaced: VenueOrder | null, at: EpochMicros): Refusal | null {
    const closed = this.#refuseClosedMarket();
    if (closed !== null) return closed;
    const { matcher, options, power } = this.#parts;
    const through = this.#market.open && matcher.isThrough(order, at);
    if (through && options.profile.stopAlreadyThrough === 'reject') {
      return refuse('stop-already-through', 'the market is through the stop already');
    }
    const takes = through || (this.#market.open && Number.isNaN(order.stop));
    const steps = takes ? matcher.plan(order, at) : [];
    if (order.terms.postOnly && steps.length > 0) {
      return refuse('post-only-would-take', 'the limit meets available quantity');
    }
    const code = power.refusal(order, steps, replaced);
    return code === null ? null : refuse(code, TEXT_OF[code] ?? code);
  }

  #refuseClosedMarket(): Refusal | null {
    if (!this.#market.synchronized) return refuse('not-open', 'the book is not synchronised');
    const refuses = this.#parts.halts.current?.newOrders === 'refuse';
    return refuses ? refuse('halted', 'matching is halted') : null;
  }

  /** For the ledger: the queue of an order that will come to rest at once, as far as it does not take. */
  #aheadOnPaper(order: VenueOrder): number | null {
    const { type, timeInForce } = order.terms;
    if (type !== 'limit' || timeInForce !== 'gtc' || !this.#market.open) return null;
    return knownAhead(this.#parts.matcher.aheadOf(order));
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

const TEXT_OF: Partial<Record<RejectCode, string>> = {
  'insufficient-balance': 'cash does not cover the order beside the open ones',
  'short-not-allowed': 'the position does not cover the sale beside the open ones',
};

const accepted = (
  order: VenueOrder,
  at: EpochMicros,
): Extract<SubmitAnswer, { kind: 'accepted' }> => ({
  kind: 'accepted',
  venueOrderId: order.venueOrderId,
  status: order.status,
  cumQty: order.cumQty,
  venueTime: venueNanos(at),
});

function refuseClosed(order: VenueOrder | null): Refusal {
  if (order === null) return refuse('order-not-found', 'no order of that client order id');
  const code =
    order.status === 'filled'
      ? 'order-filled'
      : order.status === 'replaced'
        ? 'order-replaced'
        : 'order-canceled';
  return refuse(code, `order ${order.venueOrderId} is ${order.status}`);
}

/** F5: the quantity alone falls -> queue and place in line are kept; anything else arrives anew. */
const keepsQueue = (order: VenueOrder, next: VenueOrder): boolean =>
  next.key === order.key &&
  next.filledBefore + next.leaves < order.filledBefore + order.terms.quantity;

function refuseReplacedTerms(order: VenueOrder, next: VenueOrder): Refusal | null {
  const total = next.filledBefore + next.terms.quantity;
  if (next.leaves <= 0) {
    return refuse('invalid-order', `new total ${total} is not above filled ${next.filledBefore}`);
  }
  return refuseTerms(next.terms, order.terms.symbol);
}
