/**
 * The recorded markets that tests read, below `SQUALL_DATA_DIR`, and twins of them. A twin is a folder of the same layout
 * and file names with generated content (generated-recordings.ts).
 */
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
