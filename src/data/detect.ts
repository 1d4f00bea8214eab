/**
 * Tells what kind of market data a file is, by its content: names are not trusted.
 */
import { readHead, SourceFault, unpackedChunks } from './byte-source.js';
import { DataError, excerpt } from './data-error.js';
import { isNpy } from './hftbacktest/npy-header.js';
import { isTardisHeader } from './tardis/tardis-columns.js';
import { type VisionKind, visionKindOf } from './binance/vision-columns.js';
import { isZip, openZip, zipChunks } from './zip-entry.js';

export type DataFormat = 'binance-raw' | 'tardis' | 'hftbacktest' | 'binance-vision' | 'arrow';

export const DATA_FORMATS: readonly DataFormat[] = [
  'binance-raw',
  'tardis',
  'hftbacktest',
  'binance-vision',
  'arrow',
];

export type Detected =
  | { readonly format: Exclude<DataFormat, 'binance-vision'> }
  | { readonly format: 'binance-vision'; readonly kind: VisionKind };

const ARROW_MAGIC = Buffer.from('ARROW1');
/** Longer than any header or first row of a CSV; a raw log shows itself in its first 21 bytes. */
const FIRST_LINE_BYTES = 2_048;
const RAW_LINE = /^\d{19} \{/;

/** Throws `DataError` when the file is none we know. */
export async function detectFormat(file: string): Promise<Detected> {
  const head = await readHead(file, 8);
  if (ARROW_MAGIC.every((byte, i) => head[i] === byte)) return { format: 'arrow' };
  const first = await firstChunk(file, isZip(head));
  if (isNpy(first)) return { format: 'hftbacktest' };
  const line = firstLine(first);
  if (RAW_LINE.test(line)) return { format: 'binance-raw' };
  if (isTardisHeader(line)) return { format: 'tardis' };
  const kind = visionKindOf(line);
  if (kind !== null) return { format: 'binance-vision', kind };
  throw new DataError(
    file,
    { line: 1 },
    {
      what: `not a market data file we know: it begins ${excerpt(line)}`,
      fix: `Known formats: ${DATA_FORMATS.join(', ')}`,
    },
  );
}

async function firstChunk(file: string, zipped: boolean): Promise<Buffer> {
  const chunks = zipped ? zipChunks(await openZip(file)) : unpackedChunks(file);
  try {
    const first = await chunks.next();
    await chunks.return(undefined);
    if (first.done !== true) return first.value;
  } catch (error) {
    if (error instanceof SourceFault) throw new DataError(file, { line: 1 }, error.fault);
    throw error;
  }
  throw new DataError(file, { line: 1 }, { what: 'the file unpacks to nothing' });
}

function firstLine(chunk: Buffer): string {
  const text = chunk.toString('utf8', 0, FIRST_LINE_BYTES).replace(/^\ufeff/, '');
  return /^[^\r\n]*/.exec(text)?.[0] ?? '';
}
