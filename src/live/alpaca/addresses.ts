/** Where Alpaca is. */
import type { LiveOptions } from '../connection.js';

/** None of them ends with a slash. */
export interface Addresses {
  readonly trading: string;
  /** Of market data. */
  readonly market: string;
  readonly orderStream: string;
  readonly stockStream: string;
  readonly cryptoStream: string;
}

/** What everybody may have; the consolidated tape is to be paid for. */
export const STOCK_FEED = 'iex';
export const CRYPTO_PLACE = 'us';

const STREAM_PATHS = {
  orderStream: '/stream',
  stockStream: `/v2/${STOCK_FEED}`,
  cryptoStream: `/v1beta3/crypto/${CRYPTO_PLACE}`,
} as const;

const HOST_OF_MODE: Readonly<Record<LiveOptions['mode'], string>> = {
  paper: 'paper-api.alpaca.markets',
  live: 'api.alpaca.markets',
};

export function addressesOf({ mode, url }: Pick<LiveOptions, 'mode' | 'url'>): Addresses {
  if (url !== null) return at({ trading: url, market: url }, url.replace(/^http/, 'ws'));
  const host = HOST_OF_MODE[mode];
  const stream = 'wss://stream.data.alpaca.markets';
  return {
    ...at({ trading: `https://${host}`, market: 'https://data.alpaca.markets' }, stream),
    orderStream: `wss://${host}${STREAM_PATHS.orderStream}`,
  };
}

const at = (rest: Pick<Addresses, 'trading' | 'market'>, streams: string): Addresses => ({
  ...rest,
  orderStream: `${streams}${STREAM_PATHS.orderStream}`,
  stockStream: `${streams}${STREAM_PATHS.stockStream}`,
  cryptoStream: `${streams}${STREAM_PATHS.cryptoStream}`,
});
