/** The account in Binance's words: what is held of each asset, and how much of it open orders hold. */
import {
  type Decimal,
  addDecimal,
  decimal,
  multiplyDecimal,
} from '../../../../core/ground/decimal.js';
import { priceOf } from '../../../../core/ground/instrument.js';
import type { Lots } from '../../../../core/ground/units.js';
import type { PositionRow } from '../../../../core/order/outcome.js';
import { type Desk, nowMs } from '../desk.js';
import { fixed, quantityOf } from './amounts.js';

export interface BalanceWords {
  readonly asset: string;
  readonly free: string;
  readonly locked: string;
}

const ZERO: Decimal = { mantissa: 0n, scale: 0 };
const negative = ({ mantissa, scale }: Decimal): Decimal => ({ mantissa: -mantissa, scale });

/** Of every asset that is traded, in the order of the instruments; `positions` are as somebody was told them. */
export function balancesOf(desk: Desk, positions: readonly PositionRow[]): readonly BalanceWords[] {
  const { venue, symbols } = desk;
  const held = new Map<string, Decimal>();
  const add = (sums: Map<string, Decimal>, asset: string, amount: Decimal): void => {
    sums.set(asset, addDecimal(sums.get(asset) ?? ZERO, amount));
  };
  const bySymbol = new Map(positions.map(({ symbol, quantity }) => [symbol, quantity]));
  for (const instrument of symbols.all) {
    const quantity = bySymbol.get(instrument.symbol) ?? (0 as Lots);
    add(held, instrument.baseAsset, quantityOf(instrument, quantity));
  }
  for (const { quoteAsset } of symbols.all) held.set(quoteAsset, venue.cash());
  const locked = lockedBy(desk, add);
  return [...held].map(([asset, total]) => {
    const kept = locked.get(asset) ?? ZERO;
    return { asset, free: fixed(addDecimal(total, negative(kept))), locked: fixed(kept) };
  });
}

/** Open sales hold what they sell, open buys what they may cost at their own price. */
function lockedBy(
  { orders, symbols }: Desk,
  add: (sums: Map<string, Decimal>, asset: string, amount: Decimal) => void,
): ReadonlyMap<string, Decimal> {
  const locked = new Map<string, Decimal>();
  for (const { terms, leaves } of orders.open()) {
    const instrument = symbols.inside(terms.symbol);
    if (instrument === null) continue;
    const quantity = quantityOf(instrument, leaves as Lots);
    const price = terms.limitPrice ?? terms.stopPrice;
    if (terms.side === 'sell') add(locked, instrument.baseAsset, quantity);
    else if (price !== null)
      add(locked, instrument.quoteAsset, multiplyDecimal(priceOf(instrument, price), quantity));
  }
  return locked;
}

const isEmpty = ({ free, locked }: BalanceWords): boolean => !/[1-9]/.test(free + locked);

/** Basis points as a share of one. */
export const rateText = (bps: string): string => {
  const { mantissa, scale } = decimal(bps);
  return fixed({ mantissa, scale: scale + 4 });
};

/** Whole basis points, as the oldest of its fields have it. */
const bpsNumber = (bps: string): number => Math.round(Number(bps));

export function accountWords(
  desk: Desk,
  positions: readonly PositionRow[],
  omitZero: boolean,
): object {
  const { makerBps, takerBps } = desk.terms;
  const balances = balancesOf(desk, positions);
  return {
    makerCommission: bpsNumber(makerBps),
    takerCommission: bpsNumber(takerBps),
    buyerCommission: 0,
    sellerCommission: 0,
    commissionRates: {
      maker: rateText(makerBps),
      taker: rateText(takerBps),
      buyer: fixed(ZERO),
      seller: fixed(ZERO),
    },
    canTrade: true,
    canWithdraw: false,
    canDeposit: false,
    brokered: false,
    requireSelfTradePrevention: false,
    preventSor: false,
    updateTime: nowMs(desk),
    accountType: 'SPOT',
    balances: omitZero ? balances.filter((balance) => !isEmpty(balance)) : balances,
    permissions: ['SPOT'],
    uid: ACCOUNT,
  };
}

/** There is one. */
const ACCOUNT = 1;
