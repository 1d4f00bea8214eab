/**
 * The client's account at the simulated venue: cash in quote currency, positions by symbol, commissions, and what an
 * order may cost before it is accepted. All instruments are quoted in the same asset. Cash is a BigInt of quanta small
 * enough that prices x quantities x fee rates are whole numbers of them: nothing is ever rounded but a commission in a
 * third asset (half-even to 8 decimals). A future is not paid for: what it was entered at is kept beside the cash
 * (`future-entry.ts`) and profit and loss become cash as it is closed. Mutable on purpose, one owner (the venue).
 *
 * Unrealistic: commissions in base or a third asset are owed in a balance of their own and do not reduce the position;
 * with `shorting` a short sale needs no margin and its proceeds are buying power at once; nothing accrues interest, also
 * not what `leverage` lends, and nobody calls it in.
 *
 * Invariant (S24): cash - sum of entry values of futures + sum of quote commissions + sum of signed quantity x price is
 * what cash - entry values were at the start, exactly.
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
import { type Lots, type Ticks, lots, signOf } from '../../core/ground/units.js';
import { FutureEntry } from './future-entry.js';
import type { AccountOptions, FeeOptions } from './venue-options.js';

/** Basis points are 1/10^4. */
const BPS_SCALE = 4;
/** The initial margin is so many times the maintenance margin. */
const MAINTENANCE = 2n;
/** Decimals of a commission in a third asset. */
const THIRD_ASSET_SCALE = 8;

/** What an account has to know of an execution. */
export type Trade = Pick<TruthExecution, 'symbol' | 'side' | 'price' | 'quantity' | 'liquidity'>;
type Liquidity = Trade['liquidity'];
type Untaken = Omit<Trade, 'liquidity'>;

/** Futures of an account, in cash quanta: what they and the orders of their dearer side are worth, and what is not realised. */
export interface Exposure {
  readonly worth: bigint;
  readonly unrealised: bigint;
}

/** A future as the account holds it, in quote currency, exact; all of it 0 where nothing is held. */
export interface FutureHeld {
  readonly symbol: string;
  /** Signed. */
  readonly quantity: Lots;
  /** Price x quantity that it was entered at, signed as the position. */
  readonly entered: Decimal;
  /** At the mark, signed as the position. */
  readonly worth: Decimal;
  readonly unrealised: Decimal;
}

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
  readonly #entries: ReadonlyMap<string, FutureEntry>;
  /** What is lent, in cash quanta. */
  readonly #credit: bigint;
  /** Of futures. */
  readonly #leverage: bigint;
  /** Basis points. */
  readonly #funding: Decimal;
  #cash: bigint;

  constructor(instruments: readonly Instrument[], fees: FeeOptions, options: AccountOptions) {
    this.#fees = fees;
    this.#options = options;
    const rates = { maker: decimal(fees.makerBps), taker: decimal(fees.takerBps) };
    const cash = decimal(options.cash);
    this.#funding = decimal(options.funding.bps ?? '0');
    const scales = [rates.maker, rates.taker, this.#funding].map(({ scale }) => scale);
    const rateScale = BPS_SCALE + Math.max(...scales);
    const finest = Math.max(...instruments.map((instrument) => tickLot(instrument).scale));
    this.#scale = Math.max(finest + rateScale, cash.scale);
    this.#units = new Map(
      instruments.map((instrument) => [instrument.symbol, unitsOf(instrument, rates, this.#scale)]),
    );
    this.#cash = rescale(cash, this.#scale, 'floor');
    this.#credit = this.#cash * BigInt(options.leverage - 1);
    this.#leverage = BigInt(options.marginLeverage);
    this.#positions = new Map(options.positions);
    this.#entries = new Map(
      [...options.derivatives].map((symbol) => [symbol, this.#entryOf(symbol)]),
    );
  }

  /** Symbols of futures. */
  get futures(): ReadonlySet<string> {
    return this.#options.derivatives;
  }

  isFuture(symbol: string): boolean {
    return this.#entries.has(symbol);
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
    const entry = this.#entries.get(symbol);
    if (entry === undefined) this.#cash -= BigInt(sign) * this.value(trade);
    else this.#cash += entry.traded(sign * trade.quantity, trade.price);
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
    return this.value(trade) + this.fee(trade);
  }

  /** As `cost` for an order whose liquidity is not known yet: the dearer rate. */
  worstCost(trade: Untaken): bigint {
    if (trade.side === 'sell') return 0n;
    return this.value(trade) + this.worstFee(trade);
  }

  /** What a commission takes from cash, in cash quanta; a rebate takes nothing. */
  fee(trade: Trade): bigint {
    const fee = this.#commission(trade).cash;
    return fee > 0n ? fee : 0n;
  }

  worstFee(trade: Untaken): bigint {
    const maker = this.fee({ liquidity: 'maker', ...trade });
    const taker = this.fee({ liquidity: 'taker', ...trade });
    return maker > taker ? maker : taker;
  }

  /** Price x quantity, in cash quanta. */
  value({ symbol, price, quantity }: Pick<Trade, 'symbol' | 'price' | 'quantity'>): bigint {
    return this.#of(symbol).unit * BigInt(price) * BigInt(quantity);
  }

  /** Whether a sale may go beyond the position. */
  mayShort(symbol: string): boolean {
    return this.#options.shorting || this.isFuture(symbol);
  }

  /**
   * Whether cash and what is lent cover `needed` beside what open orders reserve; with futures what is not yet realised
   * counts as cash, and what their margin holds does not. All in cash quanta.
   */
  covers(needed: bigint, reserved: bigint, futures: Exposure): boolean {
    if (needed === 0n) return true;
    const left = this.#cash + futures.unrealised + this.#credit - reserved - needed;
    return left * this.#leverage >= futures.worth;
  }

  /** Whether equity, but for what is owed to open orders, is the margin that `worth` of futures needs. */
  margins(owed: bigint, futures: Exposure): boolean {
    return (this.#cash + futures.unrealised - owed) * this.#leverage >= futures.worth;
  }

  /** Whether equity is below the maintenance margin, half of the initial one, of what positions alone are worth. */
  isShortOfMargin({ worth, unrealised }: Exposure): boolean {
    return (this.#cash + unrealised) * this.#leverage * MAINTENANCE < worth;
  }

  /** The marks of `symbol` at which that is so while no other future is held. */
  shortAt(symbol: string): { readonly below: number; readonly above: number } {
    const entry = this.#entries.get(symbol);
    if (entry === undefined) throw new InvariantError(`${symbol} is no future`);
    return entry.shortAt(this.#cash, this.#leverage * MAINTENANCE);
  }

  /** What a future's position is worth at the mark, signed, and what of it is profit not yet realised. */
  atMark(
    symbol: string,
    last: Ticks | null,
  ): { readonly worth: bigint; readonly unrealised: bigint } {
    const entry = this.#entries.get(symbol);
    if (entry === undefined) return { worth: 0n, unrealised: 0n };
    return entry.at(last);
  }

  futureHeld(symbol: string, last: Ticks | null): FutureHeld {
    const { worth, unrealised } = this.atMark(symbol, last);
    const exact = (mantissa: bigint): Decimal => ({ mantissa, scale: this.#scale });
    return {
      ...{ symbol, quantity: this.position(symbol) },
      entered: exact(this.#entries.get(symbol)?.entered ?? 0n),
      ...{ worth: exact(worth), unrealised: exact(unrealised) },
    };
  }

  /** The commission in its asset, and what of it leaves the cash balance. */
  #commission(trade: Trade): { asset: string; amount: Decimal; cash: bigint } {
    const { instrument, feeUnit } = this.#of(trade.symbol);
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
    const lot = decimal(this.#of(trade.symbol).instrument.lotSize);
    const rate = decimal(trade.liquidity === 'maker' ? this.#fees.makerBps : this.#fees.takerBps);
    return {
      mantissa: lot.mantissa * BigInt(trade.quantity) * rate.mantissa,
      scale: lot.scale + BPS_SCALE + rate.scale,
    };
  }

  /** Pays what the position costs, or gets it; exact, in quote currency, negative = it was paid. */
  fund(symbol: string, last: Ticks | null): Decimal {
    const { worth } = this.atMark(symbol, last);
    const { mantissa, scale } = this.#funding;
    const exact = { mantissa: worth * mantissa, scale: this.#scale + BPS_SCALE + scale };
    const paid = rescale(exact, this.#scale, 'half-even');
    this.#cash -= paid;
    return { mantissa: paid, scale: this.#scale };
  }

  #entryOf(symbol: string): FutureEntry {
    const { positions, entryPrices } = this.#options;
    return new FutureEntry(this.#of(symbol).unit, {
      position: positions.get(symbol) ?? 0,
      price: entryPrices.get(symbol) ?? 0,
    });
  }

  #of(symbol: string): Units {
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
