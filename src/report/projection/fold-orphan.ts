/** Orders that nobody here placed: a report has their alerts, and those that were adopted as orders (REC-7). */
import type { OrphanEntry } from '../../core/state/orphan.js';
import { type Folds, pass } from './draft.js';
import { noteFinding } from './note-finding.js';

export const ORPHAN_FOLDS: Folds<OrphanEntry> = {
  'orphan-found': (draft, { order: { symbol, side, venueOrderId } }, at) => {
    const text = `a ${side} order of ${symbol} that nobody here placed, ${venueOrderId} at the venue`;
    draft.reconciliation.isShown = true;
    noteFinding(draft, { at, what: 'orphan', subject: symbol, text });
  },
  'orphan-filled': pass,
  'orphan-resolved': pass,
  'orphan-cancel-intent': pass,
  'orphan-cancel-settled': pass,
  'orphan-narrowed': pass,
  'orphan-adopted': pass,
};
