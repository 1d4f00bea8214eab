/** Liquidation of futures (F19): when a venue closes a position, with what, and what becomes of the orders. */
import { describe, expect, it } from 'vitest';
import { formatDecimal } from '../../../src/core/ground/decimal.js';
import { lots, ticks } from '../../../src/core/ground/units.js';
import type { AccountOptions } from '../../../src/sim/exchange/venue-options.js';
import { L2Venue } from '../../../src/sim/market/l2/l2-venue.js';
import { BOOK, OPTIONS, Rig, type RigOptions, type Row, at } from './venue-rig.js';

/** 10 lots at 1.00 are worth 0.01: at 5 the initial margin is 0.002, the maintenance margin 0.001. */
const long = (cash: string, more: Partial<AccountOptions> = {}): AccountOptions => ({
  ...OPTIONS.account,
  cash,
  shorting: false,
  derivatives: new Set(['TEST']),
  marginLeverage: 5,
  positions: new Map([['TEST', lots(10)]]),
  entryPrices: new Map([['TEST', ticks(100)]]),
  ...more,
});
const rigOf = (rows: readonly Row[], account: AccountOptions, more: RigOptions = {}): Rig =>
  new Rig([...BOOK, ...rows], { account, ...more });
const madeBy = (rig: Rig): readonly string[] =>
  (rig.venue.truth.liquidations ?? []).map(
    ({ at: time, clientOrderId, side, quantity, executions }) =>
      `${time - at(0)} ${clientOrderId} ${side} ${quantity}: ${executions
        .map((made) => `${made.quantity}@${made.price}`)
        .join(' ')}`,
  );

describe('liquidation', () => {
  it('F19: a long is closed at the book, as a taker, by the first print that leaves less than the maintenance margin', () => {
    // 0.0011 of cash. At 0.99: equity 0.0010 against 0.00099. At 0.98: 0.0009 against 0.00098.
    const rows: readonly Row[] = [
      [10, 'sold', 99, 1],
      [20, 'sold', 98, 1],
    ];
    expect(madeBy(rigOf(rows, long('0.0011')).to(19))).toEqual([]);
    const rig = rigOf(rows, long('0.0011'), {
      fees: { makerBps: '0', takerBps: '10', asset: 'quote' },
    }).to(30);
    // The print took 1 of 20 at 0.98, and what stood at 0.99: 10 at 0.98 lose 0.0002 and cost 10 bps of 0.0098.
    expect(madeBy(rig)).toEqual(['20000 autoclose-1 sell 10: 10@98']);
    expect(formatDecimal(rig.venue.cash())).toBe('0.0008902');
    expect(rig.venue.positions()).toEqual([]);
  });

  it('F19: a short is closed by a print above', () => {
    // Short 10 at 1.00 with 0.0013. At 1.02: 0.0011 against 0.00102; at 1.03: 0.0010 against 0.00103.
    const short = long('0.0013', { positions: new Map([['TEST', lots(-10)]]) });
    const rows: readonly Row[] = [
      [5, 'ask', 104, 10],
      [10, 'bought', 102, 1],
      [20, 'bought', 103, 1],
    ];
    expect(madeBy(rigOf(rows, short).to(19))).toEqual([]);
    expect(madeBy(rigOf(rows, short).to(20))).toEqual(['20000 autoclose-1 buy 10: 10@104']);
  });

  it('F19: equity that is just the maintenance margin is enough', () => {
    // At 0.98 equity is cash - 0.0002 and the margin 0.00098.
    const rows: readonly Row[] = [[10, 'sold', 98, 1]];
    expect(madeBy(rigOf(rows, long('0.00118')).to(10))).toEqual([]);
    expect(madeBy(rigOf(rows, long('0.0011799999')).to(10))).toHaveLength(1);
  });

  it('F19: open orders are canceled, triggered stops too, and the order stream tells of all of it', () => {
    const rows: readonly Row[] = [[10, 'sold', 98, 1]];
    const rig = rigOf(rows, long('0.00115'));
    rig.sell(1, 'a', 105, 3);
    rig.stop(1, 'b', 98, 5, { side: 'sell' });
    rig.to(10);
    expect([rig.status('a'), rig.reason('a')]).toEqual(['canceled 0/3', 'liquidation']);
    expect([rig.status('b'), rig.reason('b')]).toEqual(['canceled 0/5', 'liquidation']);
    expect(madeBy(rig)).toEqual(['10000 autoclose-1 sell 10: 10@98']);
    expect(
      rig.reports
        .filter(({ liquidation }) => liquidation === true)
        .map(({ execType, side, leaves }) => `${execType} ${side} ${leaves}`),
    ).toEqual(['accepted sell 10', 'trade sell 0']);
    // No entry, no execution and no order of the client's.
    expect(rig.fills).toEqual([]);
    expect(rig.status('autoclose-1')).toBe('not found');
  });

  it('F19: what the book has not is tried again, and nothing new is carried meanwhile', () => {
    // The print at 0.90 went through all bids, and left 0.0001 of equity.
    const rows: readonly Row[] = [
      [10, 'sold', 90, 1],
      [11, 'bid', 89, 3],
      [20, 'bid', 88, 2],
      [30, 'ask', 103, 5],
      [40, 'bid', 86, 50],
    ];
    const rig = rigOf(rows, long('0.0011')).to(15);
    expect(madeBy(rig)).toEqual(['11000 autoclose-1 sell 10: 3@89']);
    expect(rig.buy(16, 'a', 80, 1)).toMatchObject({ code: 'insufficient-balance' });
    rig.to(50);
    expect(madeBy(rig).slice(1)).toEqual([
      '20000 autoclose-2 sell 7: 2@88',
      '40000 autoclose-3 sell 5: 5@86',
    ]);
  });

  it('F19: what is left of a position once its margin suffices again is kept', () => {
    // 0.0009 of equity at 0.98 are too little for 10 lots, and enough for the 7 that the book did not take.
    const rows: readonly Row[] = [
      [5, 'bid', 98, 4],
      [10, 'sold', 98, 1],
      [20, 'bid', 97, 50],
    ];
    const rig = rigOf(rows, long('0.0011')).to(30);
    expect(madeBy(rig)).toEqual(['10000 autoclose-1 sell 10: 3@98']);
    expect(rig.venue.position('TEST')).toBe(7);
  });

  it('F19: funding and our own trades can take the margin as well as the mark, at the next instant of the market', () => {
    const rows: readonly Row[] = [
      [5, 'sold', 100, 1],
      [30, 'ask', 103, 5],
    ];
    // 0.0015 less 6 % of 0.01.
    const funded = long('0.0015', { funding: { bps: '600', times: [at(20)] } });
    expect(madeBy(rigOf(rows, funded).to(29))).toEqual([]);
    expect(madeBy(rigOf(rows, funded).to(30))).toHaveLength(1);
  });

  it('F19: not in a halt, but after it', () => {
    const rows: readonly Row[] = [
      [10, 'sold', 100, 1],
      [25, 'sold', 97, 1],
      [45, 'ask', 103, 5],
    ];
    const funded = long('0.0015', { funding: { bps: '600', times: [at(22)] } });
    const rig = rigOf(rows, funded, {
      halts: [{ from: at(20), to: at(40), newOrders: 'refuse' }],
    });
    expect(madeBy(rig.to(39))).toEqual([]);
    expect(madeBy(rig.to(40))[0]).toMatch(/^40000 autoclose-1 sell 10: /);
  });

  it('F19: one margin carries all futures of an account, and all are closed together', () => {
    // 10 each at 1.00, 0.0025 of cash. TEST at 0.98, OTHER at 0.97: equity 0.0020 against 0.00195 of margin.
    // TEST at 0.96: 0.0018 against 0.00193, where TEST alone would have had more than it needs.
    const listed = (rows: readonly Row[]) => new Rig([...BOOK, ...rows]).setup.listings[0]!;
    const test = listed([
      [10, 'sold', 98, 1],
      [30, 'sold', 96, 1],
      [30, 'bid', 96, 50],
    ]);
    const other = listed([
      [20, 'sold', 97, 1],
      [20, 'bid', 97, 50],
    ]);
    const venue = new L2Venue({
      listings: [
        test,
        {
          ...other,
          instrument: { ...other.instrument, symbol: 'OTHER' },
          tape: { ...other.tape, symbol: 'OTHER' },
        },
      ],
      listener: { onReport: () => undefined },
      options: {
        ...OPTIONS,
        account: long('0.0025', {
          derivatives: new Set(['TEST', 'OTHER']),
          positions: new Map([
            ['TEST', lots(10)],
            ['OTHER', lots(10)],
          ]),
          entryPrices: new Map([
            ['TEST', ticks(100)],
            ['OTHER', ticks(100)],
          ]),
        }),
      },
    });
    const advance = (until: number): void => {
      while (venue.advance(at(until)) < at(until));
    };
    advance(29);
    expect(venue.truth.liquidations).toBeUndefined();
    advance(30);
    const made = venue.truth.liquidations!.map(
      ({ symbol, quantity, executions }) => `${symbol} ${quantity}: ${executions[0]!.price}`,
    );
    expect(made).toEqual(['TEST 10: 96', 'OTHER 10: 97']);
    expect(formatDecimal(venue.cash())).toBe('0.0018');
  });

  it('F19: what is not a future is left alone, and so is who holds nothing', () => {
    const rows: readonly Row[] = [[10, 'sold', 1, 1]];
    const spot = long('0', { derivatives: new Set() });
    expect(madeBy(rigOf(rows, spot).to(20))).toEqual([]);
    expect(madeBy(rigOf(rows, long('0', { positions: new Map() })).to(20))).toEqual([]);
  });
});
