/** A recorded session decided again: each input by the configuration of its time, in a fresh engine, and the state held against the recorded. */
import { OWN_MONITORS } from '../../core/engine/monitors.js';
import { stateHash } from '../../core/engine/snapshot.js';
import { initialState } from '../../core/state/initial-state.js';
import { checkDecisions } from '../verify/check-decisions.js';
import { configAt } from '../verify/config-at.js';
import type { VerifyCheck } from '../verify/verify-check.js';
import type { Session } from './session.js';

export function decideAgain({ parts, blocks, stateHash: recorded }: Session): VerifyCheck {
  const state = initialState();
  const check = checkDecisions(blocks, configAt(parts), { state, monitors: OWN_MONITORS });
  if (check.ok !== true || stateHash(state) === recorded) return check;
  return { ...check, ok: false, text: `${check.text}; the state they lead to is another one` };
}
