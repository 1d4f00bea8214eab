/** What the last guard looks at, but for the shared switch. */
import type { LeaveContext } from '../../src/core/guard/leave-gate.js';
import type { EngineRig } from './engine-rig.js';

export const guardsOf = (rig: EngineRig): Omit<LeaveContext, 'riskStore'> => ({
  state: rig.state,
  config: rig.config,
  quoteOf: (symbol) => rig.quoteOf(symbol),
});
