/**
 * The client's account at the simulated venue: cash in quote currency, positions by symbol, commissions, and what an
 * order may cost before it is accepted. All instruments are quoted in the same asset. Cash is a BigInt of quanta small enough that prices x quantities x fee rates
 * are whole numbers of them: nothing is ever rounded but a commission in a third asset (half-even to 8 decimals).
 * Mutable on purpose, one owner (the venue).
 *
 * Unrealistic: commissions in base or a third asset are owed in a balance of their own and do not reduce the position;
 * with `shorting` a short sale needs no margin and its proceeds are buying power at once; nothing accrues interest, also
 * not what `leverage` lends, and nobody calls it in.
 *
 * Invariant (S24): cash + sum of quote commissions + sum of signed quantity x price = cash at the start, exactly.
 */
import {
  type Decimal,
  addDecimal,
  decimal,
  divide,
  formatDecimal,
  pow10,
  rescale,
} from '../../core/ground/decimal.js';
import type { Instrument } from '../../core/ground/instrument.js';
import { InvariantError } from '../../core/ground/invariant.js';
import type { Fee } from '../../core/order/execution-report.js';
import type { PositionRow } from '../../core/order/outcome.js';
import type { TruthExecution } from '../../core/order/truth.js';
import { type Lots, lots, signOf } from '../../core/ground/units.js';
import type { AccountOptions, FeeOptions } from './venue-options.js';

/** Basis points are 1/10^4. */
const BPS_SCALE = 4;
/** Decimals of a commission in a third asset. */
const THIRD_ASSET_SCALE = 8;

/** What an account has to know of an execution. */
export type Trade = Pick<TruthExecution, 'symbol' | 'side' | 'price' | 'quantity' | 'liquidity'>;
type Liquidity = Trade['liquidity'];

/** What one tick x lot of an instrument is worth. */
interface Units {
  readonly instrument: Instrument;
  /** Cash quanta of one tick x lot, and of its commission. */
  readonly unit: bigint;
  readonly feeUnit: Readonly<Record<Liquidity, bigint>>;
}

export class Account {
  readonly #fees: FeeOptions;
  readonly #scale: number;
  readonly #units: ReadonlyMap<string, Units>;
  readonly #positions: Map<string, number>;
  readonly #charged = new Map<string, Decimal>();
  readonly #options: AccountOptions;
  /** What is lent, in cash quanta. */
  readonly #credit: bigint;
  #cash: bigint;

  constructor(instruments: readonly Instrument[], fees: FeeOptions, options: AccountOptions) {
    this.#fees = fees;
    this.#options = options;
    const rates = { maker: decimal(fees.makerBps), taker: decimal(fees.takerBps) };
    const cash = decimal(options.cash);
    const rateScale = BPS_SCALE + Math.max(rates.maker.scale, rates.taker.scale);
    const finest = Math.max(...instruments.map((instrument) => tickLot(instrument).scale));
    this.#scale = Math.max(finest + rateScale, cash.scale);
    this.#units = new Map(
      instruments.map((instrument) => [instrument.symbol, unitsOf(instrument, rates, this.#scale)]),
    );
    this.#cash = rescale(cash, this.#scale, 'floor');
    this.#credit = this.#cash * BigInt(options.leverage - 1);
    this.#positions = new Map(options.positions);
  }

  cash(): Decimal {
    return { mantissa: this.#cash, scale: this.#scale };
  }

  charged(): ReadonlyMap<string, Decimal> {
    return this.#charged;
  }

  position(symbol: string): Lots {
    return lots(this.#positions.get(symbol) ?? 0);
  }

  /** Symbols with a position, in the order they were first held. */
  positions(): PositionRow[] {
    return [...this.#positions]
      .filter(([, quantity]) => quantity !== 0)
      .map(([symbol, quantity]) => ({ symbol, quantity: lots(quantity) }));
  }

  /** Books an execution; returns the commission charged for it. */
  book(trade: Trade): Fee {
    const { symbol } = trade;
    const sign = signOf(trade.side);
    this.#cash -= BigInt(sign) * this.#value(trade);
    this.#positions.set(symbol, (this.#positions.get(symbol) ?? 0) + sign * trade.quantity);
    const { asset, amount, cash } = this.#commission(trade);
    this.#cash -= cash;
    const before = this.#charged.get(asset);
    this.#charged.set(asset, before === undefined ? amount : addDecimal(before, amount));
    return { asset, amount: formatDecimal(amount) };
  }

  /** The most cash a trade can cost, in cash quanta: 0 for a sell. */
  cost(trade: Trade): bigint {
    if (trade.side === 'sell') return 0n;
    const fee = this.#commission(trade).cash;
    return this.#value(trade) + (fee > 0n ? fee : 0n);
  }

  /** As `cost` for an order whose liquidity is not known yet: the dearer rate. */
  worstCost(trade: Omit<Trade, 'liquidity'>): bigint {
    const maker = this.cost({ liquidity: 'maker', ...trade });
    const taker = this.cost({ liquidity: 'taker', ...trade });
    return maker > taker ? maker : taker;
  }

  /** Whether a sale may go beyond the position. */
  mayShort(symbol: string): boolean {
    return this.#options.shorting || this.#options.derivatives.has(symbol);
  }

  /** Whether cash and what is lent cover `needed` beside what open orders reserve, all in cash quanta. */
  covers(needed: bigint, reserved: bigint): boolean {
    return needed === 0n || this.#cash + this.#credit - reserved >= needed;
  }

  #value(trade: Omit<Trade, 'liquidity'>): bigint {
    return this.#of(trade).unit * BigInt(trade.price) * BigInt(trade.quantity);
  }

  /** The commission in its asset, and what of it leaves the cash balance. */
  #commission(trade: Trade): { asset: string; amount: Decimal; cash: bigint } {
    const { instrument, feeUnit } = this.#of(trade);
    const { baseAsset, quoteAsset } = instrument;
    const { asset } = this.#fees;
    const inQuote = feeUnit[trade.liquidity] * BigInt(trade.price) * BigInt(trade.quantity);
    if (typeof asset !== 'string') {
      const amount = converted(
        { mantissa: inQuote, scale: this.#scale },
        decimal(asset.quotePrice),
      );
      return { asset: asset.named, amount, cash: 0n };
    }
    if (asset === 'received' && trade.side === 'buy') {
      return { asset: baseAsset, amount: this.#inBase(trade), cash: 0n };
    }
    return { asset: quoteAsset, amount: { mantissa: inQuote, scale: this.#scale }, cash: inQuote };
  }

  #inBase(trade: Trade): Decimal {
    const lot = decimal(this.#of(trade).instrument.lotSize);
    const rate = decimal(trade.liquidity === 'maker' ? this.#fees.makerBps : this.#fees.takerBps);
    return {
      mantissa: lot.mantissa * BigInt(trade.quantity) * rate.mantissa,
      scale: lot.scale + BPS_SCALE + rate.scale,
    };
  }

  #of({ symbol }: Pick<Trade, 'symbol'>): Units {
    const units = this.#units.get(symbol);
    if (units === undefined) throw new InvariantError(`no instrument ${symbol} in this account`);
    return units;
  }
}

function unitsOf(
  instrument: Instrument,
  rates: Readonly<Record<Liquidity, Decimal>>,
  scale: number,
): Units {
  const unit = tickLot(instrument);
  const feeUnit = (rate: Decimal): bigint =>
    rescale(
      { mantissa: unit.mantissa * rate.mantissa, scale: unit.scale + BPS_SCALE + rate.scale },
      scale,
      'floor',
    );
  return {
    instrument,
    unit: rescale(unit, scale, 'floor'),
    feeUnit: { maker: feeUnit(rates.maker), taker: feeUnit(rates.taker) },
  };
}

function tickLot(instrument: Instrument): Decimal {
  const tick = decimal(instrument.tickSize);
  const lot = decimal(instrument.lotSize);
  return { mantissa: tick.mantissa * lot.mantissa, scale: tick.scale + lot.scale };
}

/** A quote amount in an asset worth `price` of it. */
function converted(amount: Decimal, price: Decimal): Decimal {
  const mantissa = amount.mantissa * pow10(THIRD_ASSET_SCALE + price.scale);
  return {
    mantissa: divide(mantissa, price.mantissa * pow10(amount.scale), 'half-even'),
    scale: THIRD_ASSET_SCALE,
  };
}
