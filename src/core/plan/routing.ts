/**
 * TWAP-9: whether an order of `algo: auto` is worked in slices or sent at once. Exact: value by BigInt, shares by cross
 * multiplication.
 */
import { compareDecimal, decimal } from '../ground/decimal.js';
import { type Instrument, valueOf } from '../ground/instrument.js';
import type { OrderRequest } from '../order/order-request.js';
import type { DepthLevel } from '../order/outcome.js';
import { type Micros, seconds } from '../ground/units.js';
import { valuationTwice } from './minimum.js';

export interface RoutingConfig {
  /** An order worth more is sliced; quote currency, decimal text. */
  readonly maxDirectValue: string;
  /** An order above this share of the opposite levels is sliced; basis points. */
  readonly maxDirectDepthBps: number;
  /** How many levels of the opposite side are counted. */
  readonly depthLevels: number;
  /** Timing of an order that was routed to TWAP and gives none itself. */
  readonly twap: { readonly duration: Micros; readonly interval: Micros };
}

export const DEFAULT_ROUTING: RoutingConfig = {
  maxDirectValue: '1000',
  maxDirectDepthBps: 2_000,
  depthLevels: 5,
  twap: { duration: seconds(600), interval: seconds(30) },
};

export interface RoutingContext {
  readonly instrument: Instrument;
  /** Twice the mid at arrival; null = no quote. */
  readonly midTwice: number | null;
  /** Opposite side of the book, best first; null = not readable. */
  readonly opposite: readonly DepthLevel[] | null;
  readonly config: RoutingConfig;
}

export interface Route {
  readonly algo: 'twap' | 'direct';
  readonly reason: string;
}

/** Slices when in doubt: without a price and a book nothing shows that the order is small. */
export function routeOf(
  request: Pick<OrderRequest, 'quantity' | 'limitPrice'>,
  context: RoutingContext,
): Route {
  const { instrument, midTwice, opposite, config } = context;
  const priceTwice = valuationTwice(request, midTwice);
  if (priceTwice === null && opposite === null)
    return { algo: 'twap', reason: 'neither a price nor a book to measure by' };
  if (
    priceTwice !== null &&
    isWorthMore(instrument, BigInt(priceTwice) * BigInt(request.quantity), config)
  ) {
    return {
      algo: 'twap',
      reason: `worth more than ${config.maxDirectValue} ${instrument.quoteAsset}`,
    };
  }
  if (opposite !== null) {
    const displayed = opposite
      .slice(0, config.depthLevels)
      .reduce((sum, level) => sum + level.quantity, 0);
    if (BigInt(request.quantity) * 10_000n > BigInt(displayed) * BigInt(config.maxDirectDepthBps)) {
      return {
        algo: 'twap',
        reason: `above ${config.maxDirectDepthBps} bps of the ${displayed} lots displayed opposite`,
      };
    }
  }
  return { algo: 'direct', reason: 'small against the limits of value and depth' };
}

function isWorthMore(
  instrument: Instrument,
  priceTwiceQuantity: bigint,
  config: RoutingConfig,
): boolean {
  const valueTwice = valueOf(instrument, priceTwiceQuantity);
  const most = decimal(config.maxDirectValue);
  return compareDecimal(valueTwice, { ...most, mantissa: most.mantissa * 2n }) > 0;
}

/** The request as it is planned: `auto` settled, with `routing.twap`'s timing where it gives none of its own. */
export function routedRequest(
  request: OrderRequest,
  algo: Route['algo'],
  config: RoutingConfig,
): OrderRequest {
  const untimed = request.duration === null && request.slices === null && request.interval === null;
  if (algo === 'twap') return untimed ? { ...request, algo, ...config.twap } : { ...request, algo };
  return { ...request, algo, duration: null, slices: null, interval: null };
}
