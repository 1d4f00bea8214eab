/** SCH-3: what the market must look like before a slice goes, and what happens when it does not, or cannot be read. */
import { describe, expect, it } from 'vitest';
import type { DepthLevel, ReadAnswer } from '../../../src/core/order/outcome.js';
import type { Lots, Ticks } from '../../../src/core/ground/units.js';
import type { ConfigChanges } from '../../support/engine-config.js';
import { EngineRig, FAILED_READ } from '../../support/engine-rig.js';
import { inSeconds } from '../../support/simulation-plan.js';

const WITH_BOOK: ConfigChanges = { earlyStop: { liquidityLevels: 5 } };
const PROCEED: ConfigChanges = { earlyStop: { onMarketDataError: 'proceed', liquidityLevels: 5 } };

const levels = (...quantities: number[]): DepthLevel[] =>
  quantities.map((quantity, n) => ({ price: (600_010 + n) as Ticks, quantity: quantity as Lots }));

const book = (...asks: number[]): ReadAnswer => ({
  kind: 'depth',
  bids: [],
  asks: levels(...asks),
});

/** The first slice went; the second is taken up after ten seconds. */
function second(before: (rig: EngineRig) => void): EngineRig {
  const rig = new EngineRig().order();
  rig.trade(100, 100);
  rig.run(9);
  before(rig);
  rig.run(1);
  return rig;
}

describe('spread and deviation', () => {
  it('SCH-3 S20: a spread of exactly 50 bps passes, one tick more stops the parent, with what was measured', () => {
    // Spread 3,000 over a mid of 600,000 is 50 bps.
    const fits = second((rig) => (rig.quote = { bid: 598_500, ask: 601_500 }));
    expect(fits.entries('submit-intent')).toHaveLength(2);
    const wide = second((rig) => (rig.quote = { bid: 598_500, ask: 601_502 }));
    expect(wide.entries('submit-intent')).toHaveLength(1);
    expect(wide.parent()).toMatchObject({
      status: 'stopped_early',
      stop: { code: 'SPREAD_TOO_WIDE', measured: '50.03 bps', limit: '50 bps' },
      slicesCanceled: 4,
    });
    expect(wide.child(1).belief.status).toBe('canceled');
  });

  it('SCH-3: a mid 100 bps from the reference mid passes, more stops; the reference is the mid at the first slice', () => {
    const fits = second((rig) => (rig.quote = { bid: 605_990, ask: 606_010 }));
    expect(fits.entries('submit-intent')).toHaveLength(2);
    const gone = second((rig) => (rig.quote = { bid: 606_000, ask: 606_020 }));
    expect(gone.parent().stop).toMatchObject({ code: 'PRICE_DEVIATION', measured: '100.17 bps' });
    const down = second((rig) => (rig.quote = { bid: 593_900, ask: 593_920 }));
    expect(down.parent().stop?.code).toBe('PRICE_DEVIATION');
  });

  it('SCH-3: each can be switched off', () => {
    const rig = new EngineRig({
      config: { earlyStop: { spreadBps: null, deviationBps: null } },
    }).order();
    rig.trade(100, 100);
    rig.quote = { bid: 500_000, ask: 700_000 };
    rig.run(10);
    expect(rig.entries('submit-intent')).toHaveLength(2);
  });
});

describe('the book', () => {
  it('SCH-3: the first levels must hold the slice; the price is then decided on a quote of that instant', () => {
    const rig = new EngineRig({ config: WITH_BOOK }).order();
    expect(rig.entries('submit-intent')).toEqual([]);
    rig.quote = { bid: 600_990, ask: 601_010 };
    rig.answer('read-depth', book(60, 39, 1));
    rig.flush();
    expect(rig.entries('slice-released')).toMatchObject([{ bid: 600_990, ask: 601_010 }]);
  });

  it('SCH-3 F:MD5: thin at two looks a second apart: stopped; filled up again in between: sent', () => {
    const rig = new EngineRig({ config: WITH_BOOK }).order();
    rig.answer('read-depth', book(50, 49));
    expect(rig.entries('slice-waiting')).toMatchObject([{ reason: 'thin-book' }]);
    rig.run(0.9);
    expect(rig.pendingOf('read-depth')).toEqual([]);
    rig.run(0.1);
    rig.answer('read-depth', book(50, 49));
    expect(rig.parent().stop).toMatchObject({
      code: 'LIQUIDITY_DRIED_UP',
      measured: '0.099 BTC in the first 2 levels',
      limit: '0.1 BTC',
    });
    const again = new EngineRig({ config: WITH_BOOK }).order();
    again.answer('read-depth', book(50, 49));
    again.run(1);
    again.answer('read-depth', book(50, 50));
    again.flush();
    expect(again.entries('submit-intent')).toHaveLength(1);
  });

  it('SCH-3: a seller looks at the bids, a catch-up slice at its own quantity', () => {
    const rig = new EngineRig({ config: WITH_BOOK }).order({
      side: 'sell',
      slices: 1,
      completion: 'catch-up',
    });
    const depth: ReadAnswer = { kind: 'depth', bids: levels(600), asks: [] };
    rig.answer('read-depth', depth);
    rig.flush();
    rig.trade(599, 599);
    rig.report({ execType: 'canceled', status: 'canceled', cumQty: 599 as Lots });
    rig.flush();
    rig.answer('read-depth', { kind: 'depth', bids: levels(1), asks: [] });
    rig.flush();
    expect(rig.entries('submit-intent').map(({ command }) => command.terms.quantity)).toEqual([
      600, 1,
    ]);
  });

  it("SCH-3: an answer to a read of a slice that has ended is nobody's", () => {
    const rig = new EngineRig({ config: WITH_BOOK }).order();
    const asked = rig.only('read-depth');
    rig.operator({ do: 'cancel-parent', parentId: rig.parent().parentId });
    rig.answer(asked, book(600));
    expect(rig.entries('slice-released')).toEqual([]);
    expect(rig.parent().status).toBe('canceled');
  });
});

describe('market data that cannot be used', () => {
  it.each([
    ['stale (F:MD1)', (rig: EngineRig): unknown => (rig.quoteAge = inSeconds(6))],
    ['never delivered', (rig: EngineRig): unknown => (rig.quoteAge = null)],
    ['without a quote', (rig: EngineRig): unknown => (rig.quote = null)],
    ['crossed (F:MD6)', (rig: EngineRig): unknown => (rig.quote = { bid: 600_010, ask: 600_000 })],
    ['locked (F:MD6)', (rig: EngineRig): unknown => (rig.quote = { bid: 600_000, ask: 600_000 })],
  ])(
    'SCH-3 S20: %s: looked at again for half an interval, then the slice is skipped',
    (_, spoil) => {
      const rig = second((one) => {
        spoil(one);
      });
      rig.run(4.9);
      expect(rig.child(0).belief.status).toBe('filled');
      expect(rig.children()).toHaveLength(1);
      rig.run(0.2);
      expect(rig.child(1).belief.status).toBe('skipped');
      expect(rig.entries('slice-waiting')).toHaveLength(5);
      expect(rig.parent().stop).toBeNull();
    },
  );

  it('SCH-3: it goes as soon as the data is good again', () => {
    const rig = second((one) => {
      one.quoteAge = inSeconds(60);
    });
    rig.run(2.5);
    rig.quoteAge = inSeconds(0);
    rig.run(0.6);
    expect(rig.entries('submit-intent')).toHaveLength(2);
  });

  it('SCH-3: one slice alone is held for thirty seconds at most', () => {
    const rig = new EngineRig();
    rig.quoteAge = null;
    rig.order({ slices: 1 });
    rig.run(29.9);
    expect(rig.children()).toEqual([]);
    rig.run(0.2);
    expect(rig.child().belief.status).toBe('skipped');
    expect(rig.parent().status).toBe('failed');
  });

  it('SCH-3: a failed read holds as well', () => {
    const rig = new EngineRig({ config: WITH_BOOK }).order();
    rig.answer('read-depth', FAILED_READ);
    expect(rig.entries('slice-waiting')).toMatchObject([{ reason: 'market-data' }]);
    rig.run(1);
    rig.answer('read-depth', { kind: 'positions', positions: [] });
    expect(rig.entries('slice-waiting')).toHaveLength(2);
  });

  it('SCH-3: with `proceed` the slice goes without, unless its price needs a quote', () => {
    const rig = new EngineRig({ config: PROCEED });
    rig.quoteAge = null;
    rig.order({ slices: 1 });
    expect(rig.entries('slice-released')).toMatchObject([{ bid: null, ask: null }]);
    expect(rig.child().expectedMidTwice).toBeNull();
    const pegged = new EngineRig({ config: PROCEED });
    pegged.quoteAge = null;
    pegged.order({
      slices: 1,
      type: 'limit',
      limitPrice: { peg: 'bid', offsetTicks: 0 },
      timeInForce: 'gtc',
    });
    expect(pegged.child().belief.status).toBe('skipped');
  });

  it('SCH-3: with `proceed` a book that cannot be read does not take the quote away', () => {
    const rig = new EngineRig({ config: PROCEED });
    rig.order({
      slices: 1,
      type: 'limit',
      limitPrice: { peg: 'bid', offsetTicks: 0 },
      timeInForce: 'gtc',
    });
    rig.answer('read-depth', FAILED_READ);
    rig.flush();
    expect(rig.only('submit').terms.limitPrice).toBe(599_990);
  });
});

describe('a quote that stands still under signs of life', () => {
  const told = (ask: number): ReadAnswer => ({
    kind: 'depth',
    bids: [{ price: (ask - 20) as Ticks, quantity: 1_000 as Lots }],
    asks: [{ price: ask as Ticks, quantity: 1_000 as Lots }],
  });

  it('SCH-3 F:MD1: the book that is asked for is the second witness: further apart than the spread may be, the slice holds', () => {
    const rig = new EngineRig({ config: WITH_BOOK }).order();
    rig.answer('read-depth', told(603_100));
    expect(rig.entries('slice-waiting')).toMatchObject([{ reason: 'market-data' }]);
    rig.run(1);
    rig.answer('read-depth', told(602_900));
    expect(rig.pendingOf('submit')).toHaveLength(1);
  });

  it('SCH-3 F:MD1: what never agrees is skipped, and with the spread unlimited nothing is compared', () => {
    const rig = new EngineRig({ config: WITH_BOOK }).order({ slices: 1 });
    for (let n = 0; n < 40 && rig.pendingOf('read-depth').length > 0; n += 1) {
      rig.answer('read-depth', told(660_000));
      rig.run(1);
    }
    expect(rig.child().belief.status).toBe('skipped');
    const free = new EngineRig({ config: { earlyStop: { liquidityLevels: 5, spreadBps: null } } });
    free.order().answer('read-depth', told(660_000));
    expect(free.pendingOf('submit')).toHaveLength(1);
  });
});

describe('the depth a catch-up needs', () => {
  it('SCH-3 TWAP-8: is its own quantity: a book that lacks it is looked at twice, then the parent stops', () => {
    const rig = new EngineRig({ config: WITH_BOOK });
    rig.order({ slices: 1, completion: 'catch-up' });
    rig.answer('read-depth', book(600));
    rig.accept();
    rig.report({ execType: 'canceled', status: 'canceled', leaves: 0 as Lots });
    rig.flush();
    rig.answer('read-depth', book(599));
    expect(rig.entries('slice-waiting').at(-1)?.reason).toBe('thin-book');
    rig.run(60);
    rig.answer('read-depth', book(599));
    expect(rig.parent().stop).toMatchObject({ code: 'LIQUIDITY_DRIED_UP', limit: '0.6 BTC' });
    expect(rig.entries('submit-intent')).toHaveLength(1);
  });
});
