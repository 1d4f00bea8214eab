/** One order by the name we gave it. That the venue does not find it is an answer. */
import type { Instrument } from '../../core/ground/instrument.js';
import type { OrderSnapshot } from '../../core/order/execution-report.js';
import type { ClientOrderId } from '../../core/order/order.js';
import type { ClientReply } from '../../core/order/venue-message.js';
import type { Said } from './asked.js';
import { NO_SUCH_ORDER } from './error-words.js';
import { snapshotOf } from './order-mapping.js';
import type { Asking } from './requests.js';
import { LOOKING } from './venue-time.js';

export interface AboutOrder {
  readonly instrument: Instrument;
  readonly clientOrderId: ClientOrderId;
}

export async function readOrder(asking: Asking, about: AboutOrder): Promise<ClientReply> {
  const said = await lookUp(asking, about);
  return said.kind === 'said' ? { kind: 'order', order: said.value } : said;
}

/** Null: not found. */
export async function lookUp(
  { ask, product, known, options }: Asking,
  { instrument, clientOrderId }: AboutOrder,
): Promise<Said<OrderSnapshot | null>> {
  const { symbol } = instrument;
  const said = await ask<OrderSnapshot | null>(
    {
      method: product.routes.order,
      params: { symbol, origClientOrderId: clientOrderId, ...LOOKING },
      read: (body) => snapshotOf(body, instrument, product.orders),
      refusal: notFound,
    },
    options,
  );
  if (said.kind === 'said' && said.value !== null) known.note(symbol, said.value);
  return said;
}

export const notFound = ({ code }: { readonly code: string }): Said<null> | null =>
  code === NO_SUCH_ORDER ? { kind: 'said', value: null } : null;
