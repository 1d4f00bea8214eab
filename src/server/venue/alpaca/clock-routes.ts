/**
 * What time it is, when a market is open, what is listed: `/v2/clock`, `/v2/calendar`, `/v2/assets`.
 *
 * The clock speaks of the venue's own market: sessions of a scenario lie where its time lies on the wall clock. The calendar is that of
 * the exchange's real days.
 */
import type { Hono } from 'hono';
import { calendarOf } from '../../../core/ground/calendar/calendar-of.js';
import type { Session } from '../../../core/ground/calendar/session.js';
import { InvariantError } from '../../../core/ground/invariant.js';
import { type EpochMicros, MICROS_PER_DAY, MICROS_PER_MINUTE } from '../../../core/ground/units.js';
import type { WireEnv } from '../wire/lose-reply.js';
import type { AlpacaDesk } from './alpaca-desk.js';
import { assetJson } from './listed-assets.js';
import { oneOf, timeIn } from './order-filter.js';
import { isRefusal, notFound } from './refusal.js';
import { isInstead, query, reached, refused, said } from './reply.js';
import { floorTo, stampOf, stampOfWall, wallOfStamp } from './wall-stamps.js';

export function clockRoutes(app: Hono<WireEnv>, desk: AlpacaDesk): void {
  app.get('/v2/clock', async (c) => {
    const time = await reached(query(c, desk));
    return isInstead(time) ? time.instead : said(c, clockJson(desk, time.venueTime));
  });
  app.get('/v2/calendar', async (c) => {
    const asked = c.req.queries();
    const start = timeIn(asked, 'start');
    const end = timeIn(asked, 'end');
    if (isRefusal(start)) return refused(c, start);
    if (isRefusal(end)) return refused(c, end);
    const time = await reached(query(c, desk));
    return isInstead(time) ? time.instead : said(c, sessions(start ?? FIRST_DAY, end ?? LAST_DAY));
  });
  app.get('/v2/assets', async (c) => {
    const wanted = oneOf(c.req.queries(), 'asset_class', ['', 'us_equity', 'crypto', 'us_option']);
    if (isRefusal(wanted)) return refused(c, wanted);
    const time = await reached(query(c, desk));
    if (isInstead(time)) return time.instead;
    const isInactive = c.req.query('status') === 'inactive';
    const rows = desk.assets.all.filter(
      ({ assetClass }) => !isInactive && (wanted === '' || wanted === assetClass),
    );
    return said(c, rows.map(assetJson));
  });
  app.get('/v2/assets/:symbol', async (c) => {
    const time = await reached(query(c, desk));
    if (isInstead(time)) return time.instead;
    const name = c.req.param('symbol');
    const asset = desk.assets.named(name);
    return asset === null
      ? refused(c, notFound(`asset not found for ${name}`))
      : said(c, assetJson(asset));
  });
}

const NYSE = calendarOf('nyse');

/** The session that `at` lies in, or the next one. */
function sessionFrom(at: EpochMicros): Session {
  const session = NYSE.sessionAt(NYSE.nextOpen(at));
  if (session === null) throw new InvariantError(`no session opens at ${at}`);
  return session;
}

/** With no stock among its instruments the venue never closes; its next edges are midnights then. */
function clockJson(desk: AlpacaDesk, now: EpochMicros): object {
  const { wall, assets } = desk;
  const timestamp = stampOf(wall, now);
  if (!assets.all.some(({ assetClass }) => assetClass === 'us_equity') || !NYSE.covers(now)) {
    const midnight = floorTo(wall.toWall(now), MICROS_PER_DAY) + MICROS_PER_DAY;
    const edge = stampOfWall(midnight as EpochMicros);
    return { timestamp, is_open: true, next_open: edge, next_close: edge };
  }
  const session = sessionFrom(now);
  const isOpen = session.open <= now;
  const next = isOpen ? sessionFrom(session.close) : session;
  return {
    timestamp,
    is_open: isOpen,
    next_open: stampOf(wall, next.open),
    next_close: stampOf(wall, session.close),
  };
}

const dayOf = (date: string): EpochMicros => wallOfStamp(date) as EpochMicros;
const FIRST_DAY = dayOf('2010-01-01');
const LAST_DAY = dayOf('2028-12-20');
/** From here on a trade is settled a day later, before two days. */
const ONE_DAY_LATER = '2024-05-28';
/** Of a session that ends early. */
const EARLY = { close: '13:00', session_close: '1700' };
const WHOLE = { close: '16:00', session_close: '2000' };
const WHOLE_MINUTES = 390;

/** One row a session whose date lies in [start, end], dates in New York. */
function sessions(start: EpochMicros, end: EpochMicros): readonly object[] {
  const rows: object[] = [];
  const last = Math.min(end, LAST_DAY) + MICROS_PER_DAY;
  let session = sessionFrom(Math.max(start, FIRST_DAY) as EpochMicros);
  while (session.open < last) {
    const next = sessionFrom(session.close);
    const date = NYSE.dateOf(session.open);
    const settled = date >= ONE_DAY_LATER ? next : sessionFrom(next.close);
    const isWhole = session.close - session.open === WHOLE_MINUTES * MICROS_PER_MINUTE;
    const { close, session_close } = isWhole ? WHOLE : EARLY;
    rows.push({
      ...{ date, open: '09:30', close, session_open: '0400', session_close },
      settlement_date: NYSE.dateOf(settled.open),
    });
    session = next;
  }
  return rows;
}
