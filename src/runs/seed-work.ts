/**
 * What many runs are made for: to be stored, or to be judged as runs of a campaign. Plain values, which a worker is told.
 * Types only.
 */
import type { JudgedRun } from './campaign/judged-run.js';
import type { Keeping } from './keep.js';
import type { SeedRun } from './seed-run.js';

interface Works {
  readonly store: { readonly kind: 'store'; readonly keeping: Keeping };
  readonly judge: { readonly kind: 'judge' };
}

interface Results {
  readonly store: SeedRun;
  readonly judge: JudgedRun;
}

export type WorkKind = keyof Works;
export type SeedWork<K extends WorkKind = WorkKind> = Works[K];
/** What a run gives. */
export type WorkResult<K extends WorkKind = WorkKind> = Results[K];
