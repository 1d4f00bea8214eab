/** What the account lacks for an order, in Alpaca's words: the power to buy, or what there is to sell beside the open orders. Pure. */
import {
  type Decimal,
  addDecimal,
  compareDecimal,
  formatDecimal,
} from '../../../core/ground/decimal.js';
import { formatQuantity, valueOf } from '../../../core/ground/instrument.js';
import { type Lots, type Ticks, lots, notional } from '../../../core/ground/units.js';
import type { OrderTerms } from '../../../core/order/order.js';
import type { AlpacaDesk } from './alpaca-desk.js';
import { leavesOf } from './ledger-index.js';
import type { ListedAsset } from './listed-assets.js';
import type { Refusal } from './refusal.js';

const NOTHING: Decimal = { mantissa: 0n, scale: 0 };

export function lackOf(
  desk: AlpacaDesk,
  asset: ListedAsset,
  terms: OrderTerms,
): Pick<Refusal, 'message' | 'more'> {
  const { instrument, assetClass } = asset;
  if (terms.side === 'buy') {
    const price = boundOf(terms) ?? desk.bestFor(asset, 'buy');
    const cost = price === null ? NOTHING : valueOf(instrument, notional(price, terms.quantity));
    return {
      message: 'insufficient buying power',
      more: {
        buying_power: formatDecimal(buyingPower(desk)),
        cost_basis: formatDecimal(cost),
      },
    };
  }
  const requested = formatQuantity(instrument, terms.quantity);
  const available = formatQuantity(instrument, availableLots(desk, instrument.symbol));
  const amounts = `(requested: ${requested}, available: ${available})`;
  return {
    message:
      assetClass === 'crypto'
        ? `insufficient balance for ${instrument.baseAsset} ${amounts}`
        : `insufficient qty available for order ${amounts}`,
  };
}

/** What of a position no open order is about to take. */
export function availableLots(desk: AlpacaDesk, symbol: string): Lots {
  const { quantity } = desk.index.holding(symbol);
  const taken = desk.openLots(symbol, quantity < 0 ? 'buy' : 'sell');
  return lots(Math.max(0, Math.abs(quantity) - taken));
}

/** Cash less what open orders to buy may cost, commissions left out; never below 0. */
export function buyingPower(desk: AlpacaDesk): Decimal {
  let power = desk.venue.cash();
  for (const order of desk.index.open) {
    const price = boundOf(order.terms);
    if (order.terms.side === 'sell' || price === null) continue;
    const { instrument } = desk.assets.of(order.terms.symbol);
    const worth = valueOf(instrument, notional(price, leavesOf(order)));
    power = addDecimal(power, { mantissa: -worth.mantissa, scale: worth.scale });
  }
  return compareDecimal(power, NOTHING) < 0 ? NOTHING : power;
}

/** The most, or least, that it may trade at. */
const boundOf = ({ limitPrice, stopPrice }: OrderTerms): Ticks | null => limitPrice ?? stopPrice;
