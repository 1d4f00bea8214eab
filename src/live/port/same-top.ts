/** Whether a client would be told the same twice. Pure. */
import type { TopOfBook } from '../../core/order/outcome.js';

const READ: readonly (keyof TopOfBook)[] = [
  'bid',
  'bidQuantity',
  'ask',
  'askQuantity',
  'venueTime',
  'deliveredAt',
];

export const isSameTop = (a: TopOfBook | null, b: TopOfBook | null): boolean =>
  a === b || (a !== null && b !== null && READ.every((field) => a[field] === b[field]));
