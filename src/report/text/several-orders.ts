/** Several orders in one table, a row each: what was asked, what filled, what it cost. */
import type { ParentReport } from '../schema/parent-report.js';
import { left, right, table } from './layout.js';
import { DASH, grouped, percentText, roundBps, shortDecimal } from './numbers.js';

const ROWS_MAX = 8;

const COLUMNS = [
  left('order'),
  left(''),
  left('became'),
  right('filled'),
  right('average'),
  right('cost bps'),
  right('opportunity bps'),
];

/** Those that are not filled come first where not all have room. */
export function severalOrders(parents: readonly ParentReport[]): readonly string[] {
  const isDone = ({ status }: ParentReport): number => (status === 'filled' ? 1 : 0);
  const shown =
    parents.length <= ROWS_MAX
      ? parents
      : parents.toSorted((a, b) => isDone(a) - isDone(b)).slice(0, ROWS_MAX);
  const more = parents.length - shown.length;
  return [
    ...table(COLUMNS, shown.map(row)),
    ...(more > 0 ? [`... and ${more} more orders (--full)`] : []),
  ];
}

const row = (parent: ParentReport): readonly string[] => {
  const { name, side, quantity, symbol, status, filledShare, averagePrice } = parent;
  return [
    name,
    `${side} ${grouped(quantity)} ${symbol}`,
    status.replaceAll('_', ' '),
    percentText(filledShare),
    averagePrice === null ? DASH : grouped(shortDecimal(averagePrice)),
    roundBps(parent.filledCostBps),
    roundBps(parent.cost.opportunityBps),
  ];
};
