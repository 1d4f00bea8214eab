/**
 * What an exchange numbers, over all accounts that trade at it: no two of them have an order or an execution of one number. Mutable on
 * purpose, one an exchange.
 */
export class VenueIds {
  /** Orders accepted so far. */
  orders = 0;
  executions = 0;
  /** Orders of the venue's own, which close positions. */
  closings = 0;
}
