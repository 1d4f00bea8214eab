/** S18: every quantity and price meant, sent or booked is a whole positive number of lots and ticks. */
import type { OrderTerms } from '../../../core/order/order.js';
import type { CheckerFactory } from '../checker.js';

const isWhole = (value: number): boolean => Number.isSafeInteger(value) && value > 0;
const isPrice = (value: number | null): boolean => value === null || isWhole(value);

const areWhole = (terms: OrderTerms): boolean =>
  isWhole(terms.quantity) && isPrice(terms.limitPrice) && isPrice(terms.stopPrice);

export const numbers: CheckerFactory = ({ check, broken }) => ({
  id: 'S18',
  onArrival(arrival) {
    if (arrival.kind === 'cancel') return;
    const whole =
      arrival.kind === 'submit'
        ? areWhole(arrival.terms)
        : isWhole(arrival.quantity) && isPrice(arrival.limitPrice);
    if (!check(whole))
      broken({
        id: 'S18',
        at: arrival.at,
        of: { order: arrival.clientOrderId },
        detail: `${arrival.clientOrderId}: reached the venue with terms off the grid`,
      });
  },
  onEntry(entry, at) {
    if (entry.kind === 'submit-intent') {
      const { terms } = entry.command;
      if (!check(areWhole(terms)))
        broken({
          id: 'S18',
          at,
          of: { order: entry.clientOrderId },
          detail: `${entry.clientOrderId}: terms off the grid`,
        });
    } else if (entry.kind === 'fill-booked') {
      const { quantity, price } = entry.row.execution;
      const whole = isWhole(Math.abs(quantity)) && isWhole(price);
      if (!check(whole))
        broken({
          id: 'S18',
          at,
          of: { order: entry.clientOrderId },
          detail: `${entry.clientOrderId}: fill of ${quantity} at ${price}`,
        });
    }
  },
});
