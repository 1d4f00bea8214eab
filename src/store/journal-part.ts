/**
 * A stretch of a journal as it is stored: the texts of its blocks, one a line, deflated. A part carries the hash before
 * its first block, so that it can be read and checked alone, and four bytes of each block's own hash, so that damage is
 * found to the block.
 *
 * Invariants: 1. Blocks of a part follow each other without a hole, parts of a journal too. 2. A hash read back is computed
 * from the text, never taken as stored.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { sha256Chain } from '../core/ground/digest.js';
import type { BlockText } from '../core/state/journal-block.js';

/** The shapes of inputs and entries that this build writes and reads; an older journal would be misread. */
export const JOURNAL_FORMAT = 3;

export interface JournalPart {
  readonly firstSeq: number;
  /** How many. */
  readonly blocks: number;
  /** Hash of the block before the first; the chain's beginning for the first part. */
  readonly previousHash: string;
  /** The first four bytes of the hash of each block. */
  readonly marks: Uint8Array;
  /** Raw deflate of the texts, UTF-8, each followed by a line feed. */
  readonly bytes: Uint8Array;
}

/** A block as stored. */
export interface StoredBlock extends BlockText {
  /** False when this is not the text that was written. */
  readonly intact: boolean;
}

/** Of each hash, in a part's `marks`. */
export const MARK_BYTES = 4;
const MARK_DIGITS = 2 * MARK_BYTES;
/** Fast and nearly as small as the others: a journal repeats itself at short distances. */
const LEVEL = 1;
/** What zlib hands out at once; most parts fit in one. */
const CHUNK = 64 * 1_024;

export const deflated = (bytes: Uint8Array | string): Uint8Array =>
  // Its own memory, so that it can be handed to another thread.
  new Uint8Array(deflateRawSync(bytes, { level: LEVEL, chunkSize: CHUNK }));

export const inflated = (bytes: Uint8Array): string => inflateRawSync(bytes).toString('utf8');

const CODE_0 = 48;
const CODE_A = 97;
const digitOf = (code: number): number => (code < CODE_A ? code - CODE_0 : code - CODE_A + 10);

/** Writes the mark of a block's `hash`, lower-case hex, into `marks` at `index`. */
export function setMark(marks: Uint8Array, index: number, hash: string): void {
  for (let byte = 0; byte < MARK_BYTES; byte += 1) {
    const high = digitOf(hash.charCodeAt(2 * byte));
    marks[index * MARK_BYTES + byte] = 16 * high + digitOf(hash.charCodeAt(2 * byte + 1));
  }
}

const markOf = (marks: Uint8Array, index: number): string =>
  Buffer.from(marks.subarray(index * MARK_BYTES, (index + 1) * MARK_BYTES)).toString('hex');

/** The blocks of a part, hashes computed. A part that cannot even be inflated has one block that is not intact. */
export function* blocksOf(part: JournalPart): Iterable<StoredBlock> {
  const lines = linesOf(part.bytes);
  let hash = part.previousHash;
  for (let index = 0; index < part.blocks; index += 1) {
    const text = lines[index] ?? '';
    hash = sha256Chain(hash, text);
    const intact = hash.slice(0, MARK_DIGITS) === markOf(part.marks, index);
    yield { seq: part.firstSeq + index, text, hash, intact };
  }
}

function linesOf(bytes: Uint8Array): readonly string[] {
  try {
    return inflated(bytes).split('\n');
  } catch {
    return [];
  }
}
