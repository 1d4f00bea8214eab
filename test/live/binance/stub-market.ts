/** What a test has a stub of Binance say of its market: rules, a book, and frames of the public streams. */
import { INSTRUMENT } from '../../support/simulation-plan.js';

export const PATH = '/stream';
export const BOOK = { bids: [['100.0', '1']], asks: [['101.0', '2']] };
export const ETHER = { ...INSTRUMENT, symbol: 'ETHUSDT', baseAsset: 'ETH' };
export const RULES = {
  symbols: [INSTRUMENT, ETHER].map(({ symbol, baseAsset }) => ({
    ...{ symbol, status: 'TRADING', baseAsset, quoteAsset: 'USDT' },
    filters: [
      { filterType: 'PRICE_FILTER', tickSize: '0.10000000' },
      { filterType: 'LOT_SIZE', stepSize: '0.00100000', minQty: '0.00100000' },
      { filterType: 'NOTIONAL', minNotional: '5.00000000' },
    ],
  })),
};

const frame = (stream: string, data: object): string =>
  JSON.stringify({ stream: `btcusdt@${stream}`, data: { E: Date.now(), s: 'BTCUSDT', ...data } });
export const diff = (U: number, u: number, bid: string): string =>
  frame('depth@100ms', { U, u, b: [[bid, '3']], a: [] });
export const trade = (t: number, p: string): string =>
  frame('trade', { t, p, q: '1.0', T: Date.now(), m: true });
