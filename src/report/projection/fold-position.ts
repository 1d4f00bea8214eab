/** Folds what the venue said of positions against what the fills make of them (FIL-7, REC-6). */
import type { PositionEntry } from '../../core/state/position.js';
import { type Folds, type PositionsDraft, type RunDraft, pass } from './draft.js';

const draftOf = (draft: RunDraft): PositionsDraft =>
  (draft.positions ??= { agreed: 0, differed: 0, unclear: 0, synced: 0, undone: 0, orders: 0 });

export const POSITION_FOLDS: Folds<PositionEntry> = {
  'position-due': pass,
  'positions-asked': draftOf,
  'positions-read': pass,
  'positions-unread': pass,
  'position-unclear': (draft) => {
    draftOf(draft).unclear += 1;
  },
  'position-compared': (draft, { told, expected, orders, earlier = 0 }) => {
    const positions = draftOf(draft);
    positions[told === expected ? 'agreed' : 'differed'] += 1;
    if (told === expected) positions.orders += orders.length + earlier;
  },
  'position-synced': pass,
  'position-adjustment': (draft, { why }) => {
    const positions = draftOf(draft);
    positions[why === 'differs' ? 'synced' : 'undone'] += 1;
  },
};
