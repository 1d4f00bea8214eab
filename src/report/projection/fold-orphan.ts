/** Orders that nobody here placed: a report has their alerts, and those that were adopted as orders (REC-7). */
import type { OrphanEntry } from '../../core/state/orphan.js';
import { type Folds, pass } from './draft.js';

export const ORPHAN_FOLDS: Folds<OrphanEntry> = {
  'orphan-found': pass,
  'orphan-filled': pass,
  'orphan-resolved': pass,
  'orphan-cancel-intent': pass,
  'orphan-cancel-settled': pass,
  'orphan-narrowed': pass,
  'orphan-adopted': pass,
};
