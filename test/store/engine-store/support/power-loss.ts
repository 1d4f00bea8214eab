/** Opens very many images of a disk that lost its power, or was damaged, and counts what came of them. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diskImages } from './disk-images.js';
import { judgedImage } from './judged-image.js';
import { recordedDisk } from './recorded-disk.js';

export interface PowerLossAsked {
  /** In the recorded run, before its checkpoint and after. */
  readonly appends: readonly [number, number];
  /** Of so many images of a kind one is opened. */
  readonly every: number;
  readonly onProgress?: (images: number) => void;
}

export interface ImageRow {
  opened: number;
  refused: number;
  wrong: number;
}

export interface PowerLossResult {
  readonly images: number;
  readonly rows: ReadonlyMap<string, ImageRow>;
  /** The first of each kind. */
  readonly wrong: readonly string[];
}

/** The images are given, byte by byte: that they are opened in memory takes nothing from them. */
const MEMORY = '/dev/shm';

export function powerLoss({ appends, every, onProgress }: PowerLossAsked): PowerLossResult {
  const folder = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'squall-power-'));
  const rows = new Map<string, ImageRow>();
  const wrong: string[] = [];
  const made = new Map<string, number>();
  let images = 0;
  try {
    const disk = recordedDisk(join(folder, 'engine.db'), appends);
    for (const image of diskImages(disk)) {
      const before = made.get(image.kind) ?? 0;
      made.set(image.kind, before + 1);
      if (before % every !== 0) continue;
      images += 1;
      const goesOn = images % 16 === 0;
      const verdict = judgedImage(image, disk.blocks, { folder: join(folder, 'image'), goesOn });
      const row = rows.get(image.kind) ?? { opened: 0, refused: 0, wrong: 0 };
      rows.set(image.kind, row);
      row[verdict.came] += 1;
      if (verdict.wrong !== null && row.wrong === 0)
        wrong.push(`${image.kind} (image ${before + 1}): ${verdict.wrong}`);
      if (verdict.wrong !== null) row.wrong += 1;
      onProgress?.(images);
    }
    return { images, rows, wrong };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
