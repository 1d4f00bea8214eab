/** `…/bars` of the data API: symbols in the order of their names, each in order of time, cut into pages. */
import { type EpochMicros, MICROS_PER_DAY } from '../../../core/ground/units.js';
import type { AlpacaDesk } from './alpaca-desk.js';
import { assetsAsked } from './assets-asked.js';
import type { Bar } from './bars.js';
import { type Range, historyBars } from './history-bars.js';
import type { AssetClass, ListedAsset } from './listed-assets.js';
import { barJson } from './market-json.js';
import { countIn, oneOf, timeIn } from './order-filter.js';
import { type Refusal, isRefusal, marketRefusal } from './refusal.js';
import { type Ctx, isInstead, query, reached, refused, said } from './reply.js';
import { type TimeFrame, timeFrame } from './time-frame.js';
import { dayStart } from './trading-days.js';
import { stampOfWall } from './wall-stamps.js';

const LIMIT_DEFAULT = 1_000;
const LIMIT_MOST = 10_000;

interface BarsWanted {
  readonly frame: TimeFrame;
  readonly limit: number;
  readonly isFalling: boolean;
  /** The last bar of the page before; null = this is the first. */
  readonly behind: { readonly symbol: string; readonly start: number } | null;
}

interface Row {
  readonly symbol: string;
  readonly bar: Bar;
}

export async function barsRoute(
  c: Ctx,
  desk: AlpacaDesk,
  assetClass: AssetClass,
): Promise<Response> {
  const assets = assetsAsked(c, desk, assetClass);
  if (isRefusal(assets)) return refused(c, assets);
  const wanted = wantedOf(c);
  const range = rangeOf(c, desk, assetClass);
  if (isRefusal(wanted)) return refused(c, wanted);
  if (isRefusal(range)) return refused(c, range);
  const time = await reached(query(c, desk));
  if (isInstead(time)) return time.instead;
  const rows = await rowsOf(desk, assets, { wanted, range });
  const page = rows.slice(0, wanted.limit);
  const last = page.at(-1);
  const next = rows.length > page.length && last !== undefined ? tokenOf(last) : null;
  return said(c, { bars: bySymbol(page), next_page_token: next });
}

function wantedOf(c: Ctx): BarsWanted | Refusal {
  const asked = c.req.queries();
  const frame = timeFrame(c.req.query('timeframe') ?? '1Min');
  if (frame === null) return marketRefusal(`invalid timeframe: ${c.req.query('timeframe')}`);
  const limit = countIn(asked, 'limit', { least: 1, most: LIMIT_MOST, without: LIMIT_DEFAULT });
  const sort = oneOf(asked, 'sort', ['asc', 'desc'] as const);
  if (isRefusal(limit)) return marketRefusal(limit.message);
  if (isRefusal(sort)) return marketRefusal(sort.message);
  const token = c.req.query('page_token') ?? '';
  const behind = token === '' ? null : behindToken(token);
  if (behind === undefined) return marketRefusal('invalid page_token');
  return { frame, limit, isFalling: sort === 'desc', behind };
}

/** Both ends are in it; without a start it is today. */
function rangeOf(c: Ctx, desk: AlpacaDesk, assetClass: AssetClass): Range | Refusal {
  const asked = c.req.queries();
  const start = timeIn(asked, 'start');
  const end = timeIn(asked, 'end');
  if (isRefusal(start)) return marketRefusal(start.message);
  if (isRefusal(end)) return marketRefusal(end.message);
  desk.venue.catchUp();
  const now = desk.wallNow();
  // A date alone is all of that day.
  const isDate = (c.req.query('end') ?? '').length === 'YYYY-MM-DD'.length;
  const last = end === null ? now : isDate ? end + MICROS_PER_DAY - 1 : end;
  return {
    from: start ?? dayStart(assetClass, now),
    to: (Math.min(last, now) + 1) as EpochMicros,
  };
}

async function rowsOf(
  desk: AlpacaDesk,
  assets: readonly ListedAsset[],
  { wanted, range }: { readonly wanted: BarsWanted; readonly range: Range },
): Promise<readonly Row[]> {
  const { frame, behind, isFalling } = wanted;
  const inOrder = [...assets].sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
  const found = await Promise.all(
    inOrder.map(async (asset) => {
      const bars = await historyBars(desk, asset, { frame, range });
      const { symbol } = asset;
      return (isFalling ? bars.toReversed() : bars).map((bar) => ({ symbol, bar }));
    }),
  );
  const rows = found.flat();
  if (behind === null) return rows;
  const first = rows.findIndex(
    ({ symbol, bar }) => symbol === behind.symbol && bar.start === behind.start,
  );
  return rows.slice(first + 1);
}

const tokenOf = ({ symbol, bar }: Row): string =>
  Buffer.from(`${symbol}|${bar.start}`).toString('base64url');

/** Undefined: no token of ours. */
function behindToken(token: string): BarsWanted['behind'] | undefined {
  const [, symbol, start] = /^(.+)\|(\d+)$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  return symbol === undefined ? undefined : { symbol, start: Number(start) };
}

function bySymbol(rows: readonly Row[]): object {
  const bars = new Map<string, object[]>();
  for (const { symbol, bar } of rows) {
    const shown = barJson(bar, stampOfWall(bar.start));
    const before = bars.get(symbol);
    if (before === undefined) bars.set(symbol, [shown]);
    else before.push(shown);
  }
  return Object.fromEntries(bars);
}
