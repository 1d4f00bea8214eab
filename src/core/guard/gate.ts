/** REC-1: while the gate is shut nothing that creates an order gets through; cancels are not asked. */
import type { Veto } from '../order/outcome.js';
import type { State } from '../state/state.js';

export const gateVeto = ({ gate }: State): Veto | null =>
  gate?.state === 'shut'
    ? { code: 'gate-closed', text: 'reconciling: what was under way is being cleared up' }
    : null;
