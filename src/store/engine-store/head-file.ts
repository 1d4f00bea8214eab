/**
 * The head of a journal, kept outside its database too: what was acknowledged last. A damaged frame in the middle of a WAL drops all
 * later commits without a word (F:DSK6), and a copy of yesterday looks sound: only somebody else's word tells. Two slots of one file are
 * written in turn, each with its checksum, so that a write cut short leaves the older one.
 *
 * Invariants: 1. A slot is never longer than a sector, and the slots never share a page. 2. The size never changes, so that syncing the data is
 * enough. 3. Whoever reads takes the newest slot that is whole.
 */
import { closeSync, existsSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { fdatasyncSync, fsyncSync, writeFileSync } from 'node:fs';
import { sha256Hex } from '../../core/ground/digest.js';
import { GENESIS_HASH } from '../../core/state/journal-block.js';
import { StoreError } from '../store-error.js';
import { syncFolder } from './sync-folder.js';

export interface Head {
  /** How many there are: the seq of the next one. */
  readonly blocks: number;
  /** Of the last one. */
  readonly hash: string;
  readonly epoch: number;
}

export const NO_HEAD: Head = { blocks: 0, hash: GENESIS_HASH, epoch: 0 };

export type FoundHead =
  | { readonly kind: 'found'; readonly head: Head; readonly writes: number }
  | { readonly kind: 'none' | 'damaged' };

const SLOT_BYTES = 512;
const SLOT_DISTANCE = 4_096;
const FILE_BYTES = 2 * SLOT_DISTANCE;
const PRIVATE_FILE = 0o600;
/** `squall-head`, the number of the write, epoch, blocks, hash, checksum: for eyes, too. */
const SLOT = /^(squall-head 1 (\d{1,16}) (\d{1,16}) (\d{1,16}) ([0-9a-f]{64})) ([0-9a-f]{64})\n/;

export const headPathOf = (path: string): string => `${path}.head`;

export class HeadFile {
  readonly #file: number;
  #writes: number;

  private constructor(file: number, writes: number) {
    this.#file = file;
    this.#writes = writes;
  }

  /** Says `head` when it returns. What stood in it is there until then. */
  static open(path: string, found: FoundHead, head: Head): HeadFile {
    if (found.kind !== 'found') makeHeadFile(path, head);
    const opened = new HeadFile(openSync(path, 'r+'), found.kind === 'found' ? found.writes : 1);
    if (found.kind === 'found') opened.write(head);
    return opened;
  }

  /** Durable when it returns. */
  write(head: Head): void {
    this.#writes += 1;
    const slot = slotOf(head, this.#writes);
    const at = (this.#writes % 2) * SLOT_DISTANCE;
    const written = writeSync(this.#file, slot, 0, slot.length, at);
    if (written !== slot.length) throw new StoreError('the head of the journal was cut short');
    fdatasyncSync(this.#file);
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** A whole file with one slot; it is there altogether or not at all. */
function makeHeadFile(path: string, head: Head): void {
  const aside = `${path}.new`;
  const bytes = Buffer.alloc(FILE_BYTES);
  slotOf(head, 1).copy(bytes, SLOT_DISTANCE);
  const file = openSync(aside, 'w', PRIVATE_FILE);
  try {
    writeFileSync(file, bytes);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(aside, path);
  syncFolder(path);
}

export function readHead(path: string): FoundHead {
  if (!existsSync(path)) return { kind: 'none' };
  const bytes = readFileSync(path);
  const slots = [readSlot(bytes, 0), readSlot(bytes, SLOT_DISTANCE)].filter(
    (slot) => slot !== null,
  );
  const [first, second] = slots;
  if (first === undefined) return { kind: 'damaged' };
  return second === undefined || first.writes > second.writes ? first : second;
}

function slotOf({ epoch, blocks, hash }: Head, writes: number): Buffer {
  const words = `squall-head 1 ${writes} ${epoch} ${blocks} ${hash}`;
  return Buffer.from(`${words} ${sha256Hex(words)}\n`.padEnd(SLOT_BYTES), 'latin1');
}

function readSlot(bytes: Buffer, at: number): (FoundHead & { readonly kind: 'found' }) | null {
  const text = bytes.toString('latin1', at, at + SLOT_BYTES);
  const [, words = '', writes, epoch, blocks, hash = '', checksum] = SLOT.exec(text) ?? [];
  if (checksum === undefined || sha256Hex(words) !== checksum) return null;
  const head = { blocks: Number(blocks), hash, epoch: Number(epoch) };
  return { kind: 'found', head, writes: Number(writes) };
}
