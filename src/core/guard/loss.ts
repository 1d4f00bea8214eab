/**
 * RSK-2: the loss of a UTC day, on the executions known, without fees, at the prices of now; and how far prices may go before
 * it is too much. Pure, shared by the core, which decides, and by the host, which watches for the moment.
 */
import {
  type Decimal,
  addDecimal,
  compareDecimal,
  decimal,
  divide,
  formatDecimal,
  pow10,
} from '../ground/decimal.js';
import { type Instrument, valueOf } from '../ground/instrument.js';
import type { PriceRange, TopOfBook } from '../order/outcome.js';
import type { BreakerConfig } from '../state/breaker.js';
import type { EngineConfig } from '../state/config.js';
import { exposureIn } from '../state/expose.js';
import type { State } from '../state/state.js';

/** What the market is looked at through: the quote of a symbol, null where there is none. */
export type QuoteOf = (symbol: string) => TopOfBook | null;

/** What of the engine's configuration a loss hangs on. */
type Markets = Pick<EngineConfig, 'instruments'>;

/** Null while the loss is within the limit, or none is configured. */
export function lossProblem(
  state: State,
  markets: Markets & { readonly breaker: BreakerConfig },
  quoteOf: QuoteOf,
): string | null {
  const most = lossLimit(markets.breaker);
  if (most === null) return null;
  const lost = lossOf(state, markets, quoteOf);
  if (compareDecimal(lost, most) <= 0) return null;
  return `lost ${formatDecimal(lost)} today, the limit is ${formatDecimal(most)}`;
}

/** What the executions we know came to; those of an instrument without any price came to nothing yet. */
export function resultOf(state: State, { instruments }: Markets, quoteOf: QuoteOf): Decimal {
  let sum: Decimal = { mantissa: 0n, scale: 0 };
  for (const [symbol, instrument] of instruments) {
    const { booked, spent } = exposureIn(state, symbol);
    const twice = twiceMid(state, symbol, quoteOf);
    if (twice === null) continue;
    sum = addDecimal(sum, halfValue(instrument, BigInt(twice) * BigInt(booked) - 2n * spent));
  }
  return sum;
}

/**
 * The ranges in which prices may move without the loss going over the limit, which it has not: what is left of it, in
 * equal parts among the instruments held. With one instrument the range is exact.
 */
export function lossRanges(
  state: State,
  markets: Markets & { readonly breaker: BreakerConfig },
  quoteOf: QuoteOf,
): ReadonlyMap<string, PriceRange> {
  const ranges = new Map<string, PriceRange>();
  const most = lossLimit(markets.breaker);
  if (most === null) return ranges;
  const left = minus(most, lossOf(state, markets, quoteOf));
  const held = [...markets.instruments].filter(
    ([symbol]) => exposureIn(state, symbol).booked !== 0,
  );
  for (const [symbol, instrument] of held) {
    const { booked } = exposureIn(state, symbol);
    const perTick = halfValue(instrument, BigInt(Math.abs(booked) * held.length));
    const room = Number(wholeTimes(left, perTick));
    const twice = twiceMid(state, symbol, quoteOf);
    if (twice === null) ranges.set(symbol, NOWHERE);
    else if (booked > 0) ranges.set(symbol, { low: twice - room, high: Infinity });
    else ranges.set(symbol, { low: -Infinity, high: twice + room });
  }
  return ranges;
}

function lossLimit({ equity, drawdownBps }: BreakerConfig): Decimal | null {
  if (equity === null) return null;
  const { mantissa, scale } = decimal(equity);
  return { mantissa: mantissa * BigInt(drawdownBps), scale: scale + 4 };
}

function lossOf(state: State, markets: Markets, quoteOf: QuoteOf): Decimal {
  return minus(decimal(state.watch?.result ?? '0'), resultOf(state, markets, quoteOf));
}

/** Whatever price comes is news. */
const NOWHERE: PriceRange = { low: Infinity, high: -Infinity };

/** Twice the mid price, in ticks; without a quote that of the latest order; null without that. */
function twiceMid(state: State, symbol: string, quoteOf: QuoteOf): number | null {
  const quote = quoteOf(symbol);
  return quote === null ? exposureIn(state, symbol).midTwice : quote.bid + quote.ask;
}

/** Of half as much. */
function halfValue(instrument: Instrument, amount: bigint): Decimal {
  const { mantissa, scale } = valueOf(instrument, amount);
  return { mantissa: mantissa * 5n, scale: scale + 1 };
}

const minus = (a: Decimal, b: Decimal): Decimal => addDecimal(a, { ...b, mantissa: -b.mantissa });

/** How often `part` goes into `whole`. */
function wholeTimes(whole: Decimal, part: Decimal): bigint {
  const scale = Math.max(whole.scale, part.scale);
  const atScale = (one: Decimal): bigint => one.mantissa * pow10(scale - one.scale);
  return divide(atScale(whole), atScale(part), 'floor');
}
