/** Opens an image of a disk and judges what came of it: whatever was acknowledged is there, or the store says that it is not. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JournalBlock } from '../../../../src/core/state/journal-block.js';
import { openEngineStore } from '../../../../src/store/engine-store.js';
import { StoreError } from '../../../../src/store/store-error.js';
import type { DiskImage } from './disk-images.js';

export interface ImageVerdict {
  readonly came: 'opened' | 'refused';
  /** What the store said. */
  readonly said: string;
  /** Null = all is well. */
  readonly wrong: string | null;
}

const CLEAR = /: .+\n {2}fix: .+|name another file|upgrade, or/s;

/** `folder` is emptied before; every `goesOn`-th image that opens is written to and opened once more. */
export function judgedImage(
  image: DiskImage,
  blocks: readonly JournalBlock[],
  { folder, goesOn }: { readonly folder: string; readonly goesOn: boolean },
): ImageVerdict {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const path = join(folder, 'image.db');
  const files = filesOf(path, image);
  for (const [file, bytes] of files) writeFileSync(file, bytes);
  try {
    const wrong = wrongIn(textsAt(path), blocks, image.acknowledged);
    return { came: 'opened', said: '', wrong: wrong ?? (goesOn ? wrongAfter(path, blocks) : null) };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const isClear = error instanceof StoreError && said.startsWith(path) && CLEAR.test(said);
    return { came: 'refused', said, wrong: wrongOf({ image, isClear, files }, said) };
  }
}

/** By path; what is empty may be taken away. */
const filesOf = (path: string, image: DiskImage): ReadonlyMap<string, Buffer> => {
  const files = new Map<string, Buffer>();
  for (const [end, bytes] of [
    ['', image.db],
    ['-wal', image.wal],
    ['.head', image.head],
    ['-shm', image.shm ?? null],
  ] as const)
    if (bytes !== null) files.set(`${path}${end}`, bytes);
  return files;
};

function wrongOf(
  refused: {
    readonly image: DiskImage;
    readonly isClear: boolean;
    readonly files: ReadonlyMap<string, Buffer>;
  },
  said: string,
): string | null {
  if (refused.image.mustOpen) return `must open: ${said}`;
  if (!refused.isClear) return `refused without a clear word: ${said}`;
  // Whoever can mend it finds it as it was; -shm is nobody's.
  const changed = [...refused.files].find(
    ([file, bytes]) =>
      bytes.length > 0 &&
      !file.endsWith('-shm') &&
      !(existsSync(file) && readFileSync(file).equals(bytes)),
  );
  return changed === undefined ? null : `refused, and ${changed[0]} changed: ${said}`;
}

function textsAt(path: string): readonly string[] {
  const store = openEngineStore(path);
  try {
    return [...store.blocks()].map(({ text }) => text);
  } finally {
    store.close();
  }
}

function wrongIn(
  texts: readonly string[],
  blocks: readonly JournalBlock[],
  acknowledged: number,
): string | null {
  const other = texts.findIndex((text, seq) => text !== blocks[seq]?.text);
  if (other >= 0) return `block ${other} is another one`;
  if (texts.length >= acknowledged) return null;
  return `SILENT GAP: ${acknowledged} were acknowledged, ${texts.length} are there`;
}

/** It can be written to, and holds that afterwards. */
function wrongAfter(path: string, blocks: readonly JournalBlock[]): string | null {
  const store = openEngineStore(path);
  const next = blocks[store.head.seq];
  if (next !== undefined) store.append([next]);
  const { seq } = store.head;
  store.close();
  return wrongIn(textsAt(path), blocks, seq);
}
