/**
 * How traces and explanations put things: short names for orders, decimal text for ticks and lots, times since the start
 * of the run. Everything that is not known to the run (an order it never saw, a symbol without an instrument) still has
 * words, so that a damaged journal can be read.
 */
import type { ChildKind } from '../../core/state/entry.js';
import { type Instrument, formatPrice, formatQuantity } from '../../core/ground/instrument.js';
import type { ClientOrderId, OrderTerms, ParentId } from '../../core/order/order.js';
import type { EpochMicros, Lots, Ticks } from '../../core/ground/units.js';
import type { FinishedRun } from '../projection/finished-run.js';
import type { RunProjection } from '../projection/projection.js';
import { projectRun } from '../projection/run-fold.js';
import { childName } from '../projection/short-names.js';
import { formatMid, formatOffset } from '../text/numbers.js';

/** What a trace is made of: a stored journal will do. */
export type TraceSource = Pick<
  FinishedRun,
  'blocks' | 'projection' | 'instruments' | 'ledger' | 'faultRecord' | 'virtual' | 'quantaPerLot'
>;

const ID_SHOWN = 8;

export class Words {
  readonly projection: RunProjection;
  readonly #source: TraceSource;

  constructor(
    source: TraceSource,
    projection: RunProjection = source.projection ?? projectRun(source.blocks),
  ) {
    this.#source = source;
    this.projection = projection;
  }

  parent(id: ParentId): string {
    return this.projection.parents.get(id)?.name ?? id.slice(0, ID_SHOWN);
  }

  child(id: ClientOrderId): string {
    return this.projection.children.get(id)?.name ?? id.slice(0, ID_SHOWN);
  }

  slice(id: ParentId, slice: { readonly slice: number; readonly childKind: ChildKind }): string {
    return childName(this.parent(id), slice);
  }

  symbolOfParent(id: ParentId): string {
    return this.projection.parents.get(id)?.request.symbol ?? '';
  }

  symbolOfChild(id: ClientOrderId): string {
    return this.projection.children.get(id)?.terms.symbol ?? '';
  }

  nameOfChild(id: ClientOrderId): string {
    return this.projection.children.get(id)?.name ?? id;
  }

  price(symbol: string, price: Ticks): string {
    const instrument = this.#instrument(symbol);
    return instrument === null ? `${price} ticks` : formatPrice(instrument, price);
  }

  quantity(symbol: string, quantity: Lots): string {
    const instrument = this.#instrument(symbol);
    return instrument === null ? `${quantity} lots` : formatQuantity(instrument, quantity);
  }

  /** How far an order is: what FIX calls cumulative and leaves quantity. */
  progress(symbol: string, filled: Lots, left: Lots): string {
    return `${this.quantity(symbol, filled)} filled, ${this.quantity(symbol, left)} left`;
  }

  mid(symbol: string, midTwice: number): string {
    const instrument = this.#instrument(symbol);
    const text = instrument === null ? null : formatMid(instrument, midTwice);
    return text ?? `${midTwice / 2} ticks`;
  }

  quote(symbol: string, bid: Ticks, ask: Ticks): string {
    return `${this.price(symbol, bid)} / ${this.price(symbol, ask)}`;
  }

  /** A queue position of the venue's ledger, in quantity quanta. */
  ahead(symbol: string, quanta: number): string {
    const perLot = this.#source.quantaPerLot.get(symbol);
    if (perLot === undefined) return `${quanta} quanta`;
    const whole = Math.floor(quanta / perLot) as Lots;
    return `${quanta % perLot === 0 ? '' : 'a little over '}${this.quantity(symbol, whole)}`;
  }

  time(at: EpochMicros): string {
    return formatOffset(at, this.#source.virtual.start);
  }

  terms(terms: OrderTerms): string {
    const { symbol } = terms;
    return [
      terms.side,
      this.quantity(symbol, terms.quantity),
      terms.type,
      ...(terms.stopPrice === null ? [] : [`stop ${this.price(symbol, terms.stopPrice)}`]),
      ...(terms.limitPrice === null ? [] : [`@ ${this.price(symbol, terms.limitPrice)}`]),
      terms.timeInForce,
      ...(terms.postOnly ? ['post-only'] : []),
    ].join(' ');
  }

  #instrument(symbol: string): Instrument | null {
    return this.#source.instruments.get(symbol) ?? null;
  }
}
