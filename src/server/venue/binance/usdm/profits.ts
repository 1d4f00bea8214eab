/**
 * What each execution of the account realised, at average cost: the ledger folded once more, since an execution itself does not say it.
 * Mutable, one a dialect.
 */
import { type Decimal, addDecimal } from '../../../../core/ground/decimal.js';
import { type Instrument, valueOf } from '../../../../core/ground/instrument.js';
import { type Side, signOf } from '../../../../core/ground/units.js';
import type { TruthLedger } from '../../../../core/order/truth.js';
import { FutureEntry } from '../../../../sim/exchange/future-entry.js';
import type { UsdmTerms } from './terms.js';

/** Of a tick x lot: what is closed takes its share of the entry along, rounded to one of them. */
const PARTS = 10n ** 8n;
const PARTS_SCALE = 8;
const NOTHING: Decimal = { mantissa: 0n, scale: 0 };

interface Traded {
  readonly symbol: string;
  readonly side: Side;
  readonly price: number;
  /** Below 0: undone. */
  readonly quantity: number;
  readonly execId: string;
}

export class Profits {
  readonly #truth: TruthLedger;
  readonly #instruments: ReadonlyMap<string, Instrument>;
  readonly #entries: ReadonlyMap<string, FutureEntry>;
  readonly #realised = new Map<string, Decimal>();
  readonly #totals = new Map<string, Decimal>();
  #read = 0;
  #liquidated = 0;

  constructor(truth: TruthLedger, instruments: readonly Instrument[], { held }: UsdmTerms) {
    this.#truth = truth;
    this.#instruments = new Map(instruments.map((one) => [one.symbol, one]));
    this.#entries = new Map(
      instruments.map(({ symbol }) => {
        const { position, price } = held.get(symbol) ?? { position: 0, price: 0 };
        return [symbol, new FutureEntry(PARTS, { position, price })];
      }),
    );
  }

  /** 0 of one that is not known. */
  of(symbol: string, execId: string): Decimal {
    this.#readOn();
    return this.#realised.get(`${symbol} ${execId}`) ?? NOTHING;
  }

  /** Of all executions in a contract. */
  total(symbol: string): Decimal {
    this.#readOn();
    return this.#totals.get(symbol) ?? NOTHING;
  }

  #readOn(): void {
    const { entries } = this.#truth;
    for (; this.#read < entries.length; this.#read += 1) {
      const entry = entries[this.#read];
      if (entry === undefined) continue;
      this.#liquidateBefore(entry.at);
      if (entry.kind === 'executed') this.#traded(entry);
      if (entry.kind === 'busted') this.#traded({ ...entry, quantity: -entry.quantity });
    }
    this.#liquidateBefore(Infinity);
  }

  /** The venue liquidates behind what the account did in the same instant. */
  #liquidateBefore(at: number): void {
    const liquidations = this.#truth.liquidations ?? [];
    for (; this.#liquidated < liquidations.length; this.#liquidated += 1) {
      const one = liquidations[this.#liquidated];
      if (one === undefined || one.at >= at) return;
      const { symbol, side } = one;
      for (const execution of one.executions) this.#traded({ symbol, side, ...execution });
    }
  }

  #traded({ symbol, side, price, quantity, execId }: Traded): void {
    const instrument = this.#instruments.get(symbol);
    const parts = this.#entries.get(symbol)?.traded(signOf(side) * quantity, price);
    if (instrument === undefined || parts === undefined) return;
    const { mantissa, scale } = valueOf(instrument, parts);
    const realised = { mantissa, scale: scale + PARTS_SCALE };
    this.#realised.set(`${symbol} ${execId}`, realised);
    this.#totals.set(symbol, addDecimal(this.#totals.get(symbol) ?? NOTHING, realised));
  }
}
