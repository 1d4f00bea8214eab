/**
 * Guards whose place in the path is fixed and whose content is not built: startup gate, orphan exposure (ORD-1). They answer "open" and "0". Every caller already goes through them, so
 * building one changes one function here into a file of its own.
 */
import type { State } from '../state/state.js';
import type { Veto } from '../order/outcome.js';

/** REC-1: open until reconciliation is built. */
export const gateVeto = (_state: State): Veto | null => null;
