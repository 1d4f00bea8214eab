/** Quotes that stay while the feed says that it lives. */
import { describe, expect, it } from 'vitest';
import { millis, plus } from '../../../src/core/ground/units.js';
import type { FaultSpec } from '../../../src/sim/fault/fault-set.js';
import type { FaultValues } from '../../../src/sim/fault/parameter.js';
import { submitOf } from '../../contract/broker-rig.js';
import { RESTING } from '../../contract/scripted-venue.js';
import { LinkRig, START } from '../link/link-rig.js';

const at = (ms: number) => plus(START, millis(ms));
const frozen = (values: FaultValues = {}): FaultSpec => ({
  kind: 'quote-frozen',
  values: { at: millis(100), for: millis(100), ...values },
});

/** Delivered 5 ms after its time. */
const quoteAt = (rig: LinkRig, ms: number, bid: number): void =>
  rig.quotes.quote(at(ms - 5), 0, bid, 1, bid + 1, 1);
const seenAt = (rig: LinkRig, ms: number) => [
  rig.board.latest(at(ms))?.bid ?? null,
  ((rig.board.aliveAt(at(ms)) ?? START) - START) / 1_000,
];

describe('F:MD1 quote-frozen', () => {
  it('the quote stays and does not look old; the first delivery afterwards brings what stands then', () => {
    const rig = new LinkRig([frozen()]);
    for (const [ms, bid] of [
      [90, 90],
      [100, 100],
      [150, 150],
    ] as const)
      quoteAt(rig, ms, bid);
    rig.quotes.alive!(at(175), 0);
    expect([seenAt(rig, 100), seenAt(rig, 160), seenAt(rig, 199)]).toEqual([
      [90, 100],
      [90, 150],
      [90, 180],
    ]);
    rig.quotes.alive!(at(205), 0);
    expect([seenAt(rig, 209), seenAt(rig, 210)]).toEqual([
      [90, 180],
      [150, 210],
    ]);
    expect(rig.faults.activations(at(300)).get('quote-frozen')).toBe(1);
    expect(rig.faults.record(at(300)).windows).toMatchObject([
      { symbol: null, paths: ['feed'], from: at(100), to: at(200), acts: 1 },
    ]);
  });

  it('F:MD1: a book without a top is kept back as well', () => {
    const rig = new LinkRig([frozen()]);
    quoteAt(rig, 90, 90);
    rig.quotes.none(at(105), 0);
    expect(seenAt(rig, 199)).toEqual([90, 110]);
    rig.quotes.alive!(at(195), 0);
    expect(seenAt(rig, 200)).toEqual([null, 200]);
  });

  it('F:MD1: what an outage loses is no sign of life either', () => {
    const outage = {
      kind: 'outage',
      values: { at: millis(140), for: millis(30), paths: ['feed'] },
    };
    const rig = new LinkRig([frozen(), outage]);
    for (const [ms, bid] of [
      [90, 90],
      [120, 120],
      [150, 150],
    ] as const)
      quoteAt(rig, ms, bid);
    expect(seenAt(rig, 199)).toEqual([90, 120]);
    quoteAt(rig, 200, 200);
    expect(seenAt(rig, 200)).toEqual([200, 200]);
  });

  it('F:MD1: of one instrument; another goes on', () => {
    const rig = new LinkRig([frozen({ symbol: 'ETHUSDT' })]);
    quoteAt(rig, 150, 150);
    expect(seenAt(rig, 150)).toEqual([150, 150]);
    expect(rig.faults.activations(at(300)).get('quote-frozen')).toBe(0);
  });

  it('F:MD1: hangs on what happens', () => {
    const rig = new LinkRig([frozen({ at: { after: 'accepted' } })]);
    quoteAt(rig, 5, 5);
    rig.sendAt(10, submitOf(RESTING));
    rig.run(30);
    quoteAt(rig, 40, 40);
    expect(seenAt(rig, 40)).toEqual([5, 40]);
  });
});
