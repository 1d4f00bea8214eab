/** RSK-1: while the kill switch is engaged nothing that creates an order enters the wire; cancels always pass. */
import type { State } from '../state/state.js';
import type { Veto } from '../order/outcome.js';

export const killSwitchVeto = (state: State): Veto | null =>
  state.killSwitch.engaged
    ? { code: 'kill-switch', text: `kill switch engaged: ${state.killSwitch.reason}` }
    : null;
