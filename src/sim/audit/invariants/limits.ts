/**
 * S15: no limit is passed by an order that leaves. What is held, open and on its way the judge adds up himself from the venue's ledger; of orders
 * that nobody here placed he knows what the journal says. Prices are what the client was shown when it let the order go. The limits are those in
 * force then; a replace that asks for less of the same is held to none.
 */
import { type EpochMicros, type Side, signOf } from '../../../core/ground/units.js';
import type { ClientOrderId } from '../../../core/order/order.js';
import { isTerminal } from '../../../core/order/status.js';
import type { OrderEntry } from '../../../core/order/venue-message.js';
import { exposureIn } from '../../../core/state/expose.js';
import type { Limits } from '../../../core/state/limits.js';
import type { State } from '../../../core/state/state.js';
import type { AuditContext, CheckerFactory } from '../checker.js';
import { SendTimes } from '../send-times.js';
import { VenueBooks } from '../venue-books.js';
import { type Books, type Sent, SYMBOL_RULES, TOTAL_RULES, passed } from './limit-rules.js';

export const limitsHold: CheckerFactory = (context) => {
  const { check, broken, config, isForeign, ownOf } = context;
  const venue = new VenueBooks(config);
  const sends = new SendTimes();
  return {
    id: 'S15',
    onTruth(entry) {
      if (!isForeign(entry.clientOrderId)) venue.note(entry);
    },
    onEntry(entry) {
      if (entry.kind === 'absence-proven' || entry.kind === 'intent-withdrawn')
        venue.lost(entry.clientOrderId);
      else if (entry.kind === 'order-updated' && isTerminal(entry.head.status))
        venue.lost(entry.clientOrderId);
    },
    onDeparture(request, state) {
      if (request.kind === 'cancel') return;
      const order =
        request.kind === 'submit' ? submitted(venue, request) : replaced(venue, request);
      if (order === null) return;
      const at = request.sentAt;
      // It can count a minute by its own clock alone.
      const ownAt = ownOf(at);
      sends.note(order.terms.symbol, ownAt);
      const limits = state.limits ?? config.limits;
      if (limits === undefined) return;
      if (request.kind === 'replace' && isReducing(request, state)) return;
      const { clientOrderId } = order;
      for (const why of passedBy(context, limits, { venue, sends, state, order, ownAt }))
        if (!check(why === null))
          broken({
            id: 'S15',
            at,
            of: { order: clientOrderId },
            detail: `${clientOrderId} left, ${why ?? ''}`,
          });
    },
  };
};

/** An answer for each limit there is: what is wrong, or null. */
function passedBy(
  context: AuditContext,
  { perSymbol, total }: Limits,
  looked: Looked,
): readonly (string | null)[] {
  const sent = sentAs(context, looked.order, booksOf(context, looked));
  if (sent === null) return [];
  const own = perSymbol.find(({ symbol }) => symbol === sent.terms.symbol);
  const inAll = passed(TOTAL_RULES, total, sent);
  return own === undefined ? inAll : [...passed(SYMBOL_RULES, own, sent), ...inAll];
}

type Submit = Extract<OrderEntry, { kind: 'submit' }>;
type Replace = Extract<OrderEntry, { kind: 'replace' }>;

/** An order that leaves, and what it adds to what is open already. */
interface Order {
  readonly clientOrderId: ClientOrderId;
  readonly terms: Sent['terms'];
  readonly more: number;
}

/** It is open from here on, and counts once however often it is sent. */
function submitted(venue: VenueBooks, request: Submit): Order {
  venue.leaving(request);
  const { clientOrderId, terms } = request;
  return { clientOrderId, terms, more: 0 };
}

/** What it may fill beyond the one whose place it takes; null where the venue has that no more. */
function replaced(venue: VenueBooks, request: Replace): Order | null {
  const before = venue.open(request.clientOrderId);
  if (before === null) return null;
  const { symbol, side, leaves, filled } = before;
  // Its quantity is that of the whole chain.
  const left = Math.max(0, request.quantity - filled);
  const { newClientOrderId: clientOrderId, limitPrice } = request;
  const terms = {
    symbol,
    side,
    quantity: left,
    limitPrice,
    stopPrice: null,
    type: 'limit',
  } as const;
  return { clientOrderId, terms, more: Math.max(0, left - leaves) };
}

/** As the client knows the order. */
function isReducing(
  { clientOrderId, quantity, limitPrice }: Replace,
  { children }: State,
): boolean {
  const terms = children.get(clientOrderId)?.terms;
  return terms !== undefined && quantity <= terms.quantity && limitPrice === terms.limitPrice;
}

interface Looked {
  readonly venue: VenueBooks;
  readonly sends: SendTimes;
  readonly state: State;
  readonly order: Order;
  readonly ownAt: EpochMicros;
}

/** Of any symbol, with the order that leaves, and with what orders of others add. */
function booksOf({ shown, config }: AuditContext, looked: Looked): (symbol: string) => Books {
  const { venue, sends, state, order, ownAt } = looked;
  return (symbol) => {
    const { orphans, midTwice } = exposureIn(state, symbol);
    const isOwn = symbol === order.terms.symbol;
    const position = venue.position(symbol) + (orphans?.position ?? 0);
    const working = (side: Side): number =>
      venue.working({ symbol, side }) +
      ((side === 'buy' ? orphans?.buying : orphans?.selling) ?? 0) +
      (isOwn && order.terms.side === side ? order.more : 0);
    const [buying, selling] = [working('buy'), working('sell')];
    return {
      instrument: config.instruments.get(symbol),
      buying,
      selling,
      worst: (side) => signOf(side) * position + (side === 'buy' ? buying : selling),
      believed: (side) => believedWorst(state, { symbol, side, config }),
      orders: venue.orders(symbol) + (orphans?.openOrders ?? 0),
      sends: sends.within(symbol, ownAt),
      // Of others the price that their latest order saw, as the engine has it.
      priceTwice: isOwn ? priceTwiceOf(order, shown(symbol)) : midTwice,
    };
  };
}

/** What the engine takes for the most that may be held: what it has not heard of yet may only lower that. */
function believedWorst(
  state: State,
  {
    symbol,
    side,
    config,
  }: { readonly symbol: string; readonly side: Side } & Pick<AuditContext, 'config'>,
): number {
  const { position, buying, selling, orphans } = exposureIn(state, symbol);
  const held = position + (config.positions?.get(symbol) ?? 0) + (orphans?.position ?? 0);
  const open = side === 'buy' ? buying + (orphans?.buying ?? 0) : selling + (orphans?.selling ?? 0);
  return signOf(side) * held + open;
}

/** Bid + ask, or twice the limit, the larger; null = no price is known. */
function priceTwiceOf({ terms }: Order, quote: Sent['quote']): number | null {
  const price = Math.max(quote === null ? 0 : quote.bid + quote.ask, 2 * (terms.limitPrice ?? 0));
  return price === 0 ? null : price;
}

function sentAs(
  { shown, config }: AuditContext,
  { terms }: Order,
  books: (symbol: string) => Books,
): Sent | null {
  const own = books(terms.symbol);
  const others = [...config.instruments.keys()].filter((symbol) => symbol !== terms.symbol);
  return own.instrument === undefined
    ? null
    : { terms, own, others: () => others.map(books), quote: shown(terms.symbol) };
}
