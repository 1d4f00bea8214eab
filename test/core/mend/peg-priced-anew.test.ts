/**
 * A pegged price belongs to the attempt, not to the order: a retry four seconds later that still bids the old best bid
 * pays, or misses, what the market moved meanwhile. An id that may be known already keeps its terms (S3).
 */
import { describe, expect, it } from 'vitest';
import {
  EngineRig,
  REFUSED_CONNECTION,
  type RigOptions,
  UNKNOWN,
} from '../../support/engine-rig.js';
import { inSeconds } from '../../support/simulation-plan.js';

const pegged = (options: RigOptions = {}): EngineRig =>
  new EngineRig(options).order({
    slices: 1,
    duration: inSeconds(120),
    type: 'limit',
    timeInForce: 'gtc',
    limitPrice: { peg: 'bid', offsetTicks: -5 },
  });

const prices = (rig: EngineRig): readonly (number | null)[] =>
  rig.entries('submit-intent').map(({ command }) => command.terms.limitPrice);

/** The market has gone 100 ticks up. */
const move = (rig: EngineRig): void => {
  rig.quote = { bid: 600_090, ask: 600_110 };
};

function silent(rig: EngineRig, seconds: number): void {
  for (let n = 0; n < seconds * 2; n += 1) {
    if (rig.pendingOf('read-order').length > 0) rig.notFound();
    if (rig.pendingOf('read-executions').length > 0) rig.notFound('read-executions');
    rig.run(0.5);
  }
}

describe('a pegged order that did not get out', () => {
  it('SCH-4 ORD-5: is priced on the quote of its retry: 100 ticks too low in a rising market otherwise', () => {
    const rig = pegged();
    rig.outcome('submit', REFUSED_CONNECTION);
    move(rig);
    rig.run(2);
    expect(prices(rig)).toEqual([599_985, 600_085]);
    expect(rig.only('submit').terms).toMatchObject({ limitPrice: 600_085, quantity: 600 });
  });

  it('SCH-4 ORD-5: is priced anew at each attempt', () => {
    const rig = pegged();
    rig.outcome('submit', REFUSED_CONNECTION);
    move(rig);
    rig.run(2);
    rig.outcome('submit', REFUSED_CONNECTION);
    rig.quote = { bid: 599_890, ask: 599_910 };
    rig.run(4);
    expect(prices(rig)).toEqual([599_985, 600_085, 599_885]);
  });

  it('SCH-4: is priced anew once its absence was proven', () => {
    const rig = pegged();
    rig.outcome('submit', UNKNOWN);
    move(rig);
    silent(rig, 20);
    expect(rig.entries('absence-proven')).toHaveLength(1);
    expect(prices(rig)).toEqual([599_985, 600_085]);
  });

  it.each([600_090, 599_890])(
    'S3 SCH-4 F:QRY3: priced anew at %s, and it is the first that lives: ours, and nothing to mistrust',
    (bid) => {
      const rig = pegged();
      rig.outcome('submit', UNKNOWN);
      rig.quote = { bid, ask: bid + 20 };
      silent(rig, 20);
      rig.outcome('submit', { kind: 'exists', text: '' });
      rig.run(1);
      rig.found({ limitPrice: 599_985 as never });
      expect(rig.child()).toMatchObject({
        stage: { kind: 'working' },
        terms: { limitPrice: 599_985 },
      });
      expect(rig.entries('quarantine')).toEqual([]);
      rig.trade(600, 600);
      expect(rig.parent().status).toBe('filled');
    },
  );

  it('S3 SCH-4: keeps its terms as the probe of an unknown outcome: the venue may hold the first', () => {
    const rig = pegged({ config: { venue: { validFor: null, idempotency: 'forever' } } });
    rig.outcome('submit', UNKNOWN);
    move(rig);
    silent(rig, 10);
    expect(prices(rig).slice(0, 2)).toEqual([599_985, 599_985]);
  });

  it('S3 SCH-4: keeps them also when the probe itself did not get out', () => {
    const rig = pegged({ config: { venue: { validFor: null, idempotency: 'forever' } } });
    rig.outcome('submit', UNKNOWN);
    silent(rig, 6);
    expect(prices(rig)).toHaveLength(2);
    rig.outcome('submit', REFUSED_CONNECTION);
    move(rig);
    silent(rig, 20);
    expect(new Set(prices(rig))).toEqual(new Set([599_985]));
  });

  it('ORD-5: what was adopted, filled and told is the order at its last price', () => {
    const rig = pegged();
    rig.outcome('submit', REFUSED_CONNECTION);
    move(rig);
    rig.run(2);
    rig.outcome('submit', { kind: 'exists', text: '' });
    rig.run(1);
    rig.found({ status: 'filled', cumQty: 600 as never, limitPrice: 600_085 as never });
    expect(rig.alerts()).not.toContain('id-taken raised');
  });
});
