/**
 * The executions of one order, from the trade history. That history names orders by their number alone, which the venue tells of an order it
 * finds. An order that it does not find may have traded all the same, for the two are kept apart there; then the newest trades of its
 * symbol are gone through by whose they are. What belongs to nobody known is looked up, and until all of it is, there is no answer:
 * that nothing was found would be taken for proof.
 */
import type { Execution } from '../../core/order/execution-report.js';
import type { ClientOrderId, VenueOrderId } from '../../core/order/order.js';
import type { ClientReply } from '../../core/order/venue-message.js';
import type { NoAnswer, Said } from './asked.js';
import { executionOf } from './execution-mapping.js';
import { fieldsOf, listOf, needText } from '../rest/fields.js';
import { numberIn } from './fields.js';
import type { Params } from './order-params.js';
import { type AboutOrder, lookUp, notFound } from './read-order.js';
import type { Asking } from './requests.js';
import { LOOKING } from './venue-time.js';

/** On a page, as many as the venue gives. */
const TRADES_MOST = 1_000;
/** Of orders whose name is not known, at a time. */
const LOOK_UPS_MOST = 20;

interface Trade {
  readonly venueOrderId: VenueOrderId;
  readonly execution: Execution;
}

export async function readExecutions(asking: Asking, about: AboutOrder): Promise<ClientReply> {
  const number = await numberOf(asking, about);
  if (number.kind !== 'said') return number;
  const said =
    number.value === null
      ? await amongNewest(asking, about)
      : await ofOrder(asking, about, number.value);
  return said.kind === 'said' ? { kind: 'executions', executions: said.value } : said;
}

/** Null: the venue does not find the order. */
async function numberOf(asking: Asking, about: AboutOrder): Promise<Said<VenueOrderId | null>> {
  const known = asking.known.numberOf(about.instrument.symbol, about.clientOrderId);
  if (known !== null) return { kind: 'said', value: known };
  const said = await lookUp(asking, about);
  return said.kind === 'said' ? { kind: 'said', value: said.value?.venueOrderId ?? null } : said;
}

/** To the last one: a page that is full may have another behind it. */
async function ofOrder(
  asking: Asking,
  about: AboutOrder,
  orderId: VenueOrderId,
): Promise<Said<readonly Execution[]>> {
  const executions: Execution[] = [];
  let from: Params = {};
  for (;;) {
    const page = await trades(asking, about, { orderId, ...from });
    if (page.kind !== 'said') return page;
    const ours = page.value.filter(({ venueOrderId }) => venueOrderId === orderId);
    executions.push(...ours.map(({ execution }) => execution));
    const last = page.value.at(-1);
    if (last === undefined || page.value.length < TRADES_MOST)
      return { kind: 'said', value: executions };
    from = { fromId: String(BigInt(last.execution.execId) + 1n) };
  }
}

function trades(
  { ask, product, options }: Asking,
  { instrument }: AboutOrder,
  params: Params,
): Promise<Said<readonly Trade[]>> {
  const { symbol } = instrument;
  const read = (body: unknown): readonly Trade[] =>
    listOf(body, 'the trades').map((row) => ({
      venueOrderId: numberIn(fieldsOf(row, 'a trade'), 'orderId') as VenueOrderId,
      execution: executionOf(row, instrument, product.trades),
    }));
  const page = { symbol, limit: String(TRADES_MOST), ...params, ...LOOKING };
  return ask({ method: product.routes.trades, params: page, read }, options);
}

async function amongNewest(asking: Asking, about: AboutOrder): Promise<Said<readonly Execution[]>> {
  const newest = await trades(asking, about, {});
  if (newest.kind !== 'said') return newest;
  const failed = await nameAll(asking, about, newest.value);
  if (failed !== null) return failed;
  const { symbol } = about.instrument;
  const ours = newest.value.filter(
    ({ venueOrderId }) => asking.known.nameOf(symbol, venueOrderId) === about.clientOrderId,
  );
  return { kind: 'said', value: ours.map(({ execution }) => execution) };
}

/** Null: it is known whose each of them is. */
async function nameAll(
  asking: Asking,
  { instrument }: AboutOrder,
  rows: readonly Trade[],
): Promise<NoAnswer | null> {
  const { symbol } = instrument;
  const numbers = new Set(rows.map(({ venueOrderId }) => venueOrderId));
  const strangers = [...numbers].filter((number) => asking.known.nameOf(symbol, number) === null);
  // Newest first: what is looked for was sent a moment ago.
  for (const venueOrderId of strangers.reverse().slice(0, LOOK_UPS_MOST)) {
    const name = await nameOf(asking, symbol, venueOrderId);
    if (name.kind !== 'said') return name;
    asking.known.note(symbol, { clientOrderId: name.value ?? NOBODY, venueOrderId });
  }
  const left = strangers.length - LOOK_UPS_MOST;
  const text = `whose trades of ${symbol} they are is not known of ${left} orders yet`;
  return left > 0 ? { kind: 'unavailable', text } : null;
}

/** The venue lists trades of it and does not find it: none of ours would be so old. */
const NOBODY = '' as ClientOrderId;

const nameOf = (
  { ask, product, options }: Asking,
  symbol: string,
  orderId: VenueOrderId,
): Promise<Said<ClientOrderId | null>> =>
  ask<ClientOrderId | null>(
    {
      method: product.routes.order,
      params: { symbol, orderId, ...LOOKING },
      read: (body) => needText(fieldsOf(body, 'an order'), 'clientOrderId') as ClientOrderId,
      refusal: notFound,
    },
    options,
  );
