/**
 * Writes a session in each file format we import. Only what the importers need to be tested: not for users.
 */
import { crc32, gzipSync } from 'node:zlib';
import { type ZipOptions, zipSync } from 'fflate';
import type { DepthEvent, Level, Session, SessionEvent, TradeEvent } from './session.js';

export type RawVenue = 'spot' | 'usdm' | 'coinm';

export const bytesOf = (text: string): Uint8Array => Buffer.from(text);
export const gzip = (bytes: Uint8Array): Uint8Array => gzipSync(bytes);

/** Lines of a Binance stream log, without line ends. */
export function rawLines({ symbol, events }: Session, venue: RawVenue): string[] {
  return events.map(
    (event) => `${event.received}000 ${JSON.stringify(rawMessage(symbol, event, venue))}`,
  );
}

export const rawText = (session: Session, venue: RawVenue): string =>
  `${rawLines(session, venue).join('\n')}\n`;

function rawMessage(symbol: string, event: SessionEvent, venue: RawVenue): object {
  const pad = (text: string): string =>
    venue === 'spot' ? text.padEnd(text.indexOf('.') + 9, '0') : text;
  const side = (levels: readonly Level[]) =>
    levels.map(([price, quantity]) => [pad(price), pad(quantity)]);
  const lower = symbol.toLowerCase();
  const E = event.time / 1_000 + (venue === 'spot' ? 0 : 3);
  const T = venue === 'spot' ? {} : { T: event.time / 1_000 };
  const pair = venue === 'coinm' ? { ps: symbol.split('_')[0] } : {};
  if (event.kind === 'trade') {
    const { id: t, sold: m } = event;
    const fields = {
      s: symbol,
      t,
      p: pad(event.price),
      q: pad(event.quantity),
      T: event.time / 1_000,
    };
    const why = venue === 'spot' ? { M: true } : { X: 'MARKET' };
    return { stream: `${lower}@trade`, data: { e: 'trade', E, ...fields, ...why, m } };
  }
  const [b, a] = [side(event.bids), side(event.asks)];
  if (event.kind === 'snapshot') return { lastUpdateId: event.lastId, bids: b, asks: a };
  const ids = {
    U: event.firstId,
    u: event.lastId,
    ...(venue === 'spot' ? {} : { pu: event.previousId }),
  };
  return {
    stream: `${lower}@depth@${venue === 'spot' ? '100ms' : '0ms'}`,
    data: { e: 'depthUpdate', E, ...T, s: symbol, ...pair, ...ids, b, a },
  };
}

/** What follows the snapshot in the other formats: the early diff is not in them. */
function synchronised(events: readonly SessionEvent[]): readonly SessionEvent[] {
  const snapshot = events.findIndex(({ kind }) => kind === 'snapshot');
  return events.filter((event, i) => event.kind === 'trade' || i >= snapshot);
}

const TARDIS_LEVELS_HEADER =
  'exchange,symbol,timestamp,local_timestamp,is_snapshot,side,price,amount';
const TARDIS_TRADES_HEADER = 'exchange,symbol,timestamp,local_timestamp,id,side,price,amount';

export function tardisLevelLines(
  { symbol, events }: Session,
  exchange = 'binance-futures',
): string[] {
  const rows = synchronised(events)
    .filter((event): event is DepthEvent => event.kind !== 'trade')
    .flatMap(({ kind, time, received, bids, asks }) => {
      const row =
        (side: string) =>
        ([price, quantity]: Level) =>
          `${exchange},${symbol},${time},${received},${kind === 'snapshot'},${side},${price},${quantity}`;
      return [...bids.map(row('bid')), ...asks.map(row('ask'))];
    });
  return [TARDIS_LEVELS_HEADER, ...rows];
}

export function tardisTradeLines(
  { symbol, events }: Session,
  exchange = 'binance-futures',
): string[] {
  const rows = events
    .filter((event): event is TradeEvent => event.kind === 'trade')
    .map(
      ({ time, received, id, sold, price, quantity }) =>
        `${exchange},${symbol},${time},${received},${id},${sold ? 'sell' : 'buy'},${price},${quantity}`,
    );
  return [TARDIS_TRADES_HEADER, ...rows];
}

/** One hftbacktest record before it is packed. */
export interface EventRecord {
  readonly event: number;
  readonly exchangeNanos: bigint;
  readonly localNanos: bigint;
  readonly price: number;
  readonly quantity: number;
}

export const EVENT = { depth: 1, trade: 2, clear: 3, snapshot: 4 } as const;
export const FLAG = {
  exchange: 0x80000000,
  local: 0x40000000,
  buy: 0x20000000,
  sell: 0x10000000,
} as const;
const BOTH = FLAG.exchange + FLAG.local;

/** The venue's order, every row valid for both clocks. hftbacktest shifts the local clock so that no latency is negative. */
export function eventRecords({ events }: Session): EventRecord[] {
  const kept = synchronised(events);
  const behind = Math.max(...kept.map(({ time, received }) => time - received));
  const ordered = kept
    .map((event, i) => ({ event, i }))
    .sort((x, y) => (x.event.time === y.event.time ? x.i - y.i : x.event.time - y.event.time));
  return ordered.flatMap(({ event }) => {
    const times = {
      exchangeNanos: BigInt(event.time) * 1_000n,
      localNanos: BigInt(event.received + behind) * 1_000n,
    };
    const record = (kind: number, buy: boolean, [price, quantity]: Level): EventRecord => ({
      event: kind + BOTH + (buy ? FLAG.buy : FLAG.sell),
      ...times,
      price: Number(price),
      quantity: Number(quantity),
    });
    if (event.kind === 'trade')
      return [record(EVENT.trade, !event.sold, [event.price, event.quantity])];
    const kind = event.kind === 'snapshot' ? EVENT.snapshot : EVENT.depth;
    const clears =
      event.kind === 'snapshot'
        ? [
            record(EVENT.clear, true, event.bids.at(-1)!),
            record(EVENT.clear, false, event.asks.at(-1)!),
          ]
        : [];
    return [
      ...clears,
      ...event.bids.map((level) => record(kind, true, level)),
      ...event.asks.map((level) => record(kind, false, level)),
    ];
  });
}

const NPY_DESCRIPTION =
  "[('ev', '<u8'), ('exch_ts', '<i8'), ('local_ts', '<i8'), ('px', '<f8'), ('qty', '<f8'), " +
  "('order_id', '<u8'), ('ival', '<i8'), ('fval', '<f8')]";

export interface NpyOptions {
  readonly description?: string;
  readonly shape?: string;
  readonly fortran?: boolean;
}

export function npyBytes(records: readonly EventRecord[], options: NpyOptions = {}): Uint8Array {
  const {
    description = NPY_DESCRIPTION,
    shape = `(${records.length},)`,
    fortran = false,
  } = options;
  const dictionary = `{'descr': ${description}, 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${shape}, }`;
  const padded = `${dictionary.padEnd(Math.ceil((dictionary.length + 11) / 64) * 64 - 11)}\n`;
  const header = Buffer.alloc(10 + padded.length);
  header.write('\x93NUMPY\x01\x00', 'latin1');
  header.writeUInt16LE(padded.length, 8);
  header.write(padded, 10, 'latin1');
  const body = Buffer.alloc(records.length * 64);
  records.forEach(({ event, exchangeNanos, localNanos, price, quantity }, i) => {
    const at = i * 64;
    body.writeBigUInt64LE(BigInt(event), at);
    body.writeBigInt64LE(exchangeNanos, at + 8);
    body.writeBigInt64LE(localNanos, at + 16);
    body.writeDoubleLE(price, at + 24);
    body.writeDoubleLE(quantity, at + 32);
  });
  return Buffer.concat([header, body]);
}

/** A zip whose bytes are the same on every run. */
export function zip(
  entries: Record<string, Uint8Array>,
  level: ZipOptions['level'] = 6,
): Uint8Array {
  return zipSync(entries, { level, mtime: '2024-01-01T12:00:00' });
}

const ZIP64 = { version: 45, field: 1, narrow: 0xffffffff } as const;

/** One stored file in a zip64: sizes and places only in the 64-bit fields, the 32-bit ones say "look there". */
export function zip64(name: string, bytes: Uint8Array): Uint8Array {
  const sum = crc32(bytes);
  const sizes = [BigInt(bytes.length), BigInt(bytes.length)];
  const local = [
    le(4, 0x04034b50, [2, ZIP64.version], [2, 0], [2, 0], [4, 0], [4, sum], [4, ZIP64.narrow]),
    le(4, ZIP64.narrow, [2, name.length], [2, 20]),
    ...[bytesOf(name), extra(sizes), bytes],
  ];
  const centralAt = lengthOf(local);
  const central = [
    le(4, 0x02014b50, [2, ZIP64.version], [2, ZIP64.version], [2, 0], [2, 0], [4, 0], [4, sum]),
    le(4, ZIP64.narrow, [4, ZIP64.narrow], [2, name.length], [2, 28], [2, 0], [2, 0], [2, 0]),
    ...[le(4, 0, [4, ZIP64.narrow]), bytesOf(name), extra([...sizes, 0n])],
  ];
  const endAt = centralAt + lengthOf(central);
  const end = [
    le(4, 0x06064b50, [8, 44n], [2, ZIP64.version], [2, ZIP64.version], [4, 0], [4, 0], [8, 1n]),
    le(8, 1n, [8, BigInt(endAt - centralAt)], [8, BigInt(centralAt)]),
    le(4, 0x07064b50, [4, 0], [8, BigInt(endAt)], [4, 1]),
    le(4, 0x06054b50, [2, 0], [2, 0], [2, 0xffff], [2, 0xffff], [4, ZIP64.narrow]),
    le(4, ZIP64.narrow, [2, 0]),
  ];
  return Buffer.concat([...local, ...central, ...end]);
}

type Field = readonly [bytes: 2 | 4 | 8, value: number | bigint];

/** Little-endian fields in a row. */
function le(bytes: Field[0], value: Field[1], ...rest: readonly Field[]): Buffer {
  const fields: readonly Field[] = [[bytes, value], ...rest];
  return Buffer.concat(
    fields.map(([length, each]) => {
      const field = Buffer.alloc(8);
      field.writeBigUInt64LE(BigInt(each));
      return field.subarray(0, length);
    }),
  );
}

const extra = (values: readonly bigint[]): Buffer =>
  Buffer.concat([
    le(2, ZIP64.field, [2, 8 * values.length]),
    ...values.map((value) => le(8, value)),
  ]);
const lengthOf = (parts: readonly Uint8Array[]): number =>
  parts.reduce((sum, part) => sum + part.length, 0);

export const npzBytes = (records: readonly EventRecord[], options?: NpyOptions): Uint8Array =>
  zip({ 'data.npy': npyBytes(records, options) });
