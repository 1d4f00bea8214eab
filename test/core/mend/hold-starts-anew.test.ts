/**
 * A slice holds for unreadable market data for so long at a stretch (SCH-3). Good data in between ends the stretch: two
 * short gaps of the feed are not one long one, and must not cost the slice.
 */
import { describe, expect, it } from 'vitest';
import { EngineRig } from '../../support/engine-rig.js';
import { inSeconds } from '../../support/simulation-plan.js';
import { lots } from './late-parents.js';

const THICK = {
  kind: 'depth',
  bids: [{ price: 599_990 as never, quantity: lots(5_000) }],
  asks: [{ price: 600_010 as never, quantity: lots(5_000) }],
} as const;

/** One slice, whose hold is 30 s at most; the feed is stale as it falls due. */
function holding(): EngineRig {
  const rig = new EngineRig({ config: { earlyStop: { liquidityLevels: 5 } } });
  rig.quoteAge = inSeconds(10);
  rig.order({ slices: 1, duration: inSeconds(600) });
  return rig;
}

/** Good for one look, which goes on to the book. */
function oneGoodLook(rig: EngineRig): void {
  rig.quoteAge = inSeconds(0);
  rig.run(1);
  expect(rig.pendingOf('read-depth')).toHaveLength(1);
  rig.quoteAge = inSeconds(10);
}

describe('a slice that holds for market data', () => {
  it('SCH-3: two stale stretches of 20 s with good data between them do not skip it', () => {
    const rig = holding();
    rig.run(20);
    oneGoodLook(rig);
    rig.answer('read-depth', THICK);
    rig.run(20);
    expect(rig.entries('slice-ended')).toEqual([]);
    rig.quoteAge = inSeconds(0);
    rig.run(1.5);
    if (rig.pendingOf('read-depth').length > 0) rig.answer('read-depth', THICK);
    rig.flush();
    expect(rig.pendingOf('submit')).toHaveLength(1);
  });

  it('SCH-3: one stretch of 30 s does', () => {
    const rig = holding();
    rig.run(31);
    expect(rig.entries('slice-ended').map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/^market data: /),
    ]);
  });

  it('SCH-3: and so does a second stretch of 30 s after a good look', () => {
    const rig = holding();
    rig.run(20);
    oneGoodLook(rig);
    rig.answer('read-depth', THICK);
    rig.run(29);
    expect(rig.entries('slice-ended')).toEqual([]);
    rig.run(4);
    expect(rig.entries('slice-ended')).toHaveLength(1);
  });
});
