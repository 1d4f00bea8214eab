/** `squall data …`: market data files listed, looked into, converted. */
import { readdirSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { DataError } from '../../data/data-error.js';
import { DATA_FORMATS, type DataFormat, detectFormat } from '../../data/detect.js';
import { type InspectReport, inspectFiles } from '../../data/inspect.js';
import { type LoadOptions, loadTape } from '../../data/open.js';
import { nearestWord } from '../../report/text/nearest-word.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { UsageError } from '../failure.js';
import { expandGlob } from '../glob.js';
import { printJson } from '../json.js';
import { readSettings } from '../settings.js';
import { aligned, left, right, table, textOfLines } from '../../report/text/layout.js';
import type { World } from '../world.js';

export interface DataFlags {
  readonly format?: string;
  readonly json?: boolean;
}

function optionsOf(world: World, { format }: DataFlags): LoadOptions {
  const limits = { rowsMax: readSettings(world).number('data.rowsMax') };
  if (format === undefined) return { limits };
  if ((DATA_FORMATS as readonly string[]).includes(format))
    return { limits, format: format as DataFormat };
  const meant = nearestWord(format, DATA_FORMATS);
  const fix = meant === null ? `one of ${DATA_FORMATS.join(', ')}` : `did you mean "${meant}"?`;
  throw new UsageError(`--format ${format} is no format we read\n  fix: ${fix}`);
}

const filesOf = (world: World, patterns: readonly string[]): readonly string[] =>
  patterns
    .flatMap((pattern) => expandGlob(pattern, world.cwd))
    .map((file) => resolve(world.cwd, file));

export async function inspectData(
  world: World,
  patterns: readonly string[],
  flags: DataFlags,
): Promise<ExitCode> {
  const report = await inspectFiles(filesOf(world, patterns), optionsOf(world, flags));
  if (flags.json === true) printJson(world, report);
  else world.out(inspectText(world, report));
  return EXIT.ok;
}

function inspectText(world: World, report: InspectReport): string {
  const skipped = Object.entries(report.skipped).map(([reason, count]) => `${reason} ${count}`);
  const { bookTicker, tape } = report;
  const rows: readonly (readonly [string, string])[] = [
    ...report.files.map((file) => ['file', relative(world.cwd, file)] as const),
    ['format', report.format],
    ['symbols', listOr(report.symbols, 'not named')],
    ['rows', String(report.rows)],
    ['best prices', topText(report)],
    ['span', `${report.span.start} to ${report.span.end}`],
    ...(tape === null
      ? []
      : ([
          ['venue', `${tape.venueKind}, tick ${tape.tickSize}, lot ${tape.lotSize}`],
          ['off the grid', `${tape.dustRows} quantities, ${tape.subTickPrints} prints`],
        ] as const)),
    ['sequence gaps', String(report.sequenceGaps)],
    ['crossed books', String(report.crossedBooks)],
    ['time reversals', String(report.timeReversals)],
    [
      'clock offset',
      report.receivedOffsetMs === null ? 'no receive clock' : `${report.receivedOffsetMs} ms`,
    ],
    ['skipped', listOr(skipped, 'nothing')],
    [
      'rebuilt best',
      bookTicker === null
        ? 'nothing to compare with'
        : `${bookTicker.agreed} of ${bookTicker.comparable} as the venue said`,
    ],
  ];
  return textOfLines(aligned(rows));
}

/** What the archive holds of them is counted among its rows. */
const topText = ({ topRows, tape }: InspectReport): string => {
  if (tape === null) return 'not on a tape';
  return topRows === null ? 'no stream of them' : `${topRows} rows of their own stream`;
};

const listOr = (words: readonly string[], none: string): string =>
  words.length === 0 ? none : words.join(', ');

export async function importData(
  world: World,
  patterns: readonly string[],
  flags: DataFlags & { readonly out: string },
): Promise<ExitCode> {
  if (!flags.out.endsWith('.arrow'))
    throw new UsageError(`--out ${flags.out}: the file is to be named *.arrow`);
  const tape = await loadTape(filesOf(world, patterns), optionsOf(world, flags));
  const { writeArrowFile } = await import('../../data/arrow-file.js');
  const out = resolve(world.cwd, flags.out);
  try {
    await writeArrowFile(out, tape);
  } catch (error) {
    throw new UsageError(
      `--out ${flags.out} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const summary = { out, symbol: tape.symbol, rows: tape.rows, bytes: statSync(out).size };
  if (flags.json === true) printJson(world, summary);
  else
    world.out(`${flags.out}: ${summary.rows} rows of ${summary.symbol}, ${summary.bytes} bytes\n`);
  return EXIT.ok;
}

const DEPTH_MAX = 6;

/** The files below a folder (the data root when left out) that are market data we read. */
export async function listData(
  world: World,
  folder: string | undefined,
  flags: Pick<DataFlags, 'json'>,
): Promise<ExitCode> {
  const named = folder ?? readSettings(world).dataDir;
  if (named === null)
    throw new UsageError('no folder is named\n  fix: name one, or set SQUALL_DATA_DIR');
  const root = resolve(world.cwd, named);
  const found: { file: string; format: string; bytes: number }[] = [];
  for (const file of filesBelow(root, DEPTH_MAX)) {
    const format = await formatOf(file);
    if (format !== null)
      found.push({ file: relative(root, file), format, bytes: statSync(file).size });
  }
  if (flags.json === true) printJson(world, { root, files: found });
  else if (found.length === 0) world.out(`no market data below ${root}\n`);
  else {
    const rows = found.map(({ file, format, bytes }) => [file, format, String(bytes)]);
    world.out(textOfLines([root, ...table([left('file'), left('format'), right('bytes')], rows)]));
  }
  return EXIT.ok;
}

function filesBelow(folder: string, depth: number): readonly string[] {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    throw new UsageError(`there is no folder ${folder}\n  fix: name one, or set SQUALL_DATA_DIR`);
  }
  return entries
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isFile()) return [path];
      return entry.isDirectory() && depth > 0 ? filesBelow(path, depth - 1) : [];
    });
}

async function formatOf(file: string): Promise<string | null> {
  try {
    return (await detectFormat(file)).format;
  } catch (error) {
    if (error instanceof DataError) return null;
    throw error;
  }
}
