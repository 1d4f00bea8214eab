/** A folder of its own for every test of a file, with the path of a results database that is not made yet. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';

/** What a database of this build lacks, or has too much, as one of schema 6. */
export const AS_IN_SCHEMA_6 =
  'ALTER TABLE runs DROP COLUMN sealed; CREATE INDEX orders_by_parent ON orders (run_id, parent_order_id);';

export interface StoreFolder {
  readonly folder: string;
  /** A test that wants another sets it. */
  path: string;
}

export function storeFolder(): StoreFolder {
  const place = { folder: '', path: '' };
  beforeEach(() => {
    place.folder = mkdtempSync(join(tmpdir(), 'squall-store-'));
    place.path = join(place.folder, 'results.db');
  });
  afterEach(() => {
    rmSync(place.folder, { recursive: true, force: true });
  });
  return place;
}
