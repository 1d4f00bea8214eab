/** S15 and S29, proven to fire: each limit there is, on the other side of its edge. */
import { describe, expect, it } from 'vitest';
import type { Input } from '../../../src/core/state/input.js';
import type { Limits, SymbolLimits, TotalLimits } from '../../../src/core/state/limits.js';
import type { State } from '../../../src/core/state/state.js';
import { NO_EXPOSURE, type SymbolExposure } from '../../../src/core/state/symbol-exposure.js';
import { type Lots, type Ticks, plus } from '../../../src/core/ground/units.js';
import { limitsHold } from '../../../src/sim/audit/invariants/limits.js';
import { singleWriter } from '../../../src/sim/audit/invariants/single-writer.js';
import { START } from '../../support/engine-rig.js';
import { limitsWith } from '../../support/limits.js';
import { INSTRUMENT, inSeconds } from '../../support/simulation-plan.js';
import {
  type Fed,
  accepted,
  departure,
  ended,
  entry,
  executed,
  id,
  judge,
  rig,
  terms,
} from './history.js';

const OTHER = { ...INSTRUMENT, symbol: 'ETHUSDT', baseAsset: 'ETH' };

interface World {
  readonly limits: Limits;
  readonly held?: number;
  /** Lots of the other symbol, and bid + ask its latest order saw. */
  readonly other?: { readonly held: number; readonly midTwice: number | null };
  readonly own?: Partial<SymbolExposure>;
  readonly children?: State['children'];
  /** Null = nothing. */
  readonly shown?: { readonly bid: number; readonly ask: number } | null;
  readonly adv?: string | null;
}

/** A mid of 60,000.0. */
const SHOWN = { bid: 599_999, ask: 600_001 };

function found(
  history: readonly Fed[],
  { limits, held = 0, other, own = {}, children, shown = SHOWN, adv = INSTRUMENT.adv }: World,
): readonly string[] {
  const { state, now, config } = rig;
  const exposures = new Map([
    [terms.symbol, { ...NO_EXPOSURE, ...own }],
    [OTHER.symbol, { ...NO_EXPOSURE, midTwice: other?.midTwice ?? null }],
  ]);
  return judge(limitsHold, history, {
    config: {
      ...config,
      instruments: new Map([
        [terms.symbol, { ...INSTRUMENT, adv }],
        [OTHER.symbol, OTHER],
      ]),
      limits,
      positions: new Map([
        [terms.symbol, held as Lots],
        [OTHER.symbol, (other?.held ?? 0) as Lots],
      ]),
    },
    state: {
      ...state,
      ...(children === undefined ? {} : { children }),
      exposure: exposures,
    },
    now,
    ...(shown === null ? {} : { shown: shown as never }),
  });
}

/** An order over 300 lots: 0.3 of 60,000. */
const LEAVES = [departure()];
/** The same under another name. */
const another = (fed: Fed): Fed =>
  'departure' in fed && fed.departure.kind === 'submit'
    ? { departure: { ...fed.departure, clientOrderId: 'another' as never } }
    : fed;
const TWO = [...LEAVES, ...LEAVES.map(another)];
const later = (seconds: number): Fed => departure(plus(START, inSeconds(seconds)));
const priced = (limitPrice: number, side = terms.side): readonly Fed[] => [
  {
    departure: {
      kind: 'submit',
      clientOrderId: id,
      terms: { ...terms, side, type: 'limit', limitPrice: limitPrice as Ticks },
      sentAt: START,
      validUntil: null,
    },
  },
];

describe('S15: what may leave', () => {
  it('S15: is over 300 lots here, worth 18,000 at the mid that was shown, and held to nothing where nothing is limited', () => {
    expect(terms).toMatchObject({ quantity: 300, side: 'buy', type: 'market' });
    expect(found(LEAVES, { limits: limitsWith() })).toEqual([]);
    expect(judge(limitsHold, LEAVES)).toEqual([]);
  });

  it.each<[keyof Omit<SymbolLimits, 'symbol'>, at: string | number, below: string | number, Fed[]]>(
    [
      ['orderQuantity', 300, 299, LEAVES],
      ['orderValue', '18000', '17999.99', LEAVES],
      ['position', 300, 299, LEAVES],
      // Of a daily volume of 3 BTC.
      ['advShareBps', 1_000, 999, LEAVES],
      ['openOrders', 2, 1, TWO],
      ['openValue', '36000', '35999.99', TWO],
      ['ordersPerMinute', 2, 1, [departure(), later(59), later(119)]],
    ],
  )('S15 RSK-3: %s of %s holds, and of %s fires', (key, at, below, history) => {
    const world = (limit: string | number): World => ({
      limits: limitsWith({ [key]: limit }),
      adv: '3',
    });
    expect(found(history, world(at))).toEqual([]);
    expect(found(history, world(below))).toContain('S15');
  });

  it.each<[keyof TotalLimits, at: string | number, below: string | number, Fed[]]>([
    ['openOrders', 2, 1, TWO],
    ['openValue', '36000', '35999.99', TWO],
    ['ordersPerMinute', 2, 1, [departure(), later(59)]],
    // And 0.1 of 3,000 in the other symbol.
    ['positionValue', '18300', '18299.99', LEAVES],
  ])('S15 RSK-3: in all, %s of %s holds, and of %s fires', (key, at, below, history) => {
    const world = (limit: string | number): World => ({
      limits: limitsWith({}, { [key]: limit }),
      other: { held: 100, midTwice: 60_000 },
    });
    expect(found(history, world(at))).toEqual([]);
    expect(found(history, world(below))).toContain('S15');
  });

  it('S15 RSK-3: a collar is held against the mid that was shown; an order at the market takes the other side', () => {
    const collar = (collarBps: number, history: readonly Fed[], shown: World['shown'] = SHOWN) =>
      found(history, { limits: limitsWith({ collarBps }), shown });
    expect(collar(10, priced(600_600))).toEqual([]);
    expect(collar(10, priced(600_601))).toEqual(['S15']);
    expect(collar(10, priced(599_400, 'sell'))).toEqual([]);
    expect(collar(10, priced(599_399, 'sell'))).toEqual(['S15']);
    expect(collar(10, LEAVES, { bid: 599_400, ask: 600_600 })).toEqual([]);
    expect(collar(9, LEAVES, { bid: 599_400, ask: 600_600 })).toEqual(['S15']);
    expect(collar(9, priced(600_000), null)).toEqual(['S15']);
    expect(collar(9, LEAVES, null)).toEqual([]);
  });

  it('S15 RSK-3: the larger of mid and limit values it; what cannot be valued, or set against a volume, passes no limit that needs it', () => {
    const worth = (orderValue: string, history: readonly Fed[], shown: World['shown'] = SHOWN) =>
      found(history, { limits: limitsWith({ orderValue }), shown });
    expect(worth('18000', priced(500_000))).toEqual([]);
    expect(worth('17999', priced(500_000))).toEqual(['S15']);
    expect(worth('18300', priced(610_000))).toEqual([]);
    expect(worth('18299', priced(610_000))).toEqual(['S15']);
    expect(worth('1000000', LEAVES, null)).toEqual(['S15']);
    const unheard = { limits: limitsWith({}, { positionValue: '1000000' }) };
    expect(found(LEAVES, { ...unheard, other: { held: 100, midTwice: null } })).toEqual(['S15']);
    expect(found(LEAVES, { limits: limitsWith({ advShareBps: 10_000 }), adv: null })).toEqual([
      'S15',
    ]);
  });

  it('S15: counts what is held, on the side that grows; what lowers a position passes', () => {
    const limited = (position: number, held: number): World => ({
      limits: limitsWith({ position: position as Lots }),
      held,
    });
    expect(found(LEAVES, limited(300, 1))).toEqual(['S15']);
    expect(found(LEAVES, limited(299, -1))).toEqual([]);
    const inAll = (held: number): World => ({
      limits: limitsWith({}, { positionValue: '17000' }),
      held,
    });
    expect(found(LEAVES, inAll(0))).toEqual(['S15']);
    expect(found(LEAVES, inAll(-400))).toEqual([]);
    // The engine has not heard yet that it sold less.
    const own = { position: -400 as Lots };
    expect(found(LEAVES, { ...inAll(0), own })).toEqual([]);
  });

  it('S15: what is open counts until it ends, and what has filled goes on counting', () => {
    const more = LEAVES.map(another);
    const held = (position: number, history: readonly Fed[]) =>
      found(history, { limits: limitsWith({ position: position as Lots }) });
    expect(held(599, [...LEAVES, accepted(), ...more])).toEqual(['S15']);
    expect(held(599, [...LEAVES, accepted(), executed(300, 0), ...more])).toEqual(['S15']);
    expect(held(599, [...LEAVES, accepted(), ended('canceled'), ...more])).toEqual([]);
    expect(held(599, [...LEAVES, ...more])).toEqual(['S15']);
    expect(held(600, [...LEAVES, accepted(), ...more])).toEqual([]);
    const one = { limits: limitsWith({ openOrders: 1 }) };
    expect(found([...LEAVES, accepted(), executed(300, 0), ...more], one)).toEqual([]);
    expect(found([...LEAVES, accepted(), executed(100, 200), ...more], one)).toEqual(['S15']);
  });

  it('S15: one that was filled and is sent again, as a question, counts once; each send counts as one', () => {
    const twice = [...LEAVES, accepted(), executed(300, 0), ...LEAVES];
    const limits = limitsWith({ position: 300 as Lots, openOrders: 1 });
    expect(found(twice, { limits })).toEqual([]);
    expect(found(twice, { limits: limitsWith({ ordersPerMinute: 1 }) })).toEqual(['S15']);
  });

  it('S15: what others placed counts as the engine has found it', () => {
    const orphans = { position: 10, buying: 20, selling: 40, openOrders: 1 } as never;
    const held = (limits: Limits) => found(LEAVES, { limits, own: { orphans } });
    expect(held(limitsWith({ position: 330 as Lots, openOrders: 2 }))).toEqual([]);
    expect(held(limitsWith({ position: 329 as Lots }))).toEqual(['S15']);
    expect(held(limitsWith({ openOrders: 1 }))).toEqual(['S15']);
    expect(held(limitsWith({ openValue: '21599' }))).toEqual(['S15']);
  });

  it('S15: a limit that an operator has set since holds from then on', () => {
    const { state, config, now } = rig;
    const set = { ...state, limits: limitsWith({ orderQuantity: 299 as Lots }) };
    expect(judge(limitsHold, LEAVES, { config, state: set, now })).toEqual(['S15']);
  });
});

describe('S15: an order in the place of another', () => {
  const children = new Map([[id, { terms }]]) as never;
  const replace = (clientOrderId: string, quantity: number): Fed => ({
    departure: {
      kind: 'replace',
      clientOrderId: clientOrderId as typeof id,
      newClientOrderId: 'next' as never,
      quantity: quantity as Lots,
      limitPrice: null,
      sentAt: START,
    },
  });
  const FILLED_IN_PART = [...LEAVES, accepted(), executed(100, 200)];
  const found300 = (history: readonly Fed[], own: Partial<SymbolLimits>) =>
    found(history, { limits: limitsWith(own), children });

  it('S15: counts for what it adds to what is open', () => {
    const held = (position: number) =>
      found300([...FILLED_IN_PART, replace(id, 350)], { position: position as Lots });
    expect(held(350)).toEqual([]);
    expect(held(349)).toEqual(['S15']);
  });

  it('S15: is over what its chain has not filled, however long that is', () => {
    const quantity = (history: readonly Fed[], orderQuantity: number) =>
      found300(history, { orderQuantity: orderQuantity as Lots }).length;
    // 250 lots are left of 350. The first, over 300, is what breaks either limit once.
    expect(quantity([...FILLED_IN_PART, replace(id, 350)], 250)).toBe(1);
    expect(quantity([...FILLED_IN_PART, replace(id, 350)], 249)).toBe(2);
    const second: readonly Fed[] = [
      ...FILLED_IN_PART,
      {
        truth: {
          kind: 'replaced',
          seq: 900,
          at: START,
          clientOrderId: id,
          replacedBy: 'second' as never,
          venueOrderId: 'v2' as never,
          terms: { ...terms, quantity: 200 as Lots },
          ahead: null,
        },
      },
    ];
    expect(quantity([...second, replace('second', 350)], 250)).toBe(1);
    expect(quantity([...second, replace('second', 350)], 249)).toBe(2);
  });

  it('S15: that asks for less of the same is held to nothing, nor is one of an order that is over', () => {
    const orderValue = '1';
    expect(found300([...FILLED_IN_PART, replace(id, 300)], { orderValue })).toHaveLength(1);
    expect(found300([...FILLED_IN_PART, replace('gone', 900)], { orderValue })).toHaveLength(1);
    expect(found300([...FILLED_IN_PART, replace(id, 301)], { orderValue })).toHaveLength(2);
  });
});

describe('S29: one writer', () => {
  const MEANT = entry('submit-intent');
  const STARTED: Fed = { input: { kind: 'started', at: rig.now } as Input };

  it('S29: fires on what the process before the last start meant', () => {
    expect(judge(singleWriter, [MEANT, departure()])).toEqual([]);
    expect(judge(singleWriter, [MEANT, STARTED, departure()])).toEqual(['S29']);
    expect(judge(singleWriter, [MEANT, STARTED, MEANT, departure()])).toEqual([]);
    expect(judge(singleWriter, [STARTED, MEANT, STARTED, departure()])).toEqual(['S29']);
  });
});
