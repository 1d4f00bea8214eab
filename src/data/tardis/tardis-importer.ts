/**
 * Imports Tardis CSV files of one symbol: `incremental_book_L2`, `trades` and `quotes`, in any order of files; the book
 * is rebuilt from L2, quotes are the top stream (F18). Columns are found by name. It fills a `Recording`.
 *
 * Source: docs.tardis.dev, "Downloadable CSV files": times in microseconds UTC, rows in order of local_timestamp, amount 0
 * removes a level, snapshot rows void the book before them.
 */
import { unpackedChunks } from '../byte-source.js';
import { readLines } from '../lines.js';
import type { ReadingLimits } from '../reading-limits.js';
import { Recording } from '../recording.js';
import { TardisReader } from './tardis-reader.js';

/** `symbol` null: the files must hold one symbol only. */
export async function importTardis(
  files: readonly string[],
  symbol: string | null,
  limits: ReadingLimits,
): Promise<Recording> {
  const recording = new Recording('tardis', limits);
  const reader = new TardisReader(recording, symbol);
  let lineStart = 0;
  for (const file of files) {
    recording.files.push({ name: file, lineStart });
    const before = lineStart;
    reader.startFile();
    lineStart += await readLines(
      file,
      unpackedChunks(file, limits.signal),
      (bytes, start, end, line) => {
        reader.read(bytes, start, end, before + line);
        recording.checkRows(before + line);
      },
    );
    reader.endFile();
  }
  return recording;
}
