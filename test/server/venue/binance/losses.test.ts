/** Every shape in which the reply to a submit is lost, as the unmodified client of ccxt meets it: the order is there all the same. */
import ccxt from 'ccxt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, ccxtClient, thrownBy } from './ccxt-client.js';
import { type Served, served } from './served.js';

const SYMBOL = 'BTC/USDT';

/** Each acts once, on the first submit that those before it leave alone: one after the other. */
const lost = (shape: 'timeout' | 'reset' | '5xx') => ({
  kind: 'ack-lost',
  values: { nth: 1, shape },
});
const garbled = (shape: 'truncated' | 'unparsable') => ({
  kind: 'garbled-reply',
  values: { nth: 1, shape, paths: ['submit'] },
});

/** The class that is thrown; null: none of ccxt's own. */
const SHAPES = [
  ['timeout', ccxt.RequestTimeout, /timed out/],
  ['reset', ccxt.NetworkError, /fetch failed/],
  ['5xx with code -1007', ccxt.RequestTimeout, /-1007.*execution status unknown/],
  ['5xx of a machine before it', ccxt.ExchangeNotAvailable, /502 Bad Gateway/],
  ['truncated', null, /terminated|other side closed/],
  ['garbage', null, /Cannot use 'in' operator/],
] as const;

const LIMITED_FROM = SHAPES.length + 1;

let venue: Served;
let client: Client;
beforeAll(async () => {
  venue = await served({
    faults: [
      lost('timeout'),
      lost('reset'),
      lost('5xx'),
      lost('5xx'),
      garbled('truncated'),
      garbled('unparsable'),
      {
        kind: 'rate-limit',
        values: { at: { after: 'submit-sent', nth: LIMITED_FROM }, retryAfter: 60_000_000 },
      },
    ],
  });
  client = await ccxtClient(venue, { timeout: 500 });
});
afterAll(async () => {
  await client.close();
  await venue.close();
});

describe('a submit whose reply is lost', () => {
  it.each(SHAPES)('LIV-3 F:SUB2 F:SUB11: %s: the order exists', async (shape, thrown, message) => {
    const clientOrderId = shape.replaceAll(/[^a-z0-9]/g, '_');
    const error = await thrownBy(() =>
      client.createOrder(SYMBOL, 'limit', 'buy', 0.01, 50_000, { clientOrderId }),
    );
    if (thrown === null) expect(error).not.toBeInstanceOf(ccxt.BaseError);
    else expect(error).toBeInstanceOf(thrown);
    expect(String(error)).toMatch(message);
    const found = await client.fetchOrder('', SYMBOL, { clientOrderId });
    expect(found).toMatchObject({ clientOrderId, status: 'open', amount: 0.01, filled: 0 });
    const accepted = venue.venue.truth.entries.filter(
      (entry) => entry.kind === 'accepted' && entry.clientOrderId === clientOrderId,
    );
    expect(accepted).toHaveLength(1);
  });
});

describe('a venue that will not look at requests', () => {
  it('LIV-3 F:SUB7: says when to come back, and bans who comes back before that; nothing was placed', async () => {
    const refusal = async (): Promise<readonly unknown[]> => {
      const error = await thrownBy(() => client.createOrder(SYMBOL, 'market', 'buy', 0.01));
      const headers = client.last_response_headers as Record<string, string>;
      return [error, /^binance (\d+)/.exec(error.message)?.[1], Number(headers['Retry-After'])];
    };
    const [first, status, seconds] = await refusal();
    expect(first).toBeInstanceOf(ccxt.DDoSProtection);
    expect(status).toBe('429');
    // A minute of the market, which passes five times as fast.
    expect(seconds).toBeGreaterThan(8);
    expect(seconds).toBeLessThanOrEqual(12);
    const [second, banned] = await refusal();
    expect(second).toBeInstanceOf(ccxt.DDoSProtection);
    expect(banned).toBe('418');
    expect(venue.venue.truth.arrivals).toHaveLength(SHAPES.length);
  });
});
