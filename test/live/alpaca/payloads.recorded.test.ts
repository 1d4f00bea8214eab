/**
 * Bodies that Alpaca's own client projects test with: whatever is an order, a position, an asset, a quote or an error in them is read as one.
 * Left out where there are no recordings (what-is-here.ts).
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { positionsOf } from '../../../src/live/alpaca/account-mapping.js';
import { gridDifferences } from '../../../src/live/alpaca/asset-grid.js';
import { classified } from '../../../src/live/alpaca/errors.js';
import { averageVolume, depthOfQuote, entryOf } from '../../../src/live/alpaca/market-mapping.js';
import { snapshotOf } from '../../../src/live/alpaca/order-mapping.js';
import { statusOf } from '../../../src/live/alpaca/order-words.js';
import { numbersAsText } from '../../../src/live/rest/exact-json.js';
import { type Fields, fieldsOf } from '../../../src/live/rest/fields.js';
import { dataRoot } from '../../support/what-is-here.js';
import { INSTRUMENTS, PAIR, STOCK } from './wire-samples.js';

const FOLDER = join(dataRoot, 'payloads/alpaca');
const text = (file: string): string => readFileSync(join(FOLDER, file), 'utf8');
const body = (file: string): unknown => numbersAsText(text(file));

/** Fractions of a share are ordered there, and prices in fractions of a cent. */
const FINE = { ...STOCK, lotSize: '0.000000001', tickSize: '0.0001' };

function* recordsIn(value: unknown): Generator<Fields> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Fields;
  for (const inner of Object.values(value)) yield* recordsIn(inner);
}

describe('bodies of Alpaca’s client projects', () => {
  const trading = readdirSync(join(FOLDER, 'alpaca-py/trading'));

  it('LIV-2: every order is read, but for those without a quantity of their own', () => {
    const orders = trading.flatMap((file) =>
      [...recordsIn(body(join('alpaca-py/trading', file)))].filter(
        (record) => 'client_order_id' in record && 'status' in record,
      ),
    );
    expect(orders.length).toBeGreaterThan(8);
    const unread: unknown[] = [];
    for (const order of orders) {
      try {
        const snapshot = snapshotOf(order, FINE);
        expect(snapshot.status).toBe(statusOf(String(order['status'])));
        expect(snapshot.status).not.toBeNull();
        expect(snapshot.venueTime).not.toBeNull();
        expect(snapshot.quantity).toBeGreaterThan(0);
      } catch (error) {
        unread.push([order['notional'] !== null, (error as Error).message]);
      }
    }
    expect(unread.every((one) => String(one) === 'true,qty is missing')).toBe(true);
    expect(unread.length).toBeLessThan(orders.length / 2);
  });

  it('LIV-2: positions, an asset, quotes, bars and an error', () => {
    expect(
      positionsOf(body('alpaca-py/trading/get_all_positions.json'), INSTRUMENTS),
    ).toContainEqual({
      symbol: 'AAPL',
      quantity: 5,
    });
    const asset = fieldsOf(body('alpaca-py/trading/get_asset.json'), 'an asset');
    expect(gridDifferences(asset, STOCK)).toEqual([]);
    const quotes = body('alpaca-py/data/get_crypto_latest_quote.json');
    expect(depthOfQuote(entryOf(quotes, 'quotes', 'BTC/USD'), PAIR)).toEqual({
      bids: [{ price: 4_051_708, quantity: 401_780 }],
      asks: [{ price: 4_076_593, quantity: 155_160 }],
    });
    const bars = body('alpaca-trade-api-go/marketdata/GetMultiBars.json');
    expect(averageVolume(entryOf(bars, 'bars', 'AAPL'), STOCK, 20)).toBeGreaterThan(1_000_000);
    expect(averageVolume(entryOf(bars, 'bars', 'MSFT'), STOCK, 20)).toBeNull();
    const error = text('alpaca-trade-api-go/alpaca/DefaultDo_Error.json');
    expect(classified(422, error, 'submit')).toMatchObject({
      code: '422/1234567',
      text: 'custom error message',
    });
  });
});
