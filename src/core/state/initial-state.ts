/** The state before the first input. */
import { ChildTable } from './child-table.js';
import type { State } from './state.js';

export const initialState = (): State => ({
  parents: new Map(),
  children: new ChildTable(),
  reads: new Map(),
  nextReadId: 1,
  killSwitch: { engaged: false, reason: '' },
  breaker: { state: 'closed', reason: '' },
  quarantine: [],
  feed: 'up',
  heldUntil: null,
  exposure: new Map(),
  alerts: new Map(),
});
