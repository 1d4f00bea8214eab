/**
 * Market data by question: `/v2/stocks/…` of stocks, `/v1beta3/crypto/us/…` of pairs. What a symbol has not got is left out of the answer,
 * as Alpaca does; a book that the venue does not know is no quote.
 */
import type { Hono } from 'hono';
import { asked } from '../wire/asked.js';
import type { WireEnv } from '../wire/lose-reply.js';
import type { VenueReply } from '../../../core/order/venue-message.js';
import type { AlpacaDesk } from './alpaca-desk.js';
import { assetsAsked } from './assets-asked.js';
import { barsRoute } from './bars-route.js';
import type { AssetClass, ListedAsset } from './listed-assets.js';
import { bookJson, quoteJson, tradeJson } from './market-json.js';
import { isRefusal, marketRefusal } from './refusal.js';
import {
  type Ctx,
  type Instead,
  isInstead,
  otherwise,
  query,
  reached,
  refused,
  said,
} from './reply.js';
import { stampOf } from './wall-stamps.js';

const STOCKS = '/v2/stocks';
const CRYPTO = '/v1beta3/crypto/us';
/** Levels a side of `latest/orderbooks`. */
const BOOK_LEVELS = 100;

export function marketRoutes(app: Hono<WireEnv>, desk: AlpacaDesk): void {
  app.get(`${STOCKS}/bars`, (c) => barsRoute(c, desk, 'us_equity'));
  app.get(`${CRYPTO}/bars`, (c) => barsRoute(c, desk, 'crypto'));
  app.get(`${STOCKS}/quotes/latest`, (c) => quotes(c, desk, 'us_equity'));
  app.get(`${CRYPTO}/latest/quotes`, (c) => quotes(c, desk, 'crypto'));
  app.get(`${STOCKS}/trades/latest`, (c) => trades(c, desk, 'us_equity'));
  app.get(`${CRYPTO}/latest/trades`, (c) => trades(c, desk, 'crypto'));
  app.get(`${CRYPTO}/latest/orderbooks`, async (c) => {
    const books = await depths(c, desk, { assetClass: 'crypto', levels: BOOK_LEVELS });
    if (isInstead(books)) return books.instead;
    const t = desk.stampNow();
    const orderbooks = books.map(({ asset, book }) => [asset.symbol, bookJson(asset, book, t)]);
    return said(c, { orderbooks: Object.fromEntries(orderbooks) as object });
  });
  app.get(`${STOCKS}/:symbol/trades/latest`, (c) => latestTrade(c, desk, c.req.param('symbol')));
}

type Depth = Extract<VenueReply, { kind: 'depth' }>;

/** The books of what was asked for, each by a request of its own; one that is not known is left out. */
async function depths(
  c: Ctx,
  desk: AlpacaDesk,
  { assetClass, levels }: { readonly assetClass: AssetClass; readonly levels: number },
): Promise<readonly { readonly asset: ListedAsset; readonly book: Depth }[] | Instead> {
  const assets = assetsAsked(c, desk, assetClass);
  if (isRefusal(assets)) return { instead: refused(c, assets) };
  const route = query(c, desk);
  const replies = await Promise.all(
    assets.map(async (asset) => {
      const { symbol } = asset.instrument;
      return { asset, reply: await asked(desk.venue, { kind: 'query-depth', symbol, levels }) };
    }),
  );
  const other = replies.find(({ reply: { kind } }) => kind !== 'depth' && kind !== 'unavailable');
  if (other !== undefined) return { instead: otherwise(route, other.reply) };
  return replies.flatMap(({ asset, reply }) =>
    reply.kind === 'depth' ? [{ asset, book: reply }] : [],
  );
}

async function quotes(c: Ctx, desk: AlpacaDesk, assetClass: AssetClass): Promise<Response> {
  const books = await depths(c, desk, { assetClass, levels: 1 });
  if (isInstead(books)) return books.instead;
  const t = desk.stampNow();
  const latest = books.map(({ asset, book: { bids, asks } }) => [
    asset.symbol,
    quoteJson(asset, { bid: bids[0] ?? null, ask: asks[0] ?? null }, t),
  ]);
  return said(c, { quotes: Object.fromEntries(latest) as object });
}

async function trades(c: Ctx, desk: AlpacaDesk, assetClass: AssetClass): Promise<Response> {
  const assets = assetsAsked(c, desk, assetClass);
  if (isRefusal(assets)) return refused(c, assets);
  const time = await reached(query(c, desk));
  if (isInstead(time)) return time.instead;
  const latest = assets.flatMap((asset) => {
    const trade = lastTrade(desk, asset);
    return trade === null ? [] : [[asset.symbol, trade]];
  });
  return said(c, { trades: Object.fromEntries(latest) as object });
}

async function latestTrade(c: Ctx, desk: AlpacaDesk, symbol: string): Promise<Response> {
  const time = await reached(query(c, desk));
  if (isInstead(time)) return time.instead;
  const asset = desk.assets.named(symbol);
  const trade = asset?.assetClass === 'us_equity' ? lastTrade(desk, asset) : null;
  return trade === null
    ? refused(c, marketRefusal(`no trade found for ${symbol}`), 404)
    : said(c, { symbol, trade });
}

function lastTrade(desk: AlpacaDesk, asset: ListedAsset): object | null {
  const prints = desk.printsOf(asset.instrument.symbol);
  const count = prints.countTo(desk.now());
  if (count === 0) return null;
  const print = prints.at(count - 1);
  return tradeJson(asset, { prints, print }, stampOf(desk.wall, print.at));
}
