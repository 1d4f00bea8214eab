/** A gap in the depth stream, as the unmodified client of ccxt meets it: it notices, has no book meanwhile, and gets a whole one afterwards. */
import ccxt from 'ccxt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, ccxtClient } from './ccxt-client.js';
import { type Served, served } from './served.js';

const SYMBOL = 'BTC/USDT';
/** Of market time, which passes five times as fast: behind the client's first snapshot. */
const at = { after: 'query-sent', nth: 1, symbol: 'BTCUSDT', plus: 1_500_000 };
const GAP = 1_500_000;

let venue: Served;
let client: Client;
beforeAll(async () => {
  venue = await served({ faults: [{ kind: 'depth-gap', values: { at, for: GAP } }] });
  client = await ccxtClient(venue);
});
afterAll(async () => {
  await client.close();
  await venue.close();
});

describe('a depth stream with a gap', () => {
  it('LIV-3 F:MD7: numbers are left out, which the client refuses; asked again later it has a book that goes on', async () => {
    const watch = (): Promise<Awaited<ReturnType<Client['watchOrderBook']>> | Error> =>
      client.watchOrderBook(SYMBOL).catch((error: unknown) => error as Error);
    const first = await watch();
    expect(first).toHaveProperty('bids');
    let heard = first;
    while (!(heard instanceof Error)) heard = await watch();
    expect(heard).toBeInstanceOf(ccxt.ChecksumError);
    while (heard instanceof Error) heard = await watch();
    expect(Number(heard.nonce)).toBeGreaterThan(Number((first as typeof heard).nonce));
    for (let told = 0; told < 3; told += 1) heard = await watch();
    expect(heard).not.toBeInstanceOf(Error);
  });
});
