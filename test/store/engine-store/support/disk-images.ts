/**
 * What may lie on a disk after a loss of power, or after damage: images made of recorded files. `mustOpen`: the disk kept what it was told to keep, so that
 * refusing the image would be wrong, too.
 */
import type { Moment, RecordedDisk, Stretch } from './recorded-disk.js';

export interface DiskImage {
  readonly kind: string;
  /** Null = not there. */
  readonly db: Buffer | null;
  readonly wal: Buffer | null;
  readonly head: Buffer | null;
  readonly shm?: Buffer;
  readonly acknowledged: number;
  readonly mustOpen: boolean;
}

const WAL_HEADER = 32;
const PAGE = 4_096;
const FRAME = PAGE + 24;
/** Behind a frame's boundary: inside its header, at its page, inside the page, one byte short. */
const OFFSETS = [0, 1, 24, 124, 4_119];

const lastOf = ({ moments }: Stretch): Moment => moments.at(-1)!;

const imageOf = (db: Buffer, { wal, head, acknowledged }: Moment) => ({
  db,
  wal,
  head,
  acknowledged,
});

export function* diskImages(disk: RecordedDisk): Generator<DiskImage> {
  yield* cutWals(disk.first);
  yield* writtenOver(disk.second);
  yield* damagedWals(disk.first);
  yield* damagedDatabases(disk);
  yield* checkpoints(disk);
  yield* heads(disk.first);
  yield* mixedFiles(disk);
}

/** F:DSK4, F:DSK5: the tail of the WAL is gone, or full of zeros or of what lay there before. */
function* cutWals(stretch: Stretch): Generator<DiskImage> {
  const { db, moments } = stretch;
  const { wal: whole } = lastOf(stretch);
  for (const moment of moments) {
    for (const cut of cutsOf(whole.length)) {
      const kept = whole.subarray(0, cut);
      const mustOpen = cut >= moment.syncedBytes;
      const image = { ...imageOf(db, moment), mustOpen };
      yield { ...image, kind: 'WAL cut', wal: kept };
      // Zeros and remains only where somebody was writing: just behind what was synced.
      if (cut < moment.wal.length || cut > moment.wal.length + 2 * FRAME) continue;
      const rest = Math.min(whole.length, cut + FRAME) - cut;
      yield {
        ...image,
        kind: 'WAL cut, then zeros',
        wal: Buffer.concat([kept, Buffer.alloc(rest)]),
      };
      yield {
        ...image,
        kind: 'WAL cut, then remains',
        wal: Buffer.concat([kept, whole.subarray(0, rest)]),
      };
    }
  }
}

function* cutsOf(bytes: number): Generator<number> {
  yield 0;
  for (let at = 0; at <= bytes; at = at === 0 ? WAL_HEADER : at + FRAME)
    for (const offset of OFFSETS) if (at + offset <= bytes && at + offset > 0) yield at + offset;
}

/** F:DSK4: a WAL that begins again over the one before, cut short anywhere on the way. */
function* writtenOver(stretch: Stretch): Generator<DiskImage> {
  const { db, moments } = stretch;
  for (const [index, moment] of moments.entries()) {
    const next = moments[index + 1];
    if (next === undefined) return;
    for (const cut of cutsOf(next.wal.length)) {
      const wal = Buffer.concat([next.wal.subarray(0, cut), moment.wal.subarray(cut)]);
      yield {
        ...imageOf(db, moment),
        kind: 'WAL begun again, cut',
        wal,
        mustOpen: moment.syncedBytes > 0,
      };
    }
  }
}

/** F:DSK6: zeroed pages and frames, flipped bits. */
function* damagedWals({ db, moments }: Stretch): Generator<DiskImage> {
  const last = moments.at(-1)!;
  for (let at = WAL_HEADER; at < last.wal.length; at += FRAME) {
    for (const moment of [last, moments[Math.floor(moments.length / 2)]!]) {
      const mustOpen = at >= moment.syncedBytes;
      const image = { ...imageOf(db, moment), mustOpen };
      yield { ...image, kind: 'WAL page zeroed', wal: zeroed(last.wal, at + 24, PAGE) };
      yield { ...image, kind: 'WAL frame zeroed', wal: zeroed(last.wal, at, FRAME) };
      for (const byte of [0, 5, 9, 17, 24, 300, 2_000, FRAME - 1])
        yield { ...image, kind: 'WAL bit flipped', wal: flipped(last.wal, at + byte) };
    }
  }
  for (let byte = 0; byte < WAL_HEADER; byte += 1)
    yield {
      ...imageOf(db, last),
      mustOpen: false,
      kind: 'WAL bit flipped',
      wal: flipped(last.wal, byte),
    };
}

/** F:DSK6: the same in the database, where a checkpoint has brought the blocks home. */
function* damagedDatabases({ second }: RecordedDisk): Generator<DiskImage> {
  const { db, moments } = second;
  for (const moment of [moments[0]!, moments.at(-1)!]) {
    const image = { ...imageOf(db, moment), mustOpen: false };
    for (let at = 0; at < db.length; at += PAGE) {
      yield { ...image, kind: 'page zeroed', db: zeroed(db, at, PAGE) };
      yield { ...image, kind: 'page lost', db: db.subarray(0, at) };
      if (at + PAGE < db.length)
        yield { ...image, kind: 'page of another place', db: copied(db, at + PAGE, at) };
    }
    for (let byte = 0; byte < 100; byte += 1)
      yield { ...image, kind: 'bit flipped', db: flipped(db, byte) };
    for (let byte = 100; byte < db.length; byte += 37)
      yield { ...image, kind: 'bit flipped', db: flipped(db, byte) };
  }
}

/** F:DSK13: the power goes while a checkpoint writes pages home, in order and torn, or in any order. The WAL is whole. */
function* checkpoints({ first, second }: RecordedDisk): Generator<DiskImage> {
  const last = lastOf(first);
  const image = { ...imageOf(first.db, last), mustOpen: last.syncedBytes > 0 };
  const before = Buffer.concat([
    first.db,
    Buffer.alloc(Math.max(0, second.db.length - first.db.length)),
  ]);
  for (let at = 0; at < second.db.length; at += 512) {
    const done = second.db.subarray(0, at);
    yield { ...image, kind: 'checkpoint cut', db: Buffer.concat([done, first.db.subarray(at)]) };
    yield { ...image, kind: 'checkpoint cut', db: Buffer.concat([done, before.subarray(at)]) };
  }
  for (let pages = 1; pages < 256; pages += 1) {
    const mixed = Buffer.from(before);
    for (let at = 0; at < mixed.length; at += PAGE)
      if ((((pages * 167) >> ((at / PAGE) % 8)) & 1) === 1)
        second.db.copy(mixed, at, at, at + PAGE);
    yield { ...image, kind: 'checkpoint cut', db: mixed };
  }
}

/** F:DSK5, F:DSK6: the head, torn as it was written, or damaged. */
function* heads({ db, moments }: Stretch): Generator<DiskImage> {
  for (const [index, moment] of moments.entries()) {
    const next = moments[index + 1];
    const image = { ...imageOf(db, moment), mustOpen: moment.syncedBytes > 0 };
    yield { ...image, kind: 'head gone', head: null, mustOpen: false };
    if (next === undefined) return;
    for (let cut = 0; cut < next.head.length; cut += cut % PAGE < 512 ? 16 : 512) {
      const head = Buffer.concat([next.head.subarray(0, cut), moment.head.subarray(cut)]);
      yield { ...image, kind: 'head torn', wal: next.wal, head };
    }
    for (let byte = 0; byte < 2 * PAGE; byte += byte % PAGE < 200 ? 11 : 1_024)
      yield { ...image, kind: 'head bit flipped', head: flipped(moment.head, byte) };
  }
}

/** F:DSK7: files that do not belong together, or are not there. */
function* mixedFiles({ first, second }: RecordedDisk): Generator<DiskImage> {
  for (const { db, moments } of [first, second]) {
    for (const moment of moments) {
      const image = imageOf(db, moment);
      yield { ...image, kind: '-wal gone', wal: null, mustOpen: false };
      yield { ...image, kind: 'database gone', db: null, mustOpen: false };
      for (const other of [moments[0]!, moments.at(-1)!]) {
        const mustOpen = moment.syncedBytes > 0;
        yield { ...image, kind: '-shm of another time', shm: other.shm, mustOpen };
        yield { ...image, kind: '-shm of zeros', shm: Buffer.alloc(other.shm.length), mustOpen };
      }
      for (const { moments: others } of [first, second])
        for (const other of others)
          yield { ...image, kind: '-wal of another time', wal: other.wal, mustOpen: false };
      for (const stretch of [first, second])
        yield { ...image, kind: 'database of another time', db: stretch.db, mustOpen: false };
    }
  }
}

function zeroed(bytes: Buffer, at: number, length: number): Buffer {
  const damaged = Buffer.from(bytes);
  damaged.fill(0, at, at + length);
  return damaged;
}

function copied(bytes: Buffer, from: number, to: number): Buffer {
  const damaged = Buffer.from(bytes);
  bytes.copy(damaged, to, from, from + PAGE);
  return damaged;
}

/** Which bit of the byte follows from where it is. */
function flipped(bytes: Buffer, at: number): Buffer {
  const damaged = Buffer.from(bytes);
  damaged[at]! ^= 1 << ((at * 5) % 8);
  return damaged;
}
