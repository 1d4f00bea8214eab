/**
 * SIG-4: what the market last showed, from what is kept of the feed: also while the feed is down, or has lost the top of the book, for as long as that
 * is not too old. `/health` is degraded meanwhile.
 */
import { type Instrument, formatPrice, formatQuantity } from '../../core/ground/instrument.js';
import { MICROS_PER_MS } from '../../core/ground/units.js';
import type { TopOfBook } from '../../core/order/outcome.js';
import type { EngineDesk } from '../../runs/desk/engine-desk.js';
import { ProblemError } from '../problem.js';
import { QUOTE_AGE_MAX, lastQuoteOf } from './health.js';
import { pageAsked } from './page-asked.js';
import { type Answer, type Asked, type Route, ok, route } from './route.js';

/** As many as are kept of a symbol. */
const QUOTES_MOST = 100;

export const QUOTE_ROUTES: readonly Route[] = [
  route({
    method: 'GET',
    path: '/api/v1/quotes/{symbol}',
    summary: 'The last quotes, up to 100, the newest first: ?limit= (SIG-4)',
    role: 'viewer',
    statuses: [200, 400, 404],
    handle: recentQuotes,
  }),
  route({
    method: 'GET',
    path: '/api/v1/quotes/{symbol}/latest',
    summary: 'The last quote, for 60 s after it was last known to hold (SIG-4)',
    role: 'viewer',
    statuses: [200, 404, 503],
    handle: latestQuote,
  }),
];

/** Errors: `ProblemError`. */
function instrumentIn({ desk, param }: Asked): Instrument {
  const instrument = desk.instrument(param('symbol'));
  if (instrument !== null) return instrument;
  const known = [...desk.config.instruments.keys()].join(', ');
  throw new ProblemError('no-such-symbol', `It is not listed; known: ${known}.`);
}

const ageMs = (desk: EngineDesk, at: number): number => Math.max(0, desk.now - at) / MICROS_PER_MS;

function recentQuotes(asked: Asked): Answer {
  const { desk, query } = asked;
  const instrument = instrumentIn(asked);
  const most = Math.min(pageAsked(query).limit, QUOTES_MOST);
  const quotes = desk.recentQuotes(instrument.symbol, most);
  return ok({
    symbol: instrument.symbol,
    items: quotes.map((quote) => ({
      ...quoteView(instrument, quote),
      ageMs: ageMs(desk, quote.deliveredAt),
    })),
  });
}

function latestQuote(asked: Asked): Answer {
  const { desk } = asked;
  const instrument = instrumentIn(asked);
  const last = lastQuoteOf(desk, instrument.symbol);
  const age = last === null ? null : ageMs(desk, last.heldAt);
  if (last === null || desk.now - last.heldAt > QUOTE_AGE_MAX)
    throw new ProblemError('no-quote', 'The feed has delivered none, or none lately.', {
      ageMs: age,
    });
  return ok({
    symbol: instrument.symbol,
    ...quoteView(instrument, last.quote),
    ageMs: age,
    feed: desk.state.feed,
    isTop: last.isTop,
  });
}

const quoteView = (instrument: Instrument, quote: TopOfBook) => ({
  bid: formatPrice(instrument, quote.bid),
  bidQuantity: formatQuantity(instrument, quote.bidQuantity),
  ask: formatPrice(instrument, quote.ask),
  askQuantity: formatQuantity(instrument, quote.askQuantity),
  venueMicros: quote.venueTime,
  deliveredMicros: quote.deliveredAt,
});
