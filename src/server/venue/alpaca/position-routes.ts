/** The account and what it holds: `/v2/account`, `/v2/positions` and closing them by a market order. */
import type { Hono } from 'hono';
import {
  compareDecimal,
  decimal,
  divide,
  parseDecimal,
  pow10,
} from '../../../core/ground/decimal.js';
import { formatQuantity } from '../../../core/ground/instrument.js';
import { type Lots, lots } from '../../../core/ground/units.js';
import type { PositionRow } from '../../../core/order/outcome.js';
import { asked } from '../wire/asked.js';
import type { WireEnv } from '../wire/lose-reply.js';
import { accountJson, positionJson } from './account-json.js';
import type { AlpacaDesk } from './alpaca-desk.js';
import { lotsOf } from './amounts.js';
import type { ListedAsset } from './listed-assets.js';
import { NOTHING_BESIDE } from './order-json.js';
import { cancelAll } from './order-list.js';
import { acceptedJson, submission, submit } from './order-routes.js';
import type { OrderDraft } from './order-request.js';
import { type Refusal, forbidden, invalid, isRefusal, notFound, rateLimited } from './refusal.js';
import { rejection } from './rejections.js';
import {
  answered,
  type Ctx,
  type Instead,
  isInstead,
  otherwise,
  query,
  refused,
  said,
} from './reply.js';

export function positionRoutes(app: Hono<WireEnv>, desk: AlpacaDesk): void {
  app.get('/v2/account', async (c) => {
    const rows = await positionsOf(c, desk);
    return isInstead(rows) ? rows.instead : said(c, accountJson(desk, rows));
  });
  app.get('/v2/positions', async (c) => {
    const rows = await positionsOf(c, desk);
    if (isInstead(rows)) return rows.instead;
    return said(
      c,
      rows.map((row) => positionJson(desk, row)),
    );
  });
  app.get('/v2/positions/:symbol', async (c) => {
    const rows = await positionsOf(c, desk);
    if (isInstead(rows)) return rows.instead;
    const asset = desk.assets.named(c.req.param('symbol'));
    const row = rows.find(({ symbol }) => symbol === asset?.instrument.symbol);
    return row === undefined ? refused(c, NO_POSITION) : said(c, positionJson(desk, row));
  });
  app.delete('/v2/positions/:symbol', (c) => {
    const draft = closing(c, desk, c.req.param('symbol'));
    return isRefusal(draft) ? refused(c, draft) : submit(c, desk, draft);
  });
  app.delete('/v2/positions', (c) => closeAll(c, desk));
}

const NO_POSITION = notFound('position does not exist');

async function positionsOf(c: Ctx, desk: AlpacaDesk): Promise<readonly PositionRow[] | Instead> {
  const reply = await answered(query(c, desk), 'positions', { kind: 'query-positions' });
  return isInstead(reply) ? reply : reply.positions;
}

/** The order that closes a position, or the share of it that is asked for. */
function closing(c: Ctx, desk: AlpacaDesk, name: string): OrderDraft | Refusal {
  desk.venue.catchUp();
  const asset = desk.assets.named(name);
  const row = desk.venue.positions().find(({ symbol }) => symbol === asset?.instrument.symbol);
  if (asset === null || row === undefined) return NO_POSITION;
  const qty = c.req.query('qty') ?? null;
  const held = lots(Math.abs(row.quantity));
  const quantity =
    qty !== null ? lotsOf(asset, qty) : shareOf(held, c.req.query('percentage') ?? '100');
  if (isRefusal(quantity)) return quantity;
  const available = formatQuantity(asset.instrument, held);
  return quantity > held
    ? forbidden(`insufficient qty available for order (requested: ${qty}, available: ${available})`)
    : closingOrder(desk, asset, { held: row.quantity, quantity });
}

/** Whole lots of it. */
function shareOf(held: Lots, percentage: string): Lots | Refusal {
  const share = parseDecimal(percentage);
  if (share === null || share.mantissa <= 0n || compareDecimal(share, decimal('100')) > 0)
    return invalid('percentage must be above 0 and at most 100');
  const part = divide(BigInt(held) * share.mantissa, 100n * pow10(share.scale), 'floor');
  return part > 0n
    ? lots(Number(part))
    : invalid('percentage of the position is less than one lot');
}

const closingOrder = (
  desk: AlpacaDesk,
  asset: ListedAsset,
  { held, quantity }: { readonly held: number; readonly quantity: Lots },
): OrderDraft => ({
  clientOrderId: desk.newClientOrderId(),
  asset,
  terms: {
    symbol: asset.instrument.symbol,
    side: held > 0 ? 'sell' : 'buy',
    quantity,
    type: 'market',
    limitPrice: null,
    stopPrice: null,
    timeInForce: 'ioc',
    postOnly: false,
  },
  beside: NOTHING_BESIDE,
});

async function closeAll(c: Ctx, desk: AlpacaDesk): Promise<Response> {
  if (c.req.query('cancel_orders') === 'true') {
    const canceled = await cancelAll(c, desk);
    if (isInstead(canceled)) return canceled.instead;
  }
  const rows = await positionsOf(c, desk);
  if (isInstead(rows)) return rows.instead;
  const orders = rows.map(({ symbol, quantity }) =>
    closingOrder(desk, desk.assets.of(symbol), {
      held: quantity,
      quantity: lots(Math.abs(quantity)),
    }),
  );
  const replies = await Promise.all(
    orders.map(async (draft) => {
      const { route, request } = submission(c, desk, draft);
      return { draft, route, reply: await asked(desk.venue, request) };
    }),
  );
  const lost = replies.find(({ reply }) => reply.kind === 'lost');
  if (lost !== undefined) return otherwise(lost.route, lost.reply);
  const results = replies.map(({ draft, route, reply }) => {
    const { positionSymbol: symbol } = draft.asset;
    if (reply.kind === 'accepted') return { symbol, status: 200, body: acceptedJson(desk, reply) };
    const { status, code, message } =
      reply.kind === 'rejected' ? rejection(route, reply) : rateLimited('rate limit exceeded');
    return { symbol, status, body: { code, message } };
  });
  return said(c, results, 207);
}
