/** The gate of a start (REC-1): a report has its alerts, and the calls it took. */
import type { GateEntry } from '../../core/state/gate.js';
import { type Folds, pass } from './draft.js';

export const GATE_FOLDS: Folds<GateEntry> = {
  'gate-shut': pass,
  'gate-heard': pass,
  'gate-late': pass,
  'gate-forced': pass,
  'gate-opened': pass,
};
