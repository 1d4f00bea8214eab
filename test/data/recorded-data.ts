/**
 * Where recorded market data lies, for tests that need it: `SQUALL_DATA_DIR`, else `../shared/data` beside the repository.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe } from 'vitest';

export const dataRoot = resolve(
  process.env['SQUALL_DATA_DIR'] ?? join(import.meta.dirname, '../../../shared/data'),
);

const isThere = existsSync(join(dataRoot, 'binance-raw'));

/** A suite that is skipped where the data is absent; its name and a printed line say so. */
export function describeRecorded(name: string, suite: () => void): void {
  const skipped = `${name} (skipped: no recorded data at ${dataRoot}, set SQUALL_DATA_DIR)`;
  if (!isThere) console.warn(skipped);
  describe.skipIf(!isThere)(isThere ? name : skipped, suite);
}

const formats = 'binance-usdm-btcusdt-formats';

export const RECORDED = {
  spot: ['binance-raw/spot/btcusdt_20240808.gz', 'binance-raw/spot/btcusdt_20240809.gz'],
  usdm: ['binance-raw/usdm/btcusdt_20240808.gz'],
  coinm: ['binance-raw/cm/btcusd_perp_20240808.gz', 'binance-raw/cm/btcusd_perp_20240809.gz'],
  tardis: ['incremental_book_L2', 'trades'].map(
    (kind) => `${formats}/tardis_binance-futures_${kind}_2024-08-08_BTCUSDT.csv.gz`,
  ),
  tardisQuotes: [`${formats}/tardis_binance-futures_quotes_2024-08-08_BTCUSDT.csv.gz`],
  npz: [`${formats}/hftbacktest_btcusdt_20240808.npz`],
  visionTrades: [`${formats}/BTCUSDT-trades-2024-08-08.zip`],
  visionTicker: [`${formats}/BTCUSDT-bookTicker-2024-08-08.zip`],
  klines: ['binance-vision/AVAXUSDT-1m-2024-02.zip', 'binance-vision/LINKUSDT-1m-2026-02.zip'],
} as const;
