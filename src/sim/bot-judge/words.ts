/** How findings name amounts, orders and lengths of time: those as the client has them, by the wall clock. */
import { type Instrument, formatPrice, formatQuantity } from '../../core/ground/instrument.js';
import { type Lots, MICROS_PER_SECOND, lots } from '../../core/ground/units.js';
import type { OrderTerms } from '../../core/order/order.js';
import type { VenueRequest } from '../../core/order/venue-message.js';
import type { TrueOrder } from './true-orders.js';

export class Words {
  readonly #instruments: ReadonlyMap<string, Instrument>;

  readonly #speed: number;

  constructor(instruments: readonly Instrument[], speed: number) {
    this.#speed = speed;
    this.#instruments = new Map(instruments.map((one) => [one.symbol, one]));
  }

  quantity(symbol: string, amount: number): string {
    const instrument = this.#instruments.get(symbol);
    const size = lots(Math.abs(amount));
    const text = instrument === undefined ? String(size) : formatQuantity(instrument, size);
    return amount < 0 ? `-${text}` : text;
  }

  terms({ symbol, side, quantity, type, limitPrice, stopPrice }: OrderTerms): string {
    const instrument = this.#instruments.get(symbol);
    const prices = [limitPrice, stopPrice]
      .filter((price) => price !== null)
      .map((price) => (instrument === undefined ? price : formatPrice(instrument, price)));
    const at = prices.length === 0 ? '' : ` ${prices.join(' stop ')}`;
    return `${side} ${this.quantity(symbol, quantity)} ${symbol} ${type}${at}`;
  }

  order({ clientOrderId, terms }: TrueOrder): string {
    return `${clientOrderId} (${this.terms(terms)})`;
  }

  /** What has become of it. */
  fate({ terms, movements, endedAt }: TrueOrder): string {
    const filled = (movements.at(-1)?.cumQty ?? 0) as Lots;
    const amount = this.quantity(terms.symbol, filled);
    if (filled === terms.quantity) return `filled ${amount}`;
    return endedAt === null ? `open, filled ${amount}` : `over, filled ${amount}`;
  }

  /** Of a length of the venue's time. */
  length(length: number): string {
    return realSeconds(length / this.#speed);
  }

  request(request: VenueRequest): string {
    switch (request.kind) {
      case 'submit':
        return `submit ${request.clientOrderId} (${this.terms(request.terms)})`;
      case 'replace':
        return `replace ${request.clientOrderId} by ${request.newClientOrderId}`;
      case 'query-depth':
        return `query-depth ${request.symbol}`;
      default:
        return 'clientOrderId' in request
          ? `${request.kind} ${request.clientOrderId}`
          : request.kind;
    }
  }
}

const DIGITS = 2;

/** A length of real time. */
export const realSeconds = (length: number): string =>
  `${(length / MICROS_PER_SECOND).toFixed(DIGITS)} s`;
