/**
 * Import of recorded sessions to a tape, against the straightforward program: unzip, split into lines, `JSON.parse` each
 * line (raw logs) or split at commas (CSV), and turn every number into a double. The reference builds no tape, checks no
 * sequence and keeps nothing, so it does less. Rows are level updates and trades.
 */
import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { loadTape } from '../src/data/open.js';
import { type Measurement, runBenchmark } from './runner.js';

const DATA = process.env['SQUALL_DATA_DIR'] ?? '';
const RAW = [join(DATA, 'binance-raw/usdm/btcusdt_20240808.gz')];
const FORMATS = join(DATA, 'binance-usdm-btcusdt-formats');
const TARDIS = [
  join(FORMATS, 'tardis_binance-futures_incremental_book_L2_2024-08-08_BTCUSDT.csv.gz'),
  join(FORMATS, 'tardis_binance-futures_trades_2024-08-08_BTCUSDT.csv.gz'),
];
const ROUNDS = 4;

async function best(
  round: () => Promise<number>,
): Promise<{ readonly nanos: number; readonly rows: number }> {
  let nanos = Infinity;
  let rows = 0;
  for (let count = 0; count < ROUNDS; count += 1) {
    const started = process.hrtime.bigint();
    rows = await round();
    nanos = Math.min(nanos, Number(process.hrtime.bigint() - started) / rows);
  }
  return { nanos, rows };
}

async function measure(round: () => Promise<number>): Promise<Measurement> {
  const { nanos, rows } = await best(round);
  return {
    nanos,
    check: '',
    details: { rows, sink: sink.toExponential(2), 'million rows/s': (1_000 / nanos).toFixed(2) },
  };
}

const imported = (files: readonly string[]) => async (): Promise<number> =>
  (await loadTape(files)).rows;

interface RawLine {
  readonly data?: {
    readonly b?: string[][] | string;
    readonly a?: string[][] | string;
    readonly p?: string;
  };
}

let sink = 0;

/** Rows of one side of a diff; a bookTicker's side is one price and no row. */
function sideRows(side: string[][] | string | undefined): number {
  if (!Array.isArray(side)) return 0;
  for (const level of side) sink += Number(level[0]) + Number(level[1]);
  return side.length;
}

async function parsedLines(): Promise<number> {
  let rows = 0;
  for await (const line of linesOf(RAW[0] ?? '')) {
    const { data } = JSON.parse(line.slice(line.indexOf(' ') + 1)) as RawLine;
    rows += sideRows(data?.b) + sideRows(data?.a);
    if (data?.p === undefined) continue;
    sink += Number(data.p);
    rows += 1;
  }
  return rows;
}

async function splitLines(): Promise<number> {
  let rows = 0;
  for (const file of TARDIS) {
    for await (const line of linesOf(file)) {
      for (const field of line.split(',')) {
        const value = Number(field);
        if (!Number.isNaN(value)) sink += value;
      }
      rows += 1;
    }
  }
  return rows;
}

const linesOf = (file: string): AsyncIterable<string> =>
  createInterface({ input: createReadStream(file).pipe(createGunzip()), crlfDelay: Infinity });

if (!existsSync(RAW[0] ?? '')) {
  console.log(
    'skipped: no recorded markets; set SQUALL_DATA_DIR (docs/data.md says how to get them)',
  );
} else {
  await runBenchmark({
    url: import.meta.url,
    contenders: [
      { name: 'raw log to tape', measure: () => measure(imported(RAW)) },
      { name: 'JSON.parse per line', measure: () => measure(parsedLines) },
      { name: 'Tardis CSV to tape', measure: () => measure(imported(TARDIS)) },
      { name: 'split per line', measure: () => measure(splitLines) },
    ],
    comparisons: [
      {
        title: 'raw Binance log, USD-M',
        subject: 'raw log to tape',
        reference: 'JSON.parse per line',
        differentWork: true,
      },
      {
        title: 'Tardis CSV, USD-M',
        subject: 'Tardis CSV to tape',
        reference: 'split per line',
        differentWork: true,
      },
    ],
  });
}
