/** How a running engine is, with causes, and whether it takes orders. Pure. */
import { type EpochMicros, MICROS_PER_SECOND } from '../../core/ground/units.js';
import type { TopOfBook } from '../../core/order/outcome.js';
import type { EngineDesk } from '../../runs/desk/engine-desk.js';
import { modeOf } from './account-view.js';

/** SIG-4: a quote is served for so long after it was last known to hold. */
export const QUOTE_AGE_MAX = 60 * MICROS_PER_SECOND;

export interface Health {
  readonly status: 'healthy' | 'degraded' | 'unhealthy';
  readonly causes: readonly string[];
}

export function healthOf(desk: EngineDesk): Health {
  const { ended } = desk;
  if (ended !== null) return { status: 'unhealthy', causes: [`the engine has ended: ${ended}`] };
  const causes = [...modeCauses(desk), ...linkCauses(desk), ...alertCauses(desk)];
  return { status: causes.length === 0 ? 'healthy' : 'degraded', causes };
}

function modeCauses(desk: EngineDesk): readonly string[] {
  const { mode, cause } = modeOf(desk);
  return mode === 'ready' ? [] : [`${mode}: ${cause}`];
}

function linkCauses(desk: EngineDesk): readonly string[] {
  const { state, isUp, config } = desk;
  return [
    ...(isUp ? [] : ['the venue is not reached']),
    ...(state.feed === 'down' ? ['the market feed is down'] : []),
    ...(state.stream === 'down' ? ['the order stream is down'] : []),
    ...[...config.instruments.keys()].flatMap((symbol) => marketCauses(desk, symbol)),
  ];
}

function marketCauses(desk: EngineDesk, symbol: string): readonly string[] {
  const age = (at: EpochMicros): number => Math.floor((desk.now - at) / MICROS_PER_SECOND);
  const { aliveAt } = desk.quoteOf(symbol);
  if (aliveAt !== null && desk.now - aliveAt > QUOTE_AGE_MAX)
    return [`no market data of ${symbol} for ${age(aliveAt)} s`];
  const last = lastQuoteOf(desk, symbol);
  return last === null || last.isTop
    ? []
    : [`the book of ${symbol} has no top, and its last quote is ${age(last.heldAt)} s old`];
}

export interface LastQuote {
  readonly quote: TopOfBook;
  /** When it was last known to hold: while it is the top of the book, when the feed last delivered anything. */
  readonly heldAt: EpochMicros;
  /** As far as the feed says; else the last one before there was none. */
  readonly isTop: boolean;
}

/** Null where the feed has delivered none. */
export function lastQuoteOf(desk: EngineDesk, symbol: string): LastQuote | null {
  const { quote, aliveAt } = desk.quoteOf(symbol);
  if (quote !== null && aliveAt !== null) return { quote, heldAt: aliveAt, isTop: true };
  const [last] = desk.recentQuotes(symbol, 1);
  return last === undefined ? null : { quote: last, heldAt: last.deliveredAt, isTop: false };
}

const alertCauses = ({ book }: EngineDesk): readonly string[] =>
  book.alerts
    .filter(({ level, state }) => level === 'critical' && state === 'raised')
    .map(({ code, subject, text }) => `alert ${code} (${subject}): ${text}`);

/** Null = it takes orders; else why not. */
export function whyNotReady(desk: EngineDesk): string | null {
  if (desk.ended !== null) return `the engine has ended: ${desk.ended}`;
  if (!desk.isUp) return 'the venue is not reached';
  const { mode, cause } = modeOf(desk);
  return mode === 'ready' || mode === 'forced' || mode === 'half-open' ? null : `${mode}: ${cause}`;
}
