/**
 * RSK-3: what an order may add to what is held, open and unknown, by symbol and in all. The side that grows counts: an order
 * that lowers a position passes a limit that the position is above. An order that is being sent is in the state already,
 * and counts once. What cannot be valued or set against a volume does not pass a limit that needs it.
 */
import {
  type Decimal,
  addDecimal,
  compareDecimal,
  decimal,
  formatDecimal,
} from '../ground/decimal.js';
import { type Instrument, formatQuantity, roundQuantity, valueOf } from '../ground/instrument.js';
import { invariant } from '../ground/invariant.js';
import type { EpochMicros, Lots } from '../ground/units.js';
import type { OrderTerms } from '../order/order.js';
import type { TopOfBook, Veto } from '../order/outcome.js';
import type { EngineConfig } from '../state/config.js';
import type { Limits, SymbolLimits, TotalLimits } from '../state/limits.js';
import type { ChildState, State } from '../state/state.js';
import type { Step } from '../state/step.js';
import { exposureInAll, openOf, sentWithinMinute } from '../state/expose.js';
import type { SymbolExposure } from '../state/symbol-exposure.js';
import { collarProblem } from './collar.js';

/** What a guard looks at. */
export interface GuardLook {
  readonly state: State;
  readonly config: EngineConfig;
}

/** An order with these terms, that would leave at `at`. */
export interface Sending {
  readonly terms: OrderTerms;
  readonly at: EpochMicros;
  /** What the market shows; null = nothing. */
  readonly quote: TopOfBook | null;
  /** The order as it stands; null = it is not made yet. */
  readonly child: ChildState | null;
}

export const limitsOf = ({ state, config }: GuardLook): Limits | null =>
  state.limits ?? config.limits ?? null;

export function limitVeto(look: GuardLook, sending: Sending): Veto | null {
  const limits = limitsOf(look);
  if (limits === null) return null;
  const { symbol } = sending.terms;
  const own = limits.perSymbol.find((one) => one.symbol === symbol);
  const asked = askedOf(look, sending);
  const why =
    (own === undefined ? null : ownProblem(own, asked)) ?? totalProblem(look, limits.total, asked);
  return why === null ? null : { code: 'limit', text: why };
}

/** ORD-1: an order as a whole, before it is planned: only what it would come to when all of it has filled. */
export function intakeVeto(look: GuardLook, terms: OrderTerms, at: EpochMicros): Veto | null {
  const limits = limitsOf(look);
  const own = limits?.perSymbol.find((one) => one.symbol === terms.symbol);
  if (own === undefined) return null;
  const why = positionProblem(own, askedOf(look, { terms, at, quote: null, child: null }));
  return why === null ? null : { code: 'limit', text: why };
}

const ALERT = 'limit';

/** Someone is told once, and told again when an order of the symbol passes. */
export function tellLimit(step: Step, symbol: string, veto: Veto | null): void {
  if (veto === null) step.clear(ALERT, symbol);
  else if (veto.code === 'limit')
    step.raise(ALERT, 'warning', { subject: symbol, text: veto.text });
}

/** What would be, were the order sent. */
interface Asked extends Sending {
  readonly instrument: Instrument;
  /** Bid + ask, or twice the limit, the larger; null = no price is known. */
  readonly priceTwice: number | null;
  readonly exposure: SymbolExposure;
  readonly sends: number;
}

function askedOf(look: GuardLook, sending: Sending): Asked {
  const { terms, quote, child } = sending;
  const instrument = look.config.instruments.get(terms.symbol);
  invariant(instrument !== undefined, `no such instrument: ${terms.symbol}`);
  const known = exposureInAll(look.state, terms.symbol);
  const open = child === null ? 0 : openOf(child);
  const more = Math.max(0, terms.quantity - open);
  const held = look.config.positions?.get(terms.symbol) ?? 0;
  const mid = quote === null ? 0 : quote.bid + quote.ask;
  const priceTwice = Math.max(mid, 2 * (terms.limitPrice ?? 0));
  const isCounted = child?.stage.kind === 'sending';
  const [buys, sells] = terms.side === 'buy' ? [more, 0] : [0, more];
  return {
    instrument,
    priceTwice: priceTwice === 0 ? null : priceTwice,
    exposure: {
      ...known,
      position: (known.position + held) as Lots,
      buying: (known.buying + buys) as Lots,
      selling: (known.selling + sells) as Lots,
      openOrders: known.openOrders + (open > 0 ? 0 : 1),
    },
    sends: isCounted ? 0 : 1,
    ...sending,
  };
}

/** Each part of a symbol's limits; the first that is passed is told. */
const ownProblem = (limits: SymbolLimits, asked: Asked): string | null =>
  orderProblem(limits, asked) ??
  positionProblem(limits, asked) ??
  openProblem(limits, asked) ??
  rateProblem(limits, asked) ??
  collarOf(limits, asked);

function orderProblem(
  { orderQuantity, orderValue }: SymbolLimits,
  { instrument, terms, priceTwice }: Asked,
): string | null {
  const { quantity } = terms;
  if (orderQuantity !== null && quantity > orderQuantity)
    return overText('an order', quantityText(instrument, quantity), [
      quantityText(instrument, orderQuantity),
    ]);
  return valueProblem('an order', orderValue, valueTwice(instrument, quantity, priceTwice));
}

/** Long if it buys, short if it sells, once all that is open has filled. */
const worstOf = ({ position, buying, selling }: SymbolExposure, side: OrderTerms['side']): Lots =>
  (side === 'buy' ? position + buying : selling - position) as Lots;

function positionProblem(
  { position, advShareBps }: Pick<SymbolLimits, 'position' | 'advShareBps'>,
  { instrument, exposure, terms }: Asked,
): string | null {
  const worst = worstOf(exposure, terms.side);
  const before = (worst - terms.quantity) as Lots;
  const text = (limit: Lots): string =>
    overText('the position', quantityText(instrument, worst), [
      quantityText(instrument, limit),
      `${quantityText(instrument, Math.max(0, limit - before) as Lots)} of it free`,
    ]);
  if (position !== null && worst > position) return text(position);
  if (advShareBps === null) return null;
  const share = advShareOf(instrument, advShareBps);
  if (share === null) return `no average daily volume of ${instrument.symbol} is known`;
  return worst > share ? `${text(share)} (${advShareBps} bps of the daily volume)` : null;
}

const BPS_DIGITS = 4;

function advShareOf(instrument: Instrument, bps: number): Lots | null {
  if (instrument.adv === null) return null;
  const volume = decimal(instrument.adv);
  const share = { mantissa: volume.mantissa * BigInt(bps), scale: volume.scale + BPS_DIGITS };
  return volume.mantissa > 0n ? roundQuantity(instrument, share, 'floor') : null;
}

function openProblem(
  { openOrders, openValue }: SymbolLimits,
  { instrument, exposure, priceTwice }: Asked,
): string | null {
  if (openOrders !== null && exposure.openOrders > openOrders)
    return overText('open', `${exposure.openOrders} orders`, [`${openOrders}`]);
  const open = (exposure.buying + exposure.selling) as Lots;
  return valueProblem('open orders', openValue, valueTwice(instrument, open, priceTwice));
}

function rateProblem(
  { ordersPerMinute }: Pick<SymbolLimits, 'ordersPerMinute'>,
  { exposure, sends, at }: Asked,
): string | null {
  return ordersPerMinute === null
    ? null
    : ratePassed(sentWithinMinute(exposure, at) + sends, ordersPerMinute);
}

const ratePassed = (sent: number, limit: number): string | null =>
  sent > limit ? overText('within a minute', `${sent} orders`, [`${limit}`]) : null;

const collarOf = ({ collarBps }: SymbolLimits, { terms, quote }: Asked): string | null =>
  collarBps === null ? null : collarProblem(collarBps, terms, quote);

/** Over all symbols, of which there are few; the order's own as it would be. */
function totalProblem(look: GuardLook, limits: TotalLimits, asked: Asked): string | null {
  const { openOrders, ordersPerMinute, openValue, positionValue } = limits;
  const { terms, instrument, priceTwice, at } = asked;
  const own = { ...asked.exposure, midTwice: priceTwice };
  const grown = grows(own, terms.side);
  let [orders, sent] = [own.openOrders, sentWithinMinute(own, at) + asked.sends];
  let open = openValueTwice(instrument, own);
  let held = grown ? positionValueTwice(instrument, own) : ZERO;
  for (const [symbol, listed] of look.config.instruments) {
    if (symbol === terms.symbol) continue;
    const known = exposureInAll(look.state, symbol);
    const before = look.config.positions?.get(symbol) ?? 0;
    const other = { ...known, position: (known.position + before) as Lots };
    orders += other.openOrders;
    sent += sentWithinMinute(other, at);
    open = sumOf(open, openValueTwice(listed, other));
    if (grown) held = sumOf(held, positionValueTwice(listed, other));
  }
  if (openOrders !== null && orders > openOrders)
    return overText('open in all', `${orders} orders`, [`${openOrders}`]);
  return (
    (ordersPerMinute === null ? null : ratePassed(sent, ordersPerMinute)) ??
    valueProblem('open orders in all', openValue, open) ??
    valueProblem('positions in all', positionValue, held)
  );
}

/** Whether the order adds to what the symbol may come to at most. */
const grows = (exposure: SymbolExposure, side: OrderTerms['side']): boolean =>
  worstOf(exposure, side) > Math.max(0, worstOf(exposure, side === 'buy' ? 'sell' : 'buy'));

const openValueTwice = (instrument: Instrument, exposure: SymbolExposure): Decimal | null =>
  valueTwice(instrument, (exposure.buying + exposure.selling) as Lots, exposure.midTwice);

const positionValueTwice = (instrument: Instrument, exposure: SymbolExposure): Decimal | null =>
  valueTwice(
    instrument,
    Math.max(worstOf(exposure, 'buy'), worstOf(exposure, 'sell'), 0) as Lots,
    exposure.midTwice,
  );

const ZERO: Decimal = { mantissa: 0n, scale: 0 };

/** Null = no price is known. */
function valueTwice(
  instrument: Instrument,
  quantity: Lots,
  priceTwice: number | null,
): Decimal | null {
  if (quantity === 0) return ZERO;
  return priceTwice === null ? null : valueOf(instrument, BigInt(priceTwice) * BigInt(quantity));
}

const sumOf = (a: Decimal | null, b: Decimal | null): Decimal | null =>
  a === null || b === null ? null : addDecimal(a, b);

const HALF = 5n;

function valueProblem(what: string, limit: string | null, twice: Decimal | null): string | null {
  if (limit === null) return null;
  if (twice === null) return `no price is known to value ${what} by`;
  const value = { mantissa: twice.mantissa * HALF, scale: twice.scale + 1 };
  return compareDecimal(value, decimal(limit)) > 0
    ? overText(what, `worth ${formatDecimal(value)}`, [limit])
    : null;
}

const quantityText = (instrument: Instrument, quantity: Lots): string =>
  `${formatQuantity(instrument, quantity)} ${instrument.baseAsset}`;

const overText = (what: string, asked: string, limit: readonly string[]): string =>
  `${what}: ${asked}, the limit is ${limit.join(', ')}`;
