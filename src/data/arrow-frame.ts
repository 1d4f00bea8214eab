/**
 * The bytes of a tape as an Arrow IPC file, and where the columns stand in them. A file is written by the Arrow library and
 * never read by it: one forged byte sends its reader into an endless loop. What is written is known to the byte instead, so a
 * file of one row with the same metadata shows where the columns of any number of rows begin.
 */
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

export const COLUMNS = ['time', 'kind', 'price', 'quantity', 'delay'] as const;
export type Columns = Pick<Tape, (typeof COLUMNS)[number]>;
export type Metadata = ReadonlyMap<string, string>;

const columnTypes = (): readonly DataType[] => [
  new Float64(),
  new Uint8(),
  new Int32(),
  new Float64(),
  new Int32(),
];

/** Same columns and metadata, same bytes. */
export function frameOf(columns: Columns, metadata: Metadata): Buffer {
  const types = columnTypes();
  const { length } = columns.time;
  const fields = COLUMNS.map((name, i) => new Field(name, types[i]!, false));
  const children = COLUMNS.map((name, i) =>
    makeData({ type: types[i]!, length, data: columns[name] } as never),
  ) as Data[];
  const struct = makeData({ type: new Struct(fields), length, children, nullCount: 0 });
  const schema = new Schema(fields, new Map(metadata));
  const table = new Table(schema, [new RecordBatch(schema, struct)]);
  const { buffer, byteOffset, byteLength } = tableToIPC(table, 'file');
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** A file of one row with the metadata. */
export interface Frame {
  readonly bytes: Buffer;
  /** Where the first column begins: what stands before it tells the columns and the metadata. */
  readonly bodyStart: number;
  /** Every column begins at a multiple of it. */
  readonly alignment: number;
}

const filled = (length: number): Columns => ({
  time: new Float64Array(length).fill(1),
  kind: new Uint8Array(length).fill(1),
  price: new Int32Array(length).fill(1),
  quantity: new Float64Array(length).fill(1),
  delay: new Int32Array(length).fill(1),
});

/** Of ours: the library's reader is safe on what its writer has just written. */
export function exampleFrame(metadata: Metadata): Frame {
  const bytes = frameOf(filled(1), metadata);
  const table = tableFromIPC(bytes);
  const startOf = (name: string): number => {
    const values = table.getChild(name)?.data[0]?.values as Uint8Array;
    return values.byteOffset - bytes.byteOffset;
  };
  const bodyStart = startOf('time');
  return { bytes, bodyStart, alignment: startOf('kind') - bodyStart };
}

const padded = (bytes: number, { alignment }: Frame): number =>
  Math.ceil(bytes / alignment) * alignment;

/**
 * The columns as views of `bytes`, which begins at a multiple of eight; null where a file of so many rows, at least one,
 * is not as long as this one.
 */
export function columnsAt(bytes: Buffer, frame: Frame, rows: number): Columns | null {
  const widths = Object.values(filled(0)).map(
    (column: { readonly BYTES_PER_ELEMENT: number }) => column.BYTES_PER_ELEMENT,
  );
  const starts: number[] = [];
  let end = frame.bodyStart;
  for (const width of widths) {
    starts.push(end);
    end += padded(width * rows, frame);
  }
  const example = widths.reduce((sum, width) => sum + padded(width, frame), frame.bodyStart);
  const tail = frame.bytes.length - example;
  if (bytes.length !== end + tail) return null;
  const at = (column: number): number => bytes.byteOffset + starts[column]!;
  const { buffer } = bytes;
  return {
    time: new Float64Array(buffer, at(0), rows),
    kind: new Uint8Array(buffer, at(1), rows),
    price: new Int32Array(buffer, at(2), rows),
    quantity: new Float64Array(buffer, at(3), rows),
    delay: new Int32Array(buffer, at(4), rows),
  };
}
