/** ORD-1: the path of an order from arrival to plan; TWAP-5 … TWAP-9 as they meet the engine. */
import { describe, expect, it } from 'vitest';
import type { ReadAnswer } from '../../../src/core/order/outcome.js';
import type { Lots, Ticks } from '../../../src/core/ground/units.js';
import type { ConfigChanges } from '../../support/engine-config.js';
import { EngineRig, FAILED_READ, READS_VOLUME } from '../../support/engine-rig.js';
import { INSTRUMENT, inSeconds, order } from '../../support/simulation-plan.js';

const WITH_VOLUME = { slicing: { liquidityCheckEnabled: true } } as const;
const volume = (averageDailyVolume: number | null): ReadAnswer => ({
  kind: 'volume',
  averageDailyVolume: averageDailyVolume as Lots | null,
});
const asks = (...quantities: number[]): ReadAnswer => ({
  kind: 'depth',
  bids: [{ price: 599_990 as Ticks, quantity: 1 as Lots }],
  asks: quantities.map((quantity, n) => ({
    price: (600_010 + n) as Ticks,
    quantity: quantity as Lots,
  })),
});

describe('the path of an order', () => {
  it('ORD-1: received, planned, durable, then scheduled: each an entry, in that order', () => {
    const rig = new EngineRig().order();
    expect(rig.kinds().slice(0, 3)).toEqual(['order-received', 'parent-planned', 'slice-due']);
    expect(rig.parent()).toMatchObject({
      algo: 'twap',
      arrivalMidTwice: 1_200_000,
      plan: { slices: 6 },
    });
  });

  it('ORD-1 TWAP-4: a faulty request is refused with every fault, and nothing is created', () => {
    const rig = new EngineRig().order({
      quantity: '0.0005',
      limitPrice: '60000',
      strategyId: 'No Such',
    });
    expect(rig.entries('order-refused')).toMatchObject([{ parentId: null, code: 'invalid' }]);
    const fields = rig.entries('order-refused')[0]?.problems.map(({ field }) => field);
    expect(fields).toEqual(expect.arrayContaining(['quantity', 'limitPrice', 'strategyId']));
    expect(rig.parents()).toEqual([]);
  });

  it('ORD-0: `external` is reserved', () => {
    const rig = new EngineRig().order({ strategyId: 'external' });
    expect(rig.entries('order-refused')[0]?.problems.map(({ field }) => field)).toEqual([
      'strategyId',
    ]);
  });

  it('ORD-1: an unknown symbol is refused, naming those that are known', () => {
    const rig = new EngineRig().order({ symbol: 'NOSUCH' });
    expect(rig.entries('order-refused')).toMatchObject([
      {
        code: 'unknown-symbol',
        problems: [{ field: 'symbol', text: 'no instrument NOSUCH; known: BTCUSDT' }],
      },
    ]);
  });

  it('ORD-1 RSK-1 RSK-2: kill switch and breaker refuse it, with the cause', () => {
    const rig = new EngineRig();
    rig.operator({ do: 'kill-on', cancelWorking: true }, 'flood');
    rig.order();
    rig.operator({ do: 'kill-off' });
    rig.operator({ do: 'breaker-trip' }, 'drawdown');
    rig.order();
    expect(rig.entries('order-refused').map(({ code }) => code)).toEqual([
      'kill-switch',
      'circuit-breaker',
    ]);
    expect(rig.parents()).toEqual([]);
    rig.operator({ do: 'breaker-reset' });
    expect(rig.order().parents()).toHaveLength(1);
  });

  it('TWAP-6: entries keep only what planning read: no depth beyond the side and levels it looks at', () => {
    const rig = new EngineRig({ config: WITH_VOLUME }).order({ algo: 'auto' });
    rig.answer('read-depth', asks(1, 1, 1, 1, 1, 1, 1));
    rig.answer('read-volume', volume(null));
    const intake = rig.entries('arrival-answered').at(-1)?.intake;
    expect(intake?.opposite).toHaveLength(5);
    expect(intake?.waiting).toEqual([]);
    expect(rig.parent().intake).toBeNull();
  });

  it('S22 TWAP-7: where the day’s volume is asked of the venue, it is not while that takes no requests; the plan says so', () => {
    const planned = (config: ConfigChanges): EngineRig => {
      const rig = new EngineRig({ config: { ...config, ...READS_VOLUME } });
      rig.order().answer('read-volume', { kind: 'volume', averageDailyVolume: null });
      rig.run(1);
      rig.outcome('submit', {
        ...{ kind: 'not-sent', reason: 'rate-limited', veto: null },
        retryAfter: inSeconds(30),
      });
      return rig.order({ idempotencyKey: '1' });
    };
    const asking = planned({ venue: { asksVolume: true } });
    expect(asking.pendingOf('read-volume')).toEqual([]);
    const [, plan] = asking.entries('parent-planned');
    expect(plan?.warnings.map(({ code }) => code)).toContain('VOLUME_UNAVAILABLE');
    expect(planned({}).pendingOf('read-volume')).toHaveLength(1);
  });
});

describe('the same request twice', () => {
  it('TWAP-5: is recognised: the first comes back with its status and what remains, nothing is created', () => {
    const rig = new EngineRig().order();
    rig.trade(100, 100);
    const before = rig.parent();
    rig.order();
    expect(rig.entries('duplicate-request')).toMatchObject([
      { duplicateOf: before.parentId, status: 'working', terminal: false, remaining: 500 },
    ]);
    expect(rig.parents()).toHaveLength(1);
    expect(rig.parent()).toEqual(before);
  });

  it('TWAP-5: also while the first still reads the market, and while orders are refused', () => {
    const rig = new EngineRig({ config: READS_VOLUME });
    rig.order();
    rig.operator({ do: 'kill-on', cancelWorking: true });
    rig.order();
    expect(rig.entries('duplicate-request')).toHaveLength(1);
    expect(rig.pendingOf('read-volume')).toHaveLength(1);
  });

  it('TWAP-5: of a terminal parent says so; another key is another order', () => {
    const rig = new EngineRig().order({ slices: 1 });
    rig.trade(600, 600);
    rig.order({ slices: 1 });
    expect(rig.entries('duplicate-request')).toMatchObject([{ terminal: true, remaining: 0 }]);
    rig.order({ slices: 1, idempotencyKey: '1' });
    expect(rig.parents()).toHaveLength(2);
  });

  it('TWAP-5: just after midnight is recognised under the date of the first', () => {
    const rig = new EngineRig();
    const toMidnight = 86_400 - (1_700_000_000 % 86_400);
    rig.run(toMidnight - 60);
    rig.order({ start: (rig.now + inSeconds(3_600)) as never });
    const { request } = rig.parent();
    rig.run(120);
    rig.order({ start: request.start });
    expect(rig.entries('duplicate-request')).toHaveLength(1);
    rig.run(3_600);
    rig.order({ start: request.start });
    expect(rig.parents()).toHaveLength(2);
  });

  it('TWAP-5: refused after its receipt because no plan could be made, it may come again, mended or not', () => {
    const rig = new EngineRig();
    rig.quote = { bid: 10_000, ask: 10_002 };
    rig.order({ quantity: '0.001', slices: 1 });
    expect(rig.entries('order-refused')).toMatchObject([{ code: 'unplannable' }]);
    expect(rig.parents()).toEqual([]);
    expect(rig.clock.pending).toBe(0);
    rig.quote = { bid: 599_990, ask: 600_010 };
    rig.order({ quantity: '0.001', slices: 1 });
    expect(rig.parent().plan?.slices).toBe(1);
    expect(rig.entries('duplicate-request')).toEqual([]);
  });
});

describe('the plan', () => {
  it('TWAP-6: slices below 50 in quote currency at the arrival mid are merged, with a warning', () => {
    // A lot is worth 60; with half of that, two lots a slice.
    const rig = new EngineRig();
    rig.quote = { bid: 299_990, ask: 300_010 };
    rig.order({ quantity: '0.006', slices: 6 });
    expect(rig.parent().plan?.slices).toBe(3);
    expect(rig.parent().warnings.map(({ code }) => code)).toEqual(['SLICES_MERGED']);
  });

  it('TWAP-7: no slice above 1 % of the average daily volume: more slices over the same length', () => {
    const rig = new EngineRig({ config: WITH_VOLUME }).order();
    rig.answer('read-volume', volume(5_000));
    expect(rig.parent().plan).toMatchObject({ slices: 12, maxSliceQuantity: 50 });
    expect(rig.parent().warnings.map(({ code }) => code)).toEqual(['SLICES_SPLIT']);
  });

  it.each([
    ['unavailable', volume(null)],
    ['a failed read', FAILED_READ],
  ])('TWAP-7: volume %s: no limit, a warning, not blocked', (_, answer) => {
    const rig = new EngineRig({ config: WITH_VOLUME }).order();
    rig.answer('read-volume', answer);
    expect(rig.parent().plan).toMatchObject({ slices: 6, maxSliceQuantity: null });
    expect(rig.parent().warnings.map(({ code }) => code)).toEqual(['VOLUME_UNAVAILABLE']);
  });

  it('TWAP-7 RCV-2: the limit is stored with the plan and not asked for again', () => {
    const rig = new EngineRig({ config: WITH_VOLUME }).order();
    rig.answer('read-volume', volume(5_000));
    rig.run(30);
    expect(rig.pendingOf('read-volume')).toEqual([]);
    expect(rig.entries('parent-planned')[0]?.plan.maxSliceQuantity).toBe(50);
  });
});

describe('routing', () => {
  const route = (quantity: string, depth: ReadAnswer, quoted = true): string => {
    const rig = new EngineRig();
    if (!quoted) rig.quoteAge = null;
    rig.order({ algo: 'auto', quantity, duration: null, slices: null });
    rig.answer('read-depth', depth);
    const { algo, plan } = rig.parent();
    return `${algo} ${plan?.slices ?? 0}`;
  };

  it('TWAP-9: above 1,000 in value or 20 % of five opposite levels: sliced as routing.twap says; else direct', () => {
    // A lot is 60: 16 lots are 960, 17 are 1,020.
    expect(route('0.016', asks(1_000))).toBe('direct 1');
    expect(route('0.017', asks(1_000))).toBe('twap 17');
    expect(route('0.010', asks(10, 10, 10, 10, 10))).toBe('direct 1');
    expect(route('0.011', asks(10, 10, 10, 10, 10, 1_000))).toBe('twap 11');
  });

  it('TWAP-9: neither a price nor a book: sliced, since nothing shows that it is small', () => {
    expect(route('0.100', FAILED_READ, false)).toBe('twap 20');
  });

  it('TWAP-9 TWAP-5: a direct order is slice 0, with the id of slice 0', () => {
    const rig = new EngineRig().order({ algo: 'direct', duration: null, slices: null });
    expect(rig.child()).toMatchObject({ slice: 0, childKind: 'slice' });
    expect(rig.only('submit').terms.quantity).toBe(600);
  });
});

describe('what reaches the core is journaled as it came', () => {
  it('the input of a refused order is in the journal too', () => {
    const rig = new EngineRig();
    const request = order({ quantity: 'NaN' });
    rig.take({ kind: 'order-request', request });
    expect(rig.blocks.map(({ input }) => input)).toEqual([
      {
        kind: 'order-request',
        request,
        at: rig.now,
        quotes: [rig.quoteOf(INSTRUMENT.symbol)],
      },
    ]);
  });
});
