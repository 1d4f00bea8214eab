/** Files that a venue's streams are kept in, one a symbol, in a folder that somebody has named. */
import { mkdirSync } from 'node:fs';
import { RawFiles } from '../data/binance/raw-files.js';
import { UsageError } from './failure.js';

interface Folder {
  /** That named it. */
  readonly flag: string;
  readonly folder: string;
  readonly named: string;
}

/** Nothing is written yet. Errors: `UsageError` for a folder that cannot be made. */
export function rawFilesIn(
  { flag, folder, named }: Folder,
  symbols: readonly string[],
): ReadonlyMap<string, RawFiles> {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new UsageError(`${flag} ${named} cannot be made: ${(error as Error).message}`);
  }
  return new Map(symbols.map((symbol) => [symbol, new RawFiles(folder, symbol)]));
}

/** Each of them, whatever becomes of the others; then the first failure. */
export function closeAll(files: Iterable<RawFiles>): void {
  const failures: unknown[] = [];
  for (const one of files) {
    try {
      one.close();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
