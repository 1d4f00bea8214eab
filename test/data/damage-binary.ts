/**
 * Damage to hftbacktest arrays and to our own Arrow files.
 */
import { encodeTape } from '../../src/data/arrow-file.js';
import { randomWalkTape } from '../../src/sim/market/random-walk.js';
import { RandomStreams } from '../../src/sim/random/random.js';
import type { DamagedFiles } from './damage.js';
import type { Below } from './damage-raw.js';
import {
  EVENT,
  type EventRecord,
  FLAG,
  bytesOf,
  eventRecords,
  gzip,
  npyBytes,
  npzBytes,
  zip,
  zip64,
} from './format-writers.js';
import { makeSession } from './session.js';

type Write = (records: EventRecord[], below: Below) => Uint8Array;

/** A record somewhere behind the snapshot, changed. */
const record =
  (change: (record: EventRecord) => Partial<EventRecord>): Write =>
  (records, below) => {
    const at = 60 + below(records.length - 60);
    return npzBytes(records.with(at, { ...records[at]!, ...change(records[at]!) }));
  };

const REJECTED: readonly (readonly [string, Write])[] = [
  ['a price that is NaN', record(() => ({ price: NaN }))],
  ['an infinite quantity', record(() => ({ quantity: Infinity }))],
  ['a negative quantity', record(() => ({ quantity: -1 }))],
  ['a price that is no decimal', record(() => ({ price: 61_800.1 + Math.PI / 1e6 }))],
  ['both sides', record(({ event }) => ({ event: (event | FLAG.buy | FLAG.sell) >>> 0 }))],
  ['orders of an L3 feed', record(({ event }) => ({ event: event - (event & 0xff) + 10 }))],
  [
    'exchange times that go back',
    record(({ exchangeNanos }) => ({ exchangeNanos: exchangeNanos - 60_000_000_000n })),
  ],
  ['a time of 1970', record(() => ({ exchangeNanos: 5n }))],
  [
    'no snapshot',
    (records) => npzBytes(records.filter(({ event }) => (event & 0xff) < EVENT.clear)),
  ],
  [
    'fewer rows than announced',
    (records) => npzBytes(records, { shape: `(${records.length + 3},)` }),
  ],
  [
    'more rows than announced',
    (records) => npzBytes(records, { shape: `(${records.length - 3},)` }),
  ],
  [
    'another record type',
    (records) => npzBytes(records, { description: "[('ev', '<u8'), ('px', '<f4')]" }),
  ],
  ['an archive cut short', (records) => npzBytes(records).slice(0, -200)],
  [
    'an archive with a damaged block',
    (records) => npzBytes(records).map((byte, i) => (i > 3_000 && i < 3_010 ? byte ^ 0xff : byte)),
  ],
  ['a stored archive with a changed byte nobody reads', (records) => withChangedOrderId(records)],
  [
    'two arrays in the archive',
    (records) => zip({ 'a.npy': npyBytes(records), 'b.npy': npyBytes(records) }),
  ],
  ['a zip64 cut short', (records) => zip64('data.npy', npyBytes(records)).slice(0, -30)],
  [
    'a zip64 whose sizes are wrong',
    (records) => {
      const bytes = Buffer.from(zip64('data.npy', npyBytes(records)));
      const field = bytes.lastIndexOf(Buffer.from([1, 0, 28, 0]));
      bytes.writeBigUInt64LE(2n ** 45n, field + 4);
      return bytes;
    },
  ],
  ['an archive of something else', () => zip({ 'data.npy': bytesOf('hello, world\n') })],
];

/** Byte 40 of the first record is of its order id: only the archive's checksum can tell. */
function withChangedOrderId(records: EventRecord[]): Uint8Array {
  const array = npyBytes(records);
  const archive = Buffer.from(zip({ 'data.npy': array }, 0));
  const at = archive.indexOf(array) + array.length - records.length * 64 + 40;
  archive[at] = 1;
  return archive;
}

/** The copy of a row in the order of receipt. */
const localOnly = (row: EventRecord): EventRecord => ({ ...row, event: row.event - FLAG.exchange });

const EQUAL: readonly (readonly [string, Write])[] = [
  ['a stored archive', (records) => zip({ 'data.npy': npyBytes(records) }, 0)],
  ['a zip64', (records) => zip64('data.npy', npyBytes(records))],
  ['a bare array', (records) => npyBytes(records)],
  [
    'rows of the local clock among them',
    (records) =>
      npzBytes(records.flatMap((row, i) => (i % 5 === 0 ? [row, localOnly(row)] : [row]))),
  ],
  [
    'kinds of events we do not know',
    (records) =>
      npzBytes(
        records.flatMap((row, i) =>
          i % 7 === 6 ? [row, { ...row, event: row.event - (row.event & 0xff) + 5 }] : [row],
        ),
      ),
  ],
];

export function npzCases(seed: number, below: Below): DamagedFiles[] {
  const made = (cases: readonly (readonly [string, Write])[], label: DamagedFiles['label']) =>
    cases.map(([name, write], i): DamagedFiles => {
      const session = makeSession({
        seed: seed + 500 + i,
        durationSeconds: 12,
        jitterMicros: 30_000,
      });
      const records = eventRecords(session);
      const files = new Map([['market.npz', write(records, below)]]);
      return {
        name: `npz: ${name}`,
        label,
        files,
        baseline: new Map([['market.npz', npzBytes(records)]]),
      };
    });
  return [...made(REJECTED, 'must-reject'), ...made(EQUAL, 'must-equal')];
}

const VERSION_KEY = 'squall.tapeVersion';

const ARROW_REJECTED: readonly (readonly [
  string,
  (bytes: Uint8Array, below: Below) => Uint8Array,
])[] = [
  ['cut in the middle', (bytes) => bytes.slice(0, bytes.length / 2)],
  [
    'a changed bit in a column',
    (bytes, below) => bytes.map((byte, i) => (i === 4_000 ? byte ^ (1 << below(8)) : byte)),
  ],
  [
    'not ours',
    (bytes) =>
      Buffer.from(
        Buffer.from(bytes).toString('latin1').replaceAll(VERSION_KEY, 'sombrero.tapeSize.'),
        'latin1',
      ),
  ],
  ['packed', (bytes) => gzip(bytes)],
];

export function arrowCases(seed: number, below: Below): DamagedFiles[] {
  return ARROW_REJECTED.map(([name, change], i): DamagedFiles => {
    const streams = new RandomStreams(seed + 700 + i);
    const bytes = encodeTape(randomWalkTape(streams.of('market'), { durationSeconds: 12 }));
    const files = new Map([['market.arrow', change(bytes, below)]]);
    return {
      name: `arrow: ${name}`,
      label: 'must-reject',
      files,
      baseline: new Map([['market.arrow', bytes]]),
    };
  });
}
