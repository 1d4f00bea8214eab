/** What the seal of a stored run says of it: the run as it is now held against what was written when it was stored. */
import type { RunSeal } from './run-seal.js';
import type { Seals } from './read-seals.js';
import { ROW_TABLES, RUN_COLUMNS } from './sealed-columns.js';

export interface SealFinding {
  /** `none`: there is no seal to hold it against, and nothing says that one was taken away. */
  readonly kind: 'intact' | 'broken' | 'none';
  /** What was held against it, where it differs, or why there is none. */
  readonly text: string;
}

export interface Asked {
  readonly runId: string;
  /** As it is stored now. */
  readonly now: RunSeal;
  /** The file of seals. */
  readonly path: string;
  /** Null = there is no file. */
  readonly seals: Seals | null;
}

export function sealFinding(asked: Asked): SealFinding {
  const { runId, now, path, seals } = asked;
  if (seals === null) return withoutFile(now, path);
  const seal = seals.seals.get(runId);
  if (seals.brokenAt !== null) {
    const text = `${path}, line ${seals.brokenAt}: it was changed, or a line before it was taken out\n  fix: bring back a copy of it`;
    return { kind: 'broken', text };
  }
  if (seal === undefined) return withoutSeal(asked, seals);
  const places = differences(seal, now);
  if (places.length > 0) return { kind: 'broken', text: places.join('; ') };
  const rows = ROW_TABLES.map((table) => now.tables[table].rows).reduce((a, b) => a + b);
  const half = seals.removed.has(runId)
    ? `; its removal was begun and not finished: "squall runs rm ${runId}"`
    : '';
  return { kind: 'intact', text: `${RUN_COLUMNS.length} columns and ${rows} rows${half}` };
}

const isSealed = ({ columns }: RunSeal): boolean => columns['sealed'] === 1;

function withoutFile(now: RunSeal, path: string): SealFinding {
  const text = isSealed(now)
    ? `not sealed: ${path} is not there, which has the seals of this database\n  fix: bring it back; it goes where the database goes`
    : 'not sealed: stored by a build before seals';
  return { kind: 'none', text };
}

function withoutSeal({ runId, now, path }: Asked, { found }: Seals): SealFinding {
  if (!found.has(runId)) {
    const text = `${path} has no seal of it: squall did not store this run here, or not under this name`;
    return { kind: 'broken', text };
  }
  const text = isSealed(now)
    ? `not sealed: ${path} was begun anew after it was stored\n  fix: bring back the file that was there before`
    : 'not sealed: stored by a build before seals';
  return { kind: 'none', text };
}

/** Every column and table that is another one. */
function differences(seal: RunSeal, now: RunSeal): readonly string[] {
  const columns = RUN_COLUMNS.filter((name) => !same(seal.columns[name], now.columns[name])).map(
    (name) => `runs.${name}: sealed ${told(seal.columns[name])}, stored ${told(now.columns[name])}`,
  );
  const tables = ROW_TABLES.filter((table) => !same(seal.tables[table], now.tables[table])).map(
    (table) => {
      const [then, is] = [seal.tables[table].rows, now.tables[table].rows];
      return then === is
        ? `${table}: not the rows that were sealed`
        : `${table}: sealed ${then} rows, stored ${is}`;
    },
  );
  return [...columns, ...tables];
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const SHOWN = 64;
const told = (value: unknown): string => JSON.stringify(value ?? null).slice(0, SHOWN + 2);
