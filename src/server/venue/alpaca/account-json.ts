/**
 * The account and its positions as Alpaca shows them. Quantities are what the venue said; cash, prices and what a position cost are the
 * venue's own. Sums are exact decimals, shares are rounded to eight digits. Pure.
 */
import {
  type Decimal,
  addDecimal,
  decimal,
  divide,
  formatDecimal,
  pow10,
  rescale,
} from '../../../core/ground/decimal.js';
import { formatPrice, formatQuantity, valueOf } from '../../../core/ground/instrument.js';
import { type Ticks, lots, notional } from '../../../core/ground/units.js';
import type { PositionRow } from '../../../core/order/outcome.js';
import type { AlpacaDesk } from './alpaca-desk.js';
import { availableLots, buyingPower } from './lack.js';
import type { ListedAsset } from './listed-assets.js';
import { ownUuid } from './uuid-names.js';
import { stampOf } from './wall-stamps.js';

const NOTHING: Decimal = { mantissa: 0n, scale: 0 };
/** Digits of a share. */
const SHARE_SCALE = 8;

const minus = (a: Decimal, b: Decimal): Decimal =>
  addDecimal(a, { mantissa: -b.mantissa, scale: b.scale });

/** `part` of `whole`; 0 of nothing. */
function shareOf(part: Decimal, whole: Decimal): string {
  const scale = Math.max(part.scale, whole.scale);
  const of = rescale(whole, scale, 'floor');
  if (of === 0n) return '0';
  const sign = of < 0n ? -1n : 1n;
  const numerator = sign * rescale(part, scale, 'floor') * pow10(SHARE_SCALE);
  return formatDecimal({ mantissa: divide(numerator, sign * of, 'half-even'), scale: SHARE_SCALE });
}

interface Valued {
  readonly asset: ListedAsset;
  readonly quantity: PositionRow['quantity'];
  /** Null: nothing has a price yet. */
  readonly price: Ticks | null;
  readonly worth: Decimal;
  readonly cost: Decimal;
}

function valued(desk: AlpacaDesk, { symbol, quantity }: PositionRow): Valued {
  const asset = desk.assets.of(symbol);
  const { instrument } = asset;
  const price = desk.priceNow(asset);
  const worth = price === null ? NOTHING : valueOf(instrument, notional(price, quantity));
  const held = desk.index.holding(symbol);
  const of = held.cost;
  // What the venue says is held, at what is known to have been paid for a lot of it.
  const cost =
    of === null || held.quantity === 0
      ? worth
      : scaled(
          valueOf(instrument, (of.value * BigInt(quantity)) / BigInt(held.quantity)),
          of.scale,
        );
  return { asset, quantity, price, worth, cost };
}

const scaled = ({ mantissa, scale }: Decimal, digits: number): Decimal => ({
  mantissa,
  scale: scale + digits,
});

export function positionJson(desk: AlpacaDesk, row: PositionRow): object {
  const { asset, quantity, price, worth, cost } = valued(desk, row);
  const { instrument, id, positionSymbol, exchange, assetClass } = asset;
  const profit = minus(worth, cost);
  const first = desk.printsOf(instrument.symbol).first ?? price;
  const shown = (at: Ticks | null): string => (at === null ? '0' : formatPrice(instrument, at));
  return {
    asset_id: id,
    symbol: positionSymbol,
    exchange,
    asset_class: assetClass,
    asset_marginable: assetClass === 'us_equity',
    qty: formatQuantity(instrument, quantity),
    avg_entry_price: averageOf(cost, asset, quantity),
    side: quantity < 0 ? 'short' : 'long',
    market_value: formatDecimal(worth),
    cost_basis: formatDecimal(cost),
    unrealized_pl: formatDecimal(profit),
    unrealized_plpc: shareOf(profit, cost),
    unrealized_intraday_pl: formatDecimal(profit),
    unrealized_intraday_plpc: shareOf(profit, cost),
    current_price: shown(price),
    lastday_price: shown(first),
    change_today: changeOf(first, price),
    qty_available: formatQuantity(instrument, availableLots(desk, instrument.symbol)),
  };
}

const changeOf = (from: Ticks | null, to: Ticks | null): string =>
  from === null || to === null
    ? '0'
    : shareOf({ mantissa: BigInt(to - from), scale: 0 }, { mantissa: BigInt(from), scale: 0 });

function averageOf(cost: Decimal, { instrument }: ListedAsset, quantity: number): string {
  if (quantity === 0) return '0';
  return shareOf(cost, decimal(formatQuantity(instrument, lots(quantity))));
}

const MULTIPLIER = '1';
const NUMBER_DIGITS = 3;

export function accountJson(desk: AlpacaDesk, rows: readonly PositionRow[]): object {
  const cash = desk.venue.cash();
  const positions = rows.map((row) => valued(desk, row));
  const sum = (some: readonly Valued[]): Decimal =>
    some.reduce((total, { worth }) => addDecimal(total, worth), NOTHING);
  const long = sum(positions.filter(({ quantity }) => quantity > 0));
  const short = sum(positions.filter(({ quantity }) => quantity < 0));
  const equity = formatDecimal(addDecimal(cash, addDecimal(long, short)));
  const power = formatDecimal(buyingPower(desk));
  const created = stampOf(desk.wall, desk.openedAt);
  return {
    id: ownUuid('account', desk.number),
    account_number: `SQUALL${String(desk.number).padStart(NUMBER_DIGITS, '0')}`,
    status: 'ACTIVE',
    crypto_status: 'ACTIVE',
    currency: 'USD',
    buying_power: power,
    regt_buying_power: power,
    daytrading_buying_power: '0',
    options_buying_power: '0',
    non_marginable_buying_power: power,
    cash: formatDecimal(cash),
    accrued_fees: '0',
    pending_reg_taf_fees: '0',
    portfolio_value: equity,
    pattern_day_trader: false,
    trading_blocked: false,
    transfers_blocked: false,
    account_blocked: false,
    created_at: created,
    trade_suspended_by_user: false,
    multiplier: MULTIPLIER,
    shorting_enabled: true,
    equity,
    last_equity: desk.firstEquity,
    long_market_value: formatDecimal(long),
    short_market_value: formatDecimal(short),
    position_market_value: formatDecimal(addDecimal(long, short)),
    initial_margin: formatDecimal(long),
    maintenance_margin: '0',
    last_maintenance_margin: '0',
    sma: '0',
    daytrade_count: 0,
    balance_asof: created.slice(0, 10),
    intraday_adjustments: '0',
    options_approved_level: 0,
    options_trading_level: 0,
  };
}
