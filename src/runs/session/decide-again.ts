/** A recorded session decided again: each input by the configuration of its time, in a fresh engine, and the state held against the recorded. */
import { type Difference, findDifference } from '../../core/engine/replay.js';
import { stateHash } from '../../core/engine/snapshot.js';
import { initialState } from '../../core/state/initial-state.js';
import { type Session, byPart } from './session.js';

export interface DecidedAgain {
  /** Entries decided otherwise: the first of them; null = none. */
  readonly difference: Difference | null;
  /** Of the state in the end; null where there is a difference. */
  readonly stateHash: string | null;
  readonly isSame: boolean;
}

export function decideAgain(session: Session): DecidedAgain {
  const state = initialState();
  for (const { part, blocks } of byPart(session)) {
    const difference = findDifference(blocks, part.engine, { state });
    if (difference !== null) return { difference, stateHash: null, isSame: false };
  }
  const hash = stateHash(state);
  return { difference: null, stateHash: hash, isSame: hash === session.stateHash };
}
