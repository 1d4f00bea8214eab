/** Orders that are open for one side only, behind what is said of the fills; '' where there is none. */
import type { TruthFigures } from '../schema/report.js';

export const openOrderWords = ({ ordersLeftOpen, ordersGone }: TruthFigures): string =>
  words(ordersLeftOpen, 'left open at the venue') + words(ordersGone, 'open for the engine only');

const words = (orders: number | null, what: string): string =>
  orders === null || orders === 0
    ? ''
    : `; ${orders === 1 ? '1 order' : `${orders} orders`} ${what}`;
