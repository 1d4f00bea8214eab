/**
 * How many rows a second each format is imported at, from file to finished tape, and how fast a converted tape is opened
 * again. Needs the recorded USD-M session (`SQUALL_DATA_DIR`); says so and ends when it is absent. Not a comparison: rows are those of the tape, the same session in each format.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { writeArrowFile } from '../src/data/arrow-file.js';
import { loadTape } from '../src/data/open.js';
import { tapeChecksum } from '../src/sim/tape/tape-checksum.js';

const ROUNDS = 15;
/** The first rounds run code that is not compiled yet. */
const WARM_FROM = 3;

const root = process.env['SQUALL_DATA_DIR'] ?? '';
const raw = join(root, 'binance-raw/usdm/btcusdt_20240808.gz');
const formats = join(root, 'binance-usdm-btcusdt-formats');
const tardis = ['incremental_book_L2', 'trades'].map((kind) =>
  join(formats, `tardis_binance-futures_${kind}_2024-08-08_BTCUSDT.csv.gz`),
);
const npz = join(formats, 'hftbacktest_btcusdt_20240808.npz');

async function measure(name: string, files: readonly string[]): Promise<void> {
  const millis: number[] = [];
  let rows = 0;
  let checksum = '';
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    const tape = await loadTape(files);
    millis.push(performance.now() - start);
    ({ rows } = tape);
    checksum = tapeChecksum(tape);
  }
  const warm = millis.slice(WARM_FROM).sort((a, b) => a - b);
  const median = warm[warm.length >> 1]!;
  const perSecond = (ms: number): string => `${((rows / ms) * 0.001).toFixed(2)} M rows/s`;
  const megabytes = files.reduce((sum, file) => sum + statSync(file).size, 0) / 1e6;
  console.log(
    `${name.padEnd(22)} ${perSecond(median).padStart(16)} warm, best ${perSecond(warm[0]!)}, cold ` +
      `${perSecond(millis[0]!)}   ${rows} rows, ${megabytes.toFixed(1)} MB, checksum ${checksum}`,
  );
}

function unpacked(folder: string, files: readonly string[]): string[] {
  return files.map((file, i) => {
    const path = join(folder, `${i}.txt`);
    writeFileSync(path, gunzipSync(readFileSync(file)));
    return path;
  });
}

async function main(): Promise<void> {
  if (!existsSync(raw)) {
    console.log(
      'skipped: no recorded markets; set SQUALL_DATA_DIR (docs/data.md says how to get them)',
    );
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'squall-bench-'));
  try {
    const arrow = join(folder, 'session.arrow');
    await writeArrowFile(arrow, await loadTape([raw]));
    await measure('binance-raw, gzip', [raw]);
    await measure('binance-raw, plain', unpacked(folder, [raw]));
    await measure('tardis, gzip', tardis);
    await measure('tardis, plain', unpacked(folder, tardis));
    await measure('hftbacktest, npz', [npz]);
    await measure('arrow', [arrow]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
