/** One request, and what the venue said: what every effect and every read of this adapter is made of. */
import type { VenueError } from '../../core/order/error-classes.js';
import type { ExchangeOptions } from '../rest/exchange.js';
import { type Said, asked } from './asked.js';
import type { Call } from './ccxt-client.js';
import type { Method } from './ccxt-methods.js';
import { type Fields } from '../rest/fields.js';
import type { KnownOrders } from './known-orders.js';
import type { Params } from './order-params.js';
import type { Product } from './product.js';

export interface Question<T> {
  readonly method: Method;
  readonly params: Params;
  /** May throw: what cannot be read says nothing. */
  readonly read: (body: unknown) => T;
  readonly refusal?: (error: VenueError, body: Fields) => Said<T> | null;
}

export type Ask = <T>(question: Question<T>, options: ExchangeOptions) => Promise<Said<T>>;

/** Whatever takes one request or more. */
export interface Asking {
  readonly ask: Ask;
  readonly product: Product;
  readonly known: KnownOrders;
  readonly options: ExchangeOptions;
}

export const askThrough =
  (call: Call, { isTaken }: Product): Ask =>
  ({ method, params, ...how }, options) =>
    asked({ send: () => call(method, params), ...how, isTaken, options });
