/**
 * The door to market data files: a list of files of one session in, one tape out, whatever the format.
 */
import { isAbsolute, resolve } from 'node:path';
import { compareDecimal, decimal } from '../core/ground/decimal.js';
import type { Instrument } from '../core/ground/instrument.js';
import type { Tape } from '../sim/tape/tape.js';
import { type Assembled, assemble } from './assemble.js';
import { importBinanceRaw } from './binance/raw-importer.js';
import { DataError } from './data-error.js';
import { type DataFormat, type Detected, detectFormat } from './detect.js';
import { importNpz } from './hftbacktest/npz-importer.js';
import { READING_LIMITS, type ReadingLimits } from './reading-limits.js';
import type { Recording, VenueKind } from './recording.js';
import { importTardis } from './tardis/tardis-importer.js';

export interface LoadOptions {
  /** Detected from the content when left out. */
  readonly format?: DataFormat;
  /** Its symbol picks the rows, its steps the grids; left out, the data shows both (grid.ts). */
  readonly instrument?: Pick<Instrument, 'symbol' | 'tickSize' | 'lotSize'>;
  /** Where relative file names start; the working directory when left out. */
  readonly root?: string;
  /** For formats that do not say which venue they come from (hftbacktest); USD-M futures when left out. */
  readonly venueKind?: VenueKind;
  readonly limits?: Partial<ReadingLimits>;
}

/**
 * The tape of `files`, which are one session of one symbol in recorded order.
 *
 * Errors: `DataError` for anything about the files, with line or row; nothing else is thrown on purpose.
 */
export async function loadTape(files: readonly string[], options: LoadOptions = {}): Promise<Tape> {
  const paths = pathsOf(files, options.root);
  const format = options.format ?? (await sessionFormat(paths)).format;
  if (format === 'arrow') return loadArrow(paths, options);
  const recording = await importRecording(paths, format, options);
  return assembled(recording, options).tape;
}

export function pathsOf(files: readonly string[], root = '.'): readonly string[] {
  if (files.length === 0)
    throw new DataError('(no file)', null, { what: 'no market data file is named' });
  return files.map((file) => (isAbsolute(file) ? file : resolve(root, file)));
}

/** Every file of a session has the same format. */
export async function sessionFormat(paths: readonly string[]): Promise<Detected> {
  const detected: Detected[] = [];
  for (const path of paths) detected.push(await detectFormat(path));
  const [first] = detected;
  const other = detected.findIndex(({ format }) => format !== first?.format);
  if (other > 0) {
    throw new DataError(paths[other]!, null, {
      what: `a ${detected[other]!.format} file beside a ${String(first?.format)} file`,
      fix: 'Give the files of one session in one format',
    });
  }
  return first!;
}

/** Reads files that hold depth and trades, and the venue's own best where there is one. */
export async function importRecording(
  paths: readonly string[],
  format: Exclude<DataFormat, 'arrow'>,
  options: LoadOptions,
): Promise<Recording> {
  const symbol = options.instrument?.symbol ?? null;
  const limits = { ...READING_LIMITS, ...options.limits };
  switch (format) {
    case 'binance-raw':
      return importBinanceRaw(paths, { symbol, limits });
    case 'tardis':
      return importTardis(paths, symbol, limits);
    case 'hftbacktest':
      return importNpz(paths, { symbol, venueKind: options.venueKind ?? 'usdm', limits });
    case 'binance-vision':
      throw new DataError(paths[0]!, null, {
        what: "no depth in this file: Binance's public archive has trades, best quotes and bars, not the book",
        fix: 'Replay a recording of the depth stream, a Tardis or an hftbacktest file',
      });
  }
}

export function assembled(recording: Recording, options: LoadOptions): Assembled {
  return assemble(recording, options.instrument ?? null);
}

async function loadArrow(paths: readonly string[], options: LoadOptions): Promise<Tape> {
  if (paths.length > 1) {
    throw new DataError(paths[1]!, null, {
      what: 'a second Arrow file',
      why: 'an Arrow file is a whole session',
      fix: 'Import the original files together',
    });
  }
  // Loaded on demand: the library takes longer to start than a small tape to read.
  const { readArrowFile } = await import('./arrow-file.js');
  const tape = await readArrowFile(paths[0]!);
  return options.instrument === undefined ? tape : onGridOf(paths[0]!, tape, options.instrument);
}

/** A converted tape keeps the grid it was converted on. */
function onGridOf(
  file: string,
  tape: Tape,
  instrument: NonNullable<LoadOptions['instrument']>,
): Tape {
  const named = tape.symbol !== 'unknown';
  if (named && tape.symbol !== instrument.symbol) {
    throw new DataError(file, null, {
      what: `a tape of ${tape.symbol}, not of ${instrument.symbol}`,
    });
  }
  const sameGrid =
    compareDecimal(decimal(tape.tickSize), decimal(instrument.tickSize)) === 0 &&
    compareDecimal(decimal(tape.lotSize), decimal(instrument.lotSize)) === 0;
  if (!sameGrid) {
    throw new DataError(file, null, {
      what: `a tape of tick size ${tape.tickSize} and lot size ${tape.lotSize}`,
      why: `the instrument has ${instrument.tickSize} and ${instrument.lotSize}`,
      fix: 'Name those steps, or replay the original files',
    });
  }
  return named ? tape : { ...tape, symbol: instrument.symbol };
}
