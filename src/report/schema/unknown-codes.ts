/**
 * Warnings that say that the engine does not know a fill of the venue, or not its price, or that an order it calls over lives on: a
 * run that has one failed.
 */
export const UNKNOWN_CODES: ReadonlySet<string> = new Set([
  'fill-missed',
  'fill-unpriced',
  'order-left-open',
]);
