/**
 * What each limit says of an order that leaves (RSK-3), in the judge's own arithmetic: a rule for every one there is, or it does not compile. Pure.
 */
import {
  type Decimal,
  addDecimal,
  compareDecimal,
  decimal,
  formatDecimal,
} from '../../../core/ground/decimal.js';
import {
  type Instrument,
  formatQuantity,
  roundQuantity,
  valueOf,
} from '../../../core/ground/instrument.js';
import type { Lots, Side } from '../../../core/ground/units.js';
import type { OrderTerms } from '../../../core/order/order.js';
import type { TopOfBook } from '../../../core/order/outcome.js';
import type { SymbolLimits, TotalLimits } from '../../../core/state/limits.js';

/** Of one symbol, with the order that leaves. In lots. */
export interface Books {
  readonly instrument: Instrument | undefined;
  readonly buying: number;
  readonly selling: number;
  /** Long or short, were everything filled that is open on that side. */
  readonly worst: (side: Side) => number;
  /** The same as the engine has it. */
  readonly believed: (side: Side) => number;
  readonly orders: number;
  /** Orders that left within the last minute. */
  readonly sends: number;
  /** What it is valued by, twice; null = nothing is known. */
  readonly priceTwice: number | null;
}

export interface Sent {
  readonly terms: Pick<OrderTerms, 'symbol' | 'side' | 'limitPrice' | 'stopPrice' | 'type'> & {
    readonly quantity: number;
  };
  readonly own: Books;
  /** Of all other symbols. */
  readonly others: () => readonly Books[];
  /** What the client was shown; null = nothing. */
  readonly quote: Pick<TopOfBook, 'bid' | 'ask'> | null;
}

/** What is wrong; null = nothing. */
type Rule<Limit> = (limit: Limit, sent: Sent) => string | null;

type Rules<Limits> = { readonly [Key in keyof Limits]: Rule<NonNullable<Limits[Key]>> };

type OfSymbol = Omit<SymbolLimits, 'symbol'>;

/** One answer for each limit that is set. */
export function passed<Limits extends object>(
  rules: Rules<Limits>,
  limits: Limits,
  sent: Sent,
): readonly (string | null)[] {
  const keys = Object.keys(rules) as (keyof Limits)[];
  return keys.flatMap((key) => {
    const limit = limits[key];
    return limit === null || limit === undefined ? [] : [rules[key](limit, sent)];
  });
}

export const SYMBOL_RULES: Rules<OfSymbol> = {
  orderQuantity: (limit, { terms, own }) =>
    over('it is over', terms.quantity, limit, (lots) => quantityText(own, lots)),
  orderValue: (limit, { terms, own }) => valueOver('it', [valueTwice(own, terms.quantity)], limit),
  position: (limit, { terms, own }) =>
    over('the position may come to', own.worst(terms.side), limit, (lots) =>
      quantityText(own, lots),
    ),
  advShareBps: (bps, { terms, own }) => {
    const limit = advShareOf(own.instrument, bps);
    return limit === null
      ? 'and no daily volume is known that it could be a share of'
      : over('the position may come to', own.worst(terms.side), limit, (lots) =>
          quantityText(own, lots),
        );
  },
  openOrders: (limit, { own }) => over('open orders are', own.orders, limit, String),
  openValue: (limit, { own }) =>
    valueOver('what is open', [valueTwice(own, own.buying + own.selling)], limit),
  ordersPerMinute: (limit, { own }) => over('orders within a minute are', own.sends, limit, String),
  collarBps: collared,
};

export const TOTAL_RULES: Rules<TotalLimits> = {
  openOrders: (limit, { own, others }) =>
    over(
      'open orders in all are',
      sumOf([own, ...others()], ({ orders }) => orders),
      limit,
      String,
    ),
  ordersPerMinute: (limit, { own, others }) =>
    over(
      'orders within a minute in all are',
      sumOf([own, ...others()], ({ sends }) => sends),
      limit,
      String,
    ),
  openValue: (limit, { own, others }) =>
    valueOver(
      'what is open in all',
      [own, ...others()].map((books) => valueTwice(books, books.buying + books.selling)),
      limit,
    ),
  positionValue: (limit, sent) =>
    grows(sent)
      ? valueOver(
          'positions in all',
          [sent.own, ...sent.others()].map((books) =>
            valueTwice(books, Math.max(books.worst('buy'), books.worst('sell'), 0)),
          ),
          limit,
        )
      : null,
};

/** Whether it adds to the most that may be held; what the engine cannot know yet is no reason to think so. */
function grows({ terms: { side }, own }: Sent): boolean {
  const other = side === 'buy' ? 'sell' : 'buy';
  return own.worst(side) > Math.max(0, own.worst(other), own.believed(other));
}

/** How much worse than the mid it may trade at worst; what waits for a trigger, than its trigger, if that is further on. */
function collared(bps: number, { terms, quote }: Sent): string | null {
  const { side, type, limitPrice, stopPrice } = terms;
  if (quote === null)
    return limitPrice === null ? null : 'and nothing was shown to hold its price against';
  const isBuy = side === 'buy';
  const price = limitPrice ?? (type === 'market' ? (isBuy ? quote.ask : quote.bid) : null);
  if (price === null) return null;
  const mid = quote.bid + quote.ask;
  const trigger = stopPrice === null ? mid : 2 * stopPrice;
  const from = isBuy ? Math.max(mid, trigger) : Math.min(mid, trigger);
  const beyond = isBuy ? 2 * price - from : from - 2 * price;
  return BigInt(beyond) * 10_000n > BigInt(bps) * BigInt(from)
    ? `its price is ${beyond / 2} ticks worse than the mid, the limit is ${bps} bps`
    : null;
}

function advShareOf(instrument: Instrument | undefined, bps: number): number | null {
  const adv = instrument?.adv ?? null;
  if (instrument === undefined || adv === null) return null;
  const { mantissa, scale } = decimal(adv);
  const share = { mantissa: mantissa * BigInt(bps), scale: scale + 4 };
  return mantissa > 0n ? roundQuantity(instrument, share, 'floor') : null;
}

const sumOf = (all: readonly Books[], of: (books: Books) => number): number =>
  all.reduce((sum, books) => sum + of(books), 0);

const over = (
  what: string,
  asked: number,
  limit: number,
  text: (value: number) => string,
): string | null => (asked > limit ? `${what} ${text(asked)}, the limit is ${text(limit)}` : null);

const quantityText = ({ instrument }: Books, lots: number): string =>
  instrument === undefined ? `${lots} lots` : formatQuantity(instrument, lots as Lots);

const NOTHING: Decimal = { mantissa: 0n, scale: 0 };

/** Null = there is no price to value it by. */
function valueTwice({ instrument, priceTwice }: Books, quantity: number): Decimal | null {
  if (quantity === 0) return NOTHING;
  return instrument === undefined || priceTwice === null
    ? null
    : valueOf(instrument, BigInt(priceTwice) * BigInt(quantity));
}

function valueOver(what: string, twice: readonly (Decimal | null)[], limit: string): string | null {
  let sum = NOTHING;
  for (const part of twice) {
    if (part === null) return `and no price is known to value ${what} by`;
    sum = addDecimal(sum, part);
  }
  const value = { mantissa: sum.mantissa * 5n, scale: sum.scale + 1 };
  return compareDecimal(value, decimal(limit)) > 0
    ? `${what} is worth ${formatDecimal(value)}, the limit is ${limit}`
    : null;
}
