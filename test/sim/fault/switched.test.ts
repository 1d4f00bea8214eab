/** A fault with a switch: itself while it is on, nothing while it is off. */
import { describe, expect, it } from 'vitest';
import type { EpochMicros, Lots, Ticks } from '../../../src/core/ground/units.js';
import type { LinkFault } from '../../../src/sim/fault/link-fault.js';
import { canSwitch, switched } from '../../../src/sim/fault/switched.js';

const NOW = 5 as EpochMicros;
const never = (): never => undefined as never;
const loss = { from: NOW, to: 9 as EpochMicros, symbol: null, loses: () => true };
let heard = 0;

const fault: LinkFault = {
  activations: () => 3,
  spans: () => [],
  requestLeaves: () => ({ kind: 'lose' }),
  requestArrives: () => ({ kind: 'lose' }),
  replyLeaves: () => ({ kind: 'lost', shape: 'reset' }),
  replyArrives: () => ({ kind: 'lost', shape: 'reset' }),
  reportHeard: () => void (heard += 1),
  reportLeaves: () => ({ kind: 'lose' }),
  reportArrives: () => ({ kind: 'lose' }),
  volume: () => ({ kind: 'volume', averageDailyVolume: null }) as never,
  fillPieces: () => [],
  fillPrice: () => 1 as Ticks,
  riskStore: () => 'error',
  feedLoss: loss,
  feedFreeze: loss,
  quoteLens: { symbol: 'X', lens: () => null },
};

let isOn = true;
const gated = switched(fault, () => isOn) as Required<LinkFault>;
const fill = { price: 7 as Ticks, quantity: 4 as Lots } as never;
const quote = { bid: 1 } as never;

/** What comes of every hook. */
function said(): readonly unknown[] {
  gated.reportHeard(never(), NOW);
  return [
    gated.requestLeaves(never(), NOW),
    gated.requestArrives(never(), NOW),
    gated.replyLeaves(never(), never(), NOW),
    gated.replyArrives(never(), never(), NOW),
    gated.reportLeaves(never(), NOW),
    gated.reportArrives(never(), NOW),
    gated.riskStore(NOW),
    gated.quoteLens.lens(quote, NOW),
    gated.feedLoss.loses(NOW),
    gated.feedFreeze.loses(NOW),
    gated.fillPieces(fill, NOW),
    gated.fillPrice(fill, NOW),
    gated.volume('X', 'truth' as never, NOW),
    heard,
  ];
}

describe('a fault with a switch', () => {
  it('LIV-3: does nothing while it is off, and what it did while it is on', () => {
    const lost = { kind: 'lost', shape: 'reset' };
    const lose = { kind: 'lose' };
    const acting = [lose, lose, lost, lost, lose, lose, 'error', null, true, true, [], 1];
    expect(said()).toEqual([...acting, { kind: 'volume', averageDailyVolume: null }, 1]);
    isOn = false;
    const nothing = [null, null, null, null, null, null, null, quote, false, false, [4], 7];
    expect(said()).toEqual([...nothing, 'truth', 1]);
    isOn = true;
    expect(said().slice(0, acting.length)).toEqual(acting);
    expect([gated.feedLoss.from, gated.feedLoss.to, gated.activations(NOW)]).toEqual([5, 9, 3]);
  });

  it('LIV-3: has none where it acts at times that were fixed before', () => {
    expect(canSwitch(fault)).toBe(true);
    const whenKnown = (): void => undefined;
    for (const fixed of [
      { halt: { symbol: 'X', window: null, whenKnown } },
      { streamNews: { whenKnown } },
      { runBegins: () => undefined },
    ])
      expect(canSwitch({ ...fault, ...fixed })).toBe(false);
  });
});
