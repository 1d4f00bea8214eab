/** Folds what became of signals (DED-6): all are counted, the first hundred are told one by one. */
import type { SignalEntry } from '../../core/state/signal.js';
import { type Folds, type RunDraft, pass } from './draft.js';
import type { ProjectedSignal } from './projection.js';

/** Of a storm the first tell the story. */
const KEPT = 100;

const COUNTERS = { taken: 'taken', duplicate: 'duplicates', refused: 'refused' } as const;

function note(draft: RunDraft, signal: ProjectedSignal): void {
  const signals = (draft.signals ??= { taken: 0, duplicates: 0, refused: 0, first: [] });
  signals[COUNTERS[signal.as]] += 1;
  if (signals.first.length < KEPT) signals.first.push(signal);
}

export const SIGNAL_FOLDS: Folds<SignalEntry> = {
  'signal-reserved': (draft, { memory: { id, parentId } }, at) =>
    note(draft, { at, id, as: 'taken', parentId, ageMicros: null, why: null }),
  'signal-duplicate': (draft, { id, duplicateOf: parentId, ageMicros }, at) =>
    note(draft, { at, id, as: 'duplicate', parentId, ageMicros, why: null }),
  'signal-refused': (draft, { id, why }, at) =>
    note(draft, { at, id, as: 'refused', parentId: null, ageMicros: null, why }),
  'signal-confirmed': pass,
  'signal-released': pass,
  'signals-expired': pass,
};
