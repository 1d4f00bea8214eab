/** Folding, deciding again, and snapshots: three ways to the same state (ARCHITECTURE.md). */
import { describe, expect, it } from 'vitest';
import { decide } from '../../../src/core/engine/decide.js';
import { evolve } from '../../../src/core/state/evolve.js';
import { findDifference, fold } from '../../../src/core/engine/replay.js';
import { restore, snapshot, stateHash } from '../../../src/core/engine/snapshot.js';
import { initialState } from '../../../src/core/state/initial-state.js';
import { GENESIS_HASH, chainBlock } from '../../../src/core/state/journal-block.js';
import { LOSSY_PLAN } from '../../support/lossy-plan.js';
import { withEntries } from '../../support/with-entries.js';
import { simulateKept } from '../../support/simulate-kept.js';
import { inSeconds } from '../../support/simulation-plan.js';

const result = simulateKept(LOSSY_PLAN);

describe('replay', () => {
  it('SIM-4: the same plan gives the same journal and state', () => {
    const again = simulateKept(LOSSY_PLAN);
    expect(again.journalHash).toBe(result.journalHash);
    expect(again.stateHash).toBe(result.stateHash);
    expect(simulateKept({ ...LOSSY_PLAN, seed: LOSSY_PLAN.seed + 1 }).journalHash).not.toBe(
      result.journalHash,
    );
  });

  it('RCV-2: folding the stored entries, without deciding, ends in the same state', () => {
    expect(stateHash(fold(result.blocks))).toBe(result.stateHash);
    const stored = result.blocks.map(({ text }) => JSON.parse(text) as [number, never, never]);
    expect(stateHash(fold(stored.map(([seq, input, entries]) => ({ seq, input, entries }))))).toBe(
      result.stateHash,
    );
  });

  it('F:PRC8: deciding again on the recorded inputs gives the recorded entries, and a changed configuration is seen', () => {
    expect(findDifference(result.blocks, LOSSY_PLAN.engine)).toBeNull();
    const slower = {
      ...LOSSY_PLAN.engine,
      fillDetection: { ...LOSSY_PLAN.engine.fillDetection, firstPoll: inSeconds(1) },
    };
    expect(findDifference(result.blocks, slower)).not.toBeNull();
  });

  it('RCV-2 F:DSK6: an entry that was cut away is a difference, and so is one that nobody decided', () => {
    const at = result.blocks.findIndex(({ entries }) => entries.length > 1);
    const stored = result.blocks.slice(0, at + 1);
    const { seq, entries } = stored[at]!;
    const last = entries.length - 1;
    const found = findDifference(
      stored.with(at, withEntries(stored[at]!, entries.slice(0, last))),
      LOSSY_PLAN.engine,
    );
    expect(found).toMatchObject({ seq, index: last, recorded: null });
    const more = stored.with(at, withEntries(stored[at]!, [...entries, entries[0]!]));
    expect(findDifference(more, LOSSY_PLAN.engine)).toMatchObject({
      seq,
      index: entries.length,
      decided: null,
    });
  });

  it('RCV-2: a snapshot taken anywhere, fed the recorded inputs from there on, ends in the same state', () => {
    const state = initialState();
    const every = 7;
    result.blocks.forEach((block, index) => {
      if (index % every === 0) {
        const restored = restore(snapshot(state));
        expect(stateHash(restored)).toBe(stateHash(state));
        for (const { input } of result.blocks.slice(index)) {
          for (const entry of decide(restored, input, LOSSY_PLAN.engine))
            evolve(restored, entry, input.at);
        }
        expect(stateHash(restored)).toBe(result.stateHash);
      }
      for (const entry of block.entries) evolve(state, entry, block.input.at);
    });
  });

  it('decide leaves the state it is given untouched', () => {
    const state = initialState();
    for (const { input, entries } of result.blocks) {
      const before = stateHash(state);
      decide(state, input, LOSSY_PLAN.engine);
      expect(stateHash(state)).toBe(before);
      for (const entry of entries) evolve(state, entry, input.at);
    }
  });

  it('S25 F:DSK6: the chain covers every block: a changed, lost or swapped one breaks it', () => {
    const rechained = (blocks: typeof result.blocks): string =>
      blocks.reduce(
        (hash, { seq, input, entries }) => chainBlock(hash, seq, { input, entries }).hash,
        GENESIS_HASH,
      );
    expect(rechained(result.blocks)).toBe(result.journalHash);
    expect(rechained(result.blocks.slice(1))).not.toBe(result.journalHash);
    expect(rechained([...result.blocks].reverse())).not.toBe(result.journalHash);
  });
});
