/** What the operations of the futures exchange know beside the desk: the account's terms, its orders and what its executions realised. */
import type { Desk } from '../desk.js';
import { UsdmOrders } from './orders.js';
import { Profits } from './profits.js';
import type { UsdmTerms } from './terms.js';

export interface Book {
  readonly terms: UsdmTerms;
  readonly orders: UsdmOrders;
  readonly profits: Profits;
}

export const bookOf = ({ orders, symbols, venue }: Desk, terms: UsdmTerms): Book => ({
  terms,
  orders: new UsdmOrders(
    orders,
    symbols.all.map(({ symbol }) => symbol),
  ),
  profits: new Profits(venue.truth, symbols.all, terms),
});
