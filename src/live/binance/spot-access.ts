/** Binance Spot, as it is traded at. */
import type { Access } from './access.js';
import { SPOT_IN_CCXT } from './ccxt-table.js';
import { orderStream } from './order-stream.js';
import { replaceAtSpot } from './replace-spot.js';
import { SPOT } from './spot.js';

export const SPOT_ACCESS: Access = {
  product: SPOT,
  ccxt: SPOT_IN_CCXT,
  replace: replaceAtSpot,
  accountProblem: () => Promise.resolve({ kind: 'said', value: null }),
  orderStream: ({ client, product, ...parts }) =>
    orderStream({
      ...parts,
      words: product.trades,
      open: (ears) => client.openOrders(ears, null),
    }),
};
