/**
 * Tapes as Apache Arrow IPC files: one record batch, one column each; what is read back are typed arrays over the file's
 * own bytes. The header stands in the schema's metadata, with a version and a checksum of the whole file, so that a
 * damaged file is refused instead of replayed.
 */
import { readFile, writeFile } from 'node:fs/promises';
import {
  type Data,
  type DataType,
  Field,
  Float64,
  Int32,
  RecordBatch,
  Schema,
  Struct,
  Table,
  Uint8,
  makeData,
  tableFromIPC,
  tableToIPC,
} from 'apache-arrow';
import type { Tape } from '../sim/tape/tape.js';
import { DataError } from './data-error.js';
import { UNSEALED, checkSeal, seal } from './file-seal.js';
import { decodeHeader, encodeHeader } from './tape-header.js';

const FORMAT_VERSION = '1';
const VERSION_KEY = 'squall.tapeVersion';
const HEADER_KEY = 'squall.header';
const SEAL_KEY = 'squall.seal';

type Column = Float64Array | Uint8Array | Int32Array;
const COLUMNS = ['time', 'kind', 'price', 'quantity', 'delay'] as const;
type Columns = Pick<Tape, (typeof COLUMNS)[number]>;

const columnTypes = (): readonly DataType[] => [
  new Float64(),
  new Uint8(),
  new Int32(),
  new Float64(),
  new Int32(),
];

/** The file's bytes. Same tape, same bytes. */
export function encodeTape(tape: Tape): Buffer {
  const metadata = new Map([
    [VERSION_KEY, FORMAT_VERSION],
    [HEADER_KEY, encodeHeader(tape)],
    [SEAL_KEY, UNSEALED],
  ]);
  const types = columnTypes();
  const fields = COLUMNS.map((name, i) => new Field(name, types[i]!, false));
  const children = COLUMNS.map((name, i) =>
    makeData({ type: types[i]!, length: tape.rows, data: tape[name] } as never),
  ) as Data[];
  const struct = makeData({ type: new Struct(fields), length: tape.rows, children, nullCount: 0 });
  const schema = new Schema(fields, metadata);
  const table = new Table(schema, [new RecordBatch(schema, struct)]);
  const { buffer, byteOffset, byteLength } = tableToIPC(table, 'file');
  const bytes = Buffer.from(buffer, byteOffset, byteLength);
  seal(bytes);
  return bytes;
}

export async function writeArrowFile(file: string, tape: Tape): Promise<void> {
  await writeFile(file, encodeTape(tape));
}

/** The tape of an Arrow file. Throws `DataError`. */
export async function readArrowFile(file: string): Promise<Tape> {
  return decodeTape(file, await readFile(file));
}

/** `file` only names the bytes in errors. The columns are views of `bytes`. */
export function decodeTape(file: string, bytes: Buffer): Tape {
  const state = checkSeal(bytes);
  if (state === 'not-sealed') {
    throw new DataError(file, null, {
      what: 'not a whole Arrow file of ours',
      fix: 'Make it with "squall data import FILE… --out FILE.arrow"',
    });
  }
  if (state === 'damaged') throw damaged(file, 'its checksum is wrong');
  const table = tableFromIPC(bytes);
  const { metadata } = table.schema;
  const version = metadata.get(VERSION_KEY);
  if (version !== FORMAT_VERSION) {
    throw new DataError(file, null, {
      what: `tape version ${String(version)}, this build reads ${FORMAT_VERSION}`,
      fix: 'Import the original files again',
    });
  }
  const header = decodeHeader(metadata.get(HEADER_KEY) ?? '');
  if (header === null) throw damaged(file, 'its header cannot be read');
  return { ...header, ...columnsOf(file, table, header.rows) };
}

function columnsOf(file: string, table: Table, rows: number): Columns {
  const types = columnTypes();
  const columns = new Map<string, unknown>();
  COLUMNS.forEach((name, i) => {
    const chunks = table.getChild(name)?.data;
    const values: unknown = chunks?.length === 1 ? chunks[0]?.values : undefined;
    const typed = types[i]!.ArrayType as new () => Column;
    if (!(values instanceof typed) || values.length < rows) {
      throw damaged(file, `column ${name} is not there`);
    }
    columns.set(name, values.subarray(0, rows));
  });
  return Object.fromEntries(columns) as unknown as Columns;
}

const damaged = (file: string, what: string): DataError =>
  new DataError(file, null, {
    what: `the Arrow file is damaged: ${what}`,
    fix: 'Import the original files again',
  });
