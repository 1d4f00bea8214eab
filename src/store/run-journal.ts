/**
 * The journal of a run that is going on: the text of its blocks and nothing else, deflated part by part as it grows, and
 * beyond a limit written to a temporary file. Whoever needs inputs and entries either takes them as they come or reads
 * the text back. Mutable on purpose, one owner.
 */
import { type BlockText, GENESIS_HASH } from '../core/state/journal-block.js';
import {
  type JournalPart,
  MARK_BYTES,
  type StoredBlock,
  blocksOf,
  deflated,
  setMark,
} from './journal-part.js';
import { Spool, type SpooledBytes } from './spool.js';

export interface RunJournalOptions {
  /** Deflated bytes kept in memory before the rest goes to the disk. */
  readonly memoryBytes?: number;
  /** Makes the file they go to. */
  readonly spool?: () => Spool;
}

/** Of text in a part: enough to deflate well, little enough to read a page of a long journal. */
const PART_BYTES = 256 * 1_024;
const MEMORY_BYTES = 16 * 1_024 * 1_024;
/** UTF-8 needs at most so many bytes for a UTF-16 unit. */
const BYTES_A_UNIT_MAX = 3;
const LINE_FEED = 10;
const MARKS_AT_FIRST = 256;
/** Blocks whose objects are kept until their texts are taken. */
const UNREAD_MAX = 64;
/** Of a part's text: most runs never fill one, and what is set aside for nothing brings on full collections. */
const TEXT_AT_FIRST = 32 * 1_024;

type KeptPart = Omit<JournalPart, 'bytes'> & { readonly bytes: Uint8Array | SpooledBytes };

export class RunJournal implements Iterable<JournalPart> {
  readonly #memoryBytes: number;
  readonly #makeSpool: () => Spool;
  readonly #parts: KeptPart[] = [];
  #spool: Spool | null = null;
  #inMemory = 0;
  #text = Buffer.allocUnsafe(TEXT_AT_FIRST);
  #used = 0;
  #marks = new Uint8Array(MARKS_AT_FIRST * MARK_BYTES);
  /** Whose texts were not asked for yet: a block puts them together then, and many at once take less time. */
  readonly #unread: BlockText[] = [];
  #blocks = 0;
  #firstSeq = 0;
  #previousHash = GENESIS_HASH;
  #hash = GENESIS_HASH;

  constructor(options: RunJournalOptions = {}) {
    this.#memoryBytes = options.memoryBytes ?? MEMORY_BYTES;
    this.#makeSpool = options.spool ?? (() => Spool.below());
  }

  /** Errors: `StoreError` when there is no room on the disk. */
  append(blocks: readonly BlockText[]): void {
    for (const block of blocks) this.#unread.push(block);
    if (this.#unread.length >= UNREAD_MAX) this.settle();
  }

  /** The run is over: its last blocks need not be kept as objects. */
  settle(): void {
    for (const block of this.#unread.splice(0)) this.#append(block);
  }

  /** Its parts, in order; what is still open is closed as one first. */
  *[Symbol.iterator](): Iterator<JournalPart> {
    this.settle();
    this.#seal();
    for (const part of this.#parts) yield { ...part, bytes: this.#bytesOf(part) };
  }

  /** In order, read back from the text; can be walked again and again. */
  *blocks(): Iterable<StoredBlock> {
    for (const part of this) yield* blocksOf(part);
  }

  /** Gives the temporary file back; nothing can be read afterwards. */
  close(): void {
    this.#spool?.close();
  }

  #append({ text, hash }: BlockText): void {
    if (this.#used + text.length >= PART_BYTES && this.#blocks > 0) this.#seal();
    const most = this.#used + text.length * BYTES_A_UNIT_MAX + 1;
    if (most > this.#text.length) this.#growText(most);
    this.#used += this.#text.write(text, this.#used, 'utf8');
    this.#text[this.#used] = LINE_FEED;
    this.#used += 1;
    if (this.#blocks * MARK_BYTES === this.#marks.length) this.#growMarks();
    setMark(this.#marks, this.#blocks, hash);
    this.#blocks += 1;
    this.#hash = hash;
  }

  #growText(bytes: number): void {
    const grown = Buffer.allocUnsafe(2 * bytes);
    grown.set(this.#text.subarray(0, this.#used));
    this.#text = grown;
  }

  #growMarks(): void {
    const grown = new Uint8Array(2 * this.#marks.length);
    grown.set(this.#marks);
    this.#marks = grown;
  }

  #seal(): void {
    if (this.#blocks === 0) return;
    const bytes = deflated(this.#text.subarray(0, this.#used));
    this.#parts.push({
      firstSeq: this.#firstSeq,
      blocks: this.#blocks,
      previousHash: this.#previousHash,
      marks: this.#marks.slice(0, this.#blocks * MARK_BYTES),
      bytes: this.#keep(bytes),
    });
    this.#firstSeq += this.#blocks;
    this.#previousHash = this.#hash;
    this.#blocks = 0;
    this.#used = 0;
  }

  #keep(bytes: Uint8Array): KeptPart['bytes'] {
    if (this.#inMemory + bytes.length <= this.#memoryBytes) {
      this.#inMemory += bytes.length;
      return bytes;
    }
    this.#spool ??= this.#makeSpool();
    return this.#spool.write(bytes);
  }

  #bytesOf({ bytes }: KeptPart): Uint8Array {
    if (bytes instanceof Uint8Array) return bytes;
    return this.#spool?.read(bytes) ?? new Uint8Array();
  }
}
