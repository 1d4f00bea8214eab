/**
 * Tapes as Apache Arrow IPC files: one record batch, one column each; what is read back are typed arrays over the file's
 * own bytes. The header stands in the schema's metadata, with a version and a checksum of itself and of each column, so
 * that a damaged file is refused instead of replayed.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import {
  type Data,
  type DataType,
  Field,
  Float64,
  Int32,
  RecordBatch,
  Schema,
  Struct,
  type Table as ArrowTable,
  Table,
  Uint8,
  makeData,
  tableFromIPC,
  tableToIPC,
} from 'apache-arrow';
import type { Tape } from '../sim/tape/tape.js';
import { DataError } from './data-error.js';
import { decodeHeader, encodeHeader } from './tape-header.js';

const FORMAT_VERSION = '1';
const KEY = {
  version: 'squall.tapeVersion',
  header: 'squall.header',
  headerCrc: 'squall.headerCrc32',
  columnCrc: 'squall.columnCrc32',
} as const;

type Column = Float64Array | Uint8Array | Int32Array;
const COLUMNS = ['time', 'kind', 'price', 'quantity', 'delay'] as const;

const columnTypes = (): readonly DataType[] => [
  new Float64(),
  new Uint8(),
  new Int32(),
  new Float64(),
  new Int32(),
];

const crcOf = (column: Column): number =>
  crc32(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));

/** The file's bytes. Same tape, same bytes. */
export function encodeTape(tape: Tape): Uint8Array {
  const header = encodeHeader(tape);
  const metadata = new Map([
    [KEY.version, FORMAT_VERSION],
    [KEY.header, header],
    [KEY.headerCrc, String(crc32(header))],
    [KEY.columnCrc, COLUMNS.map((name) => crcOf(tape[name])).join(',')],
  ]);
  const types = columnTypes();
  const fields = COLUMNS.map((name, i) => new Field(name, types[i]!, false));
  const children = COLUMNS.map((name, i) =>
    makeData({ type: types[i]!, length: tape.rows, data: tape[name] } as never),
  ) as Data[];
  const struct = makeData({ type: new Struct(fields), length: tape.rows, children, nullCount: 0 });
  const schema = new Schema(fields, metadata);
  return tableToIPC(new Table(schema, [new RecordBatch(schema, struct)]), 'file');
}

export async function writeArrowFile(file: string, tape: Tape): Promise<void> {
  await writeFile(file, encodeTape(tape));
}

/** The tape of an Arrow file. Throws `DataError`. */
export async function readArrowFile(file: string): Promise<Tape> {
  return decodeTape(file, await readFile(file));
}

/** `file` only names the bytes in errors. The columns are views of `bytes`. */
export function decodeTape(file: string, bytes: Uint8Array): Tape {
  const table = parse(file, bytes);
  const metadata = table.schema.metadata;
  const version = metadata.get(KEY.version);
  if (version === undefined) {
    throw new DataError(file, null, {
      what: 'an Arrow file, but not one of ours',
      fix: 'Make it with "squall data import FILE… --out FILE.arrow"',
    });
  }
  if (version !== FORMAT_VERSION) {
    throw new DataError(file, null, {
      what: `tape version ${version}, this build reads ${FORMAT_VERSION}`,
      fix: 'Import the original files again',
    });
  }
  const text = metadata.get(KEY.header) ?? '';
  if (String(crc32(text)) !== metadata.get(KEY.headerCrc)) throw damaged(file, 'the header');
  const header = decodeHeader(text);
  if (header === null) throw damaged(file, 'the header');
  const columns = columnsOf(file, table, header.rows);
  const crcs = (metadata.get(KEY.columnCrc) ?? '').split(',');
  COLUMNS.forEach((name, i) => {
    if (String(crcOf(columns[name])) !== crcs[i]) throw damaged(file, `column ${name}`);
  });
  return { ...header, ...columns };
}

function parse(file: string, bytes: Uint8Array): ArrowTable {
  try {
    return tableFromIPC(bytes);
  } catch {
    // Whatever the library stumbles over inside, the user's finding is the same.
    throw damaged(file, 'its structure cannot be followed');
  }
}

type Columns = Pick<Tape, (typeof COLUMNS)[number]>;

function columnsOf(file: string, table: ArrowTable, rows: number): Columns {
  const types = columnTypes();
  const columns = new Map<string, unknown>();
  COLUMNS.forEach((name, i) => {
    const chunks = table.getChild(name)?.data;
    const values: unknown = chunks?.length === 1 ? chunks[0]?.values : undefined;
    const typed = types[i]!.ArrayType as new () => Column;
    if (!(values instanceof typed) || values.length < rows) throw damaged(file, `column ${name}`);
    columns.set(name, values.subarray(0, rows));
  });
  return Object.fromEntries(columns) as unknown as Columns;
}

const damaged = (file: string, what: string): DataError =>
  new DataError(file, null, {
    what: `the Arrow file is damaged: ${what}`,
    fix: 'Import the original files again',
  });
