/**
 * Which file of Binance's public archive is meant: market, kind, symbol, day or month, and from these its name and place.
 *
 * Source: github.com/binance/binance-public-data, README, "Where do I access the data?".
 */
import { DataError } from '../data-error.js';

export const ARCHIVE_URL = 'https://data.binance.vision';

export const ARCHIVE_MARKETS = ['spot', 'um', 'cm'] as const;
export type ArchiveMarket = (typeof ARCHIVE_MARKETS)[number];
export const ARCHIVE_KINDS = ['trades', 'aggTrades', 'bookTicker', 'klines'] as const;
export type ArchiveKind = (typeof ARCHIVE_KINDS)[number];

export interface ArchiveFile {
  readonly market: ArchiveMarket;
  readonly kind: ArchiveKind;
  readonly symbol: string;
  /** `2024-08-08`, or `2024-08` for a whole month. */
  readonly date: string;
  /** Of klines, as the archive writes it: 1s, 1m, 1h, 1d … */
  readonly interval: string;
}

const FOLDERS: Readonly<Record<ArchiveMarket, string>> = {
  spot: 'spot',
  um: 'futures/um',
  cm: 'futures/cm',
};

/** Of the zip, which has its checksum beside it as `NAME.CHECKSUM`. */
export const archiveName = ({ kind, symbol, date, interval }: ArchiveFile): string =>
  `${symbol}-${kind === 'klines' ? interval : kind}-${date}.zip`;

/** Below the archive's address. Errors: `DataError` for what the archive cannot have. */
export function archivePath(file: ArchiveFile): string {
  const { market, kind, symbol, interval } = file;
  const refuse = (what: string, fix: string): never => {
    throw new DataError(archiveName(file), null, { what, fix });
  };
  if (!/^[A-Z0-9_]{1,40}$/.test(symbol))
    refuse(`${symbol} is no symbol of the archive`, 'As in BTCUSDT, or BTCUSD_PERP');
  if (!/^\d{1,2}(s|m|h|d|w|mo)$/.test(interval))
    refuse(`${interval} is no interval of bars`, 'As in 1m or 1d');
  if (kind === 'bookTicker' && market === 'spot')
    refuse('the archive has no bookTicker of spot', 'Ask for um or cm, or for trades');
  const span =
    spanOf(file.date) ?? refuse(`${file.date} is no date`, 'As in 2024-08-08 or 2024-08');
  const folders = [FOLDERS[market], span, kind, symbol, ...(kind === 'klines' ? [interval] : [])];
  return ['data', ...folders, archiveName(file)].join('/');
}

function spanOf(date: string): 'daily' | 'monthly' | null {
  const month = /^\d{4}-(0[1-9]|1[0-2])$/;
  if (month.test(date)) return 'monthly';
  const at = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : NaN;
  const isDay = !Number.isNaN(at) && new Date(at).toISOString().startsWith(date);
  return isDay ? 'daily' : null;
}
