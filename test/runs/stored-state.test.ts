/** A process begins on the text that was stored, and on nothing that the process before had in memory. */
import { expect, it } from 'vitest';
import { stateHash } from '../../src/core/engine/snapshot.js';
import { GENESIS_HASH } from '../../src/core/state/journal-block.js';
import { storedState } from '../../src/runs/stored-state.js';
import { simulateKept } from '../support/simulate-kept.js';
import { planOf } from '../support/simulation-plan.js';

it('RCV-2: what is folded from the stored text is what the process before knew', () => {
  const { blocks, stateHash: known, journalHash } = simulateKept(planOf());
  const texts = blocks.map(({ seq, text, hash }) => ({ seq, text, hash }));
  const { state, head } = storedState(texts);
  expect(stateHash(state)).toBe(known);
  expect(head).toEqual({ seq: blocks.length, hash: journalHash });
});

it('RCV-2: nothing stored is the beginning', () => {
  expect(storedState([]).head).toEqual({ seq: 0, hash: GENESIS_HASH });
});
