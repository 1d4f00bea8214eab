/** Orders one at a time: `/v2/orders` with POST, `/v2/orders/{id}` with GET, PATCH and DELETE, and the look-up by client order id. */
import type { Hono } from 'hono';
import type { ClientOrderId } from '../../../core/order/order.js';
import type { OrderEntry } from '../../../core/order/venue-message.js';
import { lots } from '../../../core/ground/units.js';
import type { WireEnv } from '../wire/lose-reply.js';
import type { AlpacaDesk } from './alpaca-desk.js';
import { orderBody, replaceBody } from './json-body.js';
import { lackOf } from './lack.js';
import type { IndexedOrder } from './ledger-index.js';
import {
  type OrderJson,
  orderAsAccepted,
  orderOfAcceptance,
  orderOfSnapshot,
} from './order-json.js';
import { type OrderDraft, orderDraft } from './order-request.js';
import { type ReplaceDraft, replaceDraft } from './replace-request.js';
import { isRefusal, notFound, invalid } from './refusal.js';
import {
  answered,
  type Ctx,
  type Instead,
  isInstead,
  query,
  refused,
  type Route,
  said,
} from './reply.js';
import { isUuid, orderOfUuid } from './uuid-names.js';

export function orderRoutes(app: Hono<WireEnv>, desk: AlpacaDesk): void {
  app.post('/v2/orders', async (c) => {
    const body = orderBody(await c.req.text());
    const draft = isRefusal(body) ? body : orderDraft(body, needsOf(desk));
    return isRefusal(draft) ? refused(c, draft) : submit(c, desk, draft);
  });
  app.get('/v2/orders:by_client_order_id', (c) => {
    const id = c.req.query('client_order_id') ?? '';
    if (id === '') return refused(c, invalid('client_order_id is missing'));
    return show(c, desk, { name: id, clientOrderId: id as ClientOrderId });
  });
  app.get('/v2/orders/:id', (c) => {
    const named = namedBy(c, desk);
    return isInstead(named) ? named.instead : show(c, desk, named);
  });
  app.patch('/v2/orders/:id', (c) => {
    const named = namedBy(c, desk);
    return isInstead(named) ? named.instead : replace(c, desk, named);
  });
  app.delete('/v2/orders/:id', (c) => {
    const named = namedBy(c, desk);
    return isInstead(named) ? named.instead : cancel(c, desk, named);
  });
}

const needsOf = (desk: AlpacaDesk): Parameters<typeof orderDraft>[1] => ({
  assets: desk.assets,
  bestFor: (asset, side) => desk.bestFor(asset, side),
  newClientOrderId: () => desk.newClientOrderId(),
});

/** An order as a client names it, and as the venue does. */
interface Named {
  readonly name: string;
  readonly clientOrderId: ClientOrderId;
}

/** By its id; an id of nobody's is asked for all the same, and not found. */
function namedBy(c: Ctx, desk: AlpacaDesk): Named | Instead {
  const name = c.req.param('id') ?? '';
  if (!isUuid(name)) return { instead: refused(c, invalid('order_id is missing')) };
  return { name, clientOrderId: orderNamed(desk, name)?.clientOrderId ?? (name as ClientOrderId) };
}

function orderNamed(desk: AlpacaDesk, uuid: string): IndexedOrder | null {
  desk.venue.catchUp();
  const id = orderOfUuid(uuid);
  return id === null ? null : desk.index.order(id);
}

/** Sends the order of a draft, and shows it. */
export async function submit(c: Ctx, desk: AlpacaDesk, draft: OrderDraft): Promise<Response> {
  const { route, request } = submission(c, desk, draft);
  const reply = await answered(route, 'accepted', request);
  return isInstead(reply) ? reply.instead : said(c, acceptedJson(desk, reply));
}

/** A draft as it is sent: what is asked for beside it is kept. */
export function submission(
  c: Ctx,
  desk: AlpacaDesk,
  { clientOrderId, terms, asset, beside }: OrderDraft,
): { readonly route: Route; readonly request: OrderEntry } {
  desk.venue.catchUp();
  const isNew = desk.index.called(clientOrderId) === null;
  const isBeside = beside.notional !== null || beside.extendedHours || beside.isDay;
  if (isNew && isBeside) desk.beside.set(clientOrderId, beside);
  return {
    route: {
      ...query(c, desk),
      ...{ kind: 'submit', order: clientOrderId, asset, side: terms.side },
      lack: () => lackOf(desk, asset, terms),
      lostBody: () => bodyOf(desk, clientOrderId),
    },
    request: { kind: 'submit', clientOrderId, terms, sentAt: desk.now(), validUntil: null },
  };
}

async function show(c: Ctx, desk: AlpacaDesk, { name, clientOrderId }: Named): Promise<Response> {
  const route = { ...aboutOrder(c, desk, { name, clientOrderId }), kind: 'query-order' as const };
  const reply = await answered(route, 'order', { kind: 'query-order', clientOrderId });
  if (isInstead(reply)) return reply.instead;
  return reply.order === null
    ? refused(c, notFound(`order not found for ${name}`))
    : said(c, orderOfSnapshot(desk, reply.order));
}

async function cancel(c: Ctx, desk: AlpacaDesk, named: Named): Promise<Response> {
  const { clientOrderId } = named;
  const route = { ...aboutOrder(c, desk, named), kind: 'cancel' as const };
  const request: OrderEntry = { kind: 'cancel', clientOrderId, sentAt: desk.now() };
  const reply = await answered(route, 'accepted', request);
  return isInstead(reply) ? reply.instead : c.body(null, 204);
}

async function replace(c: Ctx, desk: AlpacaDesk, named: Named): Promise<Response> {
  const body = replaceBody(await c.req.text());
  if (isRefusal(body)) return refused(c, body);
  const order = desk.index.called(named.clientOrderId);
  const newId = (): ClientOrderId => desk.newClientOrderId();
  const draft =
    order === null
      ? { newClientOrderId: newId(), quantity: lots(1), limitPrice: null }
      : replaceDraft(body, replacedOf(desk, order), newId);
  if (isRefusal(draft)) return refused(c, draft);
  const route: Route = {
    ...aboutOrder(c, desk, named),
    kind: 'replace',
    ...(order === null ? {} : { lack: () => lackOf(desk, assetOf(desk, order), order.terms) }),
    lostBody: () => bodyOf(desk, draft.newClientOrderId),
  };
  const reply = await answered(route, 'accepted', requestOf(desk, named, draft));
  return isInstead(reply) ? reply.instead : said(c, acceptedJson(desk, reply));
}

const requestOf = (
  desk: AlpacaDesk,
  { clientOrderId }: Named,
  draft: ReplaceDraft,
): OrderEntry => ({ kind: 'replace', clientOrderId, ...draft, sentAt: desk.now() });

const replacedOf = (desk: AlpacaDesk, order: IndexedOrder): Parameters<typeof replaceDraft>[1] => ({
  order,
  asset: assetOf(desk, order),
  isNotional: (desk.beside.get(order.clientOrderId)?.notional ?? null) !== null,
});

const assetOf = (desk: AlpacaDesk, { terms }: IndexedOrder): ReturnType<typeof desk.assets.of> =>
  desk.assets.of(terms.symbol);

function aboutOrder(c: Ctx, desk: AlpacaDesk, { name, clientOrderId }: Named): Route {
  const order = desk.index.called(clientOrderId);
  return {
    ...query(c, desk),
    order: name,
    asset: order === null ? null : assetOf(desk, order),
    side: order?.terms.side ?? null,
    lostBody: () => bodyOf(desk, clientOrderId),
  };
}

export function acceptedJson(
  desk: AlpacaDesk,
  reply: Parameters<typeof orderOfAcceptance>[2],
): OrderJson {
  const order = desk.index.order(reply.venueOrderId);
  return order === null ? { id: reply.venueOrderId } : orderOfAcceptance(desk, order, reply);
}

/** What a reply about an order would have said, as far as there is one. */
function bodyOf(desk: AlpacaDesk, clientOrderId: ClientOrderId): string {
  const order = desk.index.called(clientOrderId);
  return JSON.stringify(
    order === null ? { client_order_id: clientOrderId } : orderAsAccepted(desk, order),
  );
}
