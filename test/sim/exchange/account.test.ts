/** The venue's account: cash and positions, commissions in every asset, what it refuses for want of either. */
import { describe, expect, it } from 'vitest';
import { formatDecimal } from '../../../src/core/ground/decimal.js';
import { lots, ticks } from '../../../src/core/ground/units.js';
import type { AccountOptions, FeeOptions } from '../../../src/sim/exchange/venue-options.js';
import { BOOK, OPTIONS, Rig, type Row } from './venue-rig.js';

const account = (
  cash: string,
  more: Partial<AccountOptions> = {},
): { account: AccountOptions } => ({
  account: { ...OPTIONS.account, cash, ...more },
});
const fees = (more: Partial<FeeOptions>): { fees: FeeOptions } => ({
  fees: { makerBps: '1', takerBps: '5', asset: 'quote', ...more },
});
const cashOf = (rig: Rig): string => formatDecimal(rig.venue.cash());
const feeOf = (rig: Rig, index = 0) => rig.venue.truth.executions[index]?.fee;

describe('account', () => {
  it('S24: cash and position move by exactly price x quantity and the fee', () => {
    // 10 lots of 0.001 at 1.01 = 0.0101; 5 bps = 0.00000505.
    const rig = new Rig(BOOK, { ...account('100'), ...fees({}) });
    rig.market(1, 'm', 10);
    expect(cashOf(rig)).toBe('99.98989495');
    expect(feeOf(rig)).toEqual({ asset: 'USDT', amount: '0.00000505' });
    expect(rig.venue.positions()).toEqual([{ symbol: 'TEST', quantity: 10 }]);
  });

  it('F19: makers pay the maker rate, a negative rate is a rebate', () => {
    const rows: Row[] = [...BOOK, [10, 'sold', 97, 10]];
    const rig = new Rig(rows, { ...account('100'), ...fees({ makerBps: '-0.5' }) });
    rig.buy(1, 'a', 99, 10);
    rig.to(10);
    // 0.0099 paid, 0.5 bps of it back.
    expect(feeOf(rig)).toEqual({ asset: 'USDT', amount: '-0.000000495' });
    expect(cashOf(rig)).toBe('99.990100495');
  });

  it('F19 F:FIL6: a commission in the asset received is base on a buy and quote on a sell', () => {
    const rig = new Rig(BOOK, { ...account('100'), ...fees({ asset: 'received' }) });
    rig.market(1, 'b', 10);
    rig.market(1, 's', 10, { side: 'sell' });
    expect(feeOf(rig, 0)).toEqual({ asset: 'BTC', amount: '0.000005' });
    expect(feeOf(rig, 1)).toEqual({ asset: 'USDT', amount: '0.00000495' });
    expect(cashOf(rig)).toBe('99.99979505');
    expect([...rig.venue.feesCharged().keys()]).toEqual(['BTC', 'USDT']);
  });

  it('F19 F:FIL6: a commission in a third asset is converted at its price, half-even to 8 decimals', () => {
    const rig = new Rig(BOOK, {
      ...account('100'),
      ...fees({ asset: { named: 'BNB', quotePrice: '500' } }),
    });
    rig.market(1, 'b', 10);
    rig.market(1, 'c', 10);
    // 0.00000505 / 500 = 0.0000000101
    expect(feeOf(rig)).toEqual({ asset: 'BNB', amount: '0.00000001' });
    expect(formatDecimal(rig.venue.feesCharged().get('BNB')!)).toBe('0.00000002');
    expect(cashOf(rig)).toBe('99.9797');
  });

  it('F19: a buy must be covered by cash beside what open buys may cost, fee included', () => {
    // 10 lots at 0.99 = 0.0099. 0.02 covers two such orders, not three.
    const rig = new Rig(BOOK, account('0.02'));
    expect(rig.buy(1, 'a', 99, 10)).toMatchObject({ kind: 'accepted' });
    expect(rig.buy(1, 'b', 99, 10)).toMatchObject({ kind: 'accepted' });
    expect(rig.buy(1, 'c', 99, 10)).toMatchObject({ code: 'insufficient-balance' });
    expect(rig.market(1, 'm', 1)).toMatchObject({ code: 'insufficient-balance' });
    rig.cancel(2, 'a');
    expect(rig.buy(3, 'd', 99, 10)).toMatchObject({ kind: 'accepted' });
    expect(new Rig(BOOK, { ...account('0.0099'), ...fees({}) }).buy(1, 'a', 99, 10)).toMatchObject({
      code: 'insufficient-balance',
    });
  });

  it('a replace is checked without what it replaces', () => {
    const rig = new Rig(BOOK, account('0.01'));
    rig.buy(1, 'a', 99, 10);
    expect(rig.replace(2, 'a', { id: 'a2', quantity: 10, price: 98 })).toMatchObject({
      kind: 'accepted',
    });
    expect(rig.replace(3, 'a2', { id: 'a3', quantity: 20 })).toMatchObject({
      code: 'insufficient-balance',
    });
  });

  it('F19: a market order costs what it would take, a stop its trigger price, checked again when it triggers', () => {
    // 12 lots: 10 at 1.01 and 2 at 1.02 = 0.01214. The stop at 101 reserves 12 x 1.01 x 0.001 = 0.01212.
    expect(new Rig(BOOK, account('0.01214')).market(1, 'm', 12)).toMatchObject({
      status: 'filled',
    });
    expect(new Rig(BOOK, account('0.01213')).market(1, 'm', 12)).toMatchObject({
      kind: 'rejected',
    });
    const rig = new Rig([...BOOK, [10, 'bought', 101, 1]], account('0.01213'));
    expect(rig.stop(1, 's', 101, 12)).toMatchObject({ kind: 'accepted' });
    rig.to(10);
    expect([rig.status('s'), rig.reason('s')]).toEqual(['canceled 0/12', 'insufficient-balance']);
  });

  it('F19: without shorting a sale needs position beside the open sales', () => {
    const rig = new Rig(
      BOOK,
      account('1', { shorting: false, positions: new Map([['TEST', lots(5)]]) }),
    );
    expect(rig.sell(1, 'a', 105, 3)).toMatchObject({ kind: 'accepted' });
    expect(rig.sell(1, 'b', 105, 3)).toMatchObject({ code: 'insufficient-balance' });
    expect(rig.market(1, 'c', 2, { side: 'sell' })).toMatchObject({ kind: 'accepted' });
    expect(rig.replace(2, 'a', { id: 'a2', quantity: 3, price: 104 })).toMatchObject({
      kind: 'accepted',
    });
    expect(rig.venue.position('TEST')).toBe(3);
  });

  it('positions of other symbols stay, flat ones are no rows', () => {
    const positions = new Map([
      ['OTHER', lots(7)],
      ['TEST', lots(1)],
    ]);
    const rig = new Rig(BOOK, account('1', { positions }));
    rig.market(1, 's', 1, { side: 'sell' });
    expect(rig.venue.positions()).toEqual([{ symbol: 'OTHER', quantity: 7 }]);
    expect(rig.venue.position('NONE')).toBe(0);
  });

  it('a stop-limit is bounded by its limit', () => {
    const rig = new Rig(BOOK, account('0.0102'));
    const terms = { type: 'stop-limit', limitPrice: ticks(103) } as const;
    expect(rig.stop(1, 's', 101, 10, terms)).toMatchObject({ code: 'insufficient-balance' });
  });
});

describe('an account of futures', () => {
  /** The book's middle is 1.00; a lot at 1.00 is worth 0.001. */
  const future = (cash: string, more: Partial<AccountOptions> = {}) =>
    account(cash, { derivatives: new Set(['TEST']), shorting: false, marginLeverage: 5, ...more });
  const AT_100: readonly Row[] = [...BOOK, [0.5, 'bought', 100, 1]];

  it('F19: either side needs its worth over leverage, and its commission', () => {
    // 100 lots at 1.00 are 0.1: margin 0.02, and 0.00005 of commission at 5 bps.
    for (const side of ['buy', 'sell'] as const) {
      const with_ = (cash: string, more: object) =>
        new Rig(AT_100, { ...future(cash), ...more }).buy(1, 'a', 100, 100, { side });
      expect(with_('0.02', {})).toMatchObject({ kind: 'accepted' });
      expect(with_('0.019999', {})).toMatchObject({ code: 'insufficient-balance' });
      expect(with_('0.02005', fees({}))).toMatchObject({ kind: 'accepted' });
      expect(with_('0.02004', fees({}))).toMatchObject({ code: 'insufficient-balance' });
    }
  });

  it('F19: open orders of the dearer side count, not the sum of both', () => {
    const rig = new Rig(AT_100, future('0.02'));
    expect(rig.buy(1, 'a', 98, 100)).toMatchObject({ kind: 'accepted' });
    // 0.102 of sales: 0.0204.
    expect(rig.sell(1, 'b', 102, 100)).toMatchObject({ code: 'insufficient-balance' });
    expect(rig.sell(1, 'c', 102, 98)).toMatchObject({ kind: 'accepted' });
    expect(rig.buy(1, 'd', 98, 3)).toMatchObject({ code: 'insufficient-balance' });
  });

  it('F19: what only closes a position needs no margin, what goes beyond it does', () => {
    // Long 10 at 1.01, marked at 1.00: equity 0.002 - 0.0001, margin 0.01 / 5 = 0.002: nothing is free.
    const rig = new Rig(AT_100, future('0.00202'));
    expect(rig.market(1, 'a', 10)).toMatchObject({ status: 'filled' });
    expect(rig.buy(1, 'b', 98, 1)).toMatchObject({ code: 'insufficient-balance' });
    expect(rig.sell(1, 'c', 105, 21)).toMatchObject({ code: 'insufficient-balance' });
    expect(rig.sell(1, 'd', 105, 10)).toMatchObject({ kind: 'accepted' });
    expect(rig.market(1, 'e', 9, { side: 'sell' })).toMatchObject({ status: 'filled' });
  });

  it('F19: profit and loss become cash as a position is closed, and count as margin before', () => {
    // Bought 10 at 1.01; 4 of them sold at 0.99 lose 4 x 0.00002; the others stay entered at 1.01.
    const rig = new Rig(AT_100, future('0.01'));
    rig.market(1, 'a', 10);
    expect(cashOf(rig)).toBe('0.01');
    rig.market(1, 'b', 4, { side: 'sell' });
    expect(cashOf(rig)).toBe('0.00992');
    rig.market(1, 'c', 6, { side: 'sell' });
    expect(cashOf(rig)).toBe('0.0098');
    // Beyond flat it is short, entered at what is left of the bid: nothing is realised.
    rig.market(1, 'd', 5, { side: 'sell' });
    expect([cashOf(rig), rig.venue.position('TEST')]).toEqual(['0.0098', -5]);
  });

  it('F19: a short that the last print has gone against leaves no margin', () => {
    // Short 10 at 0.99, margin 0.00198. A print at 1.10: equity 0.0025 - 0.0011 = 0.0014, margin 0.0022.
    const rows: readonly Row[] = [...AT_100, [10, 'bought', 110, 1]];
    const rig = new Rig(rows, future('0.0025'));
    rig.market(1, 'a', 10, { side: 'sell' });
    expect(rig.sell(2, 'b', 101, 1)).toMatchObject({ kind: 'accepted' });
    expect(rig.sell(11, 'c', 111, 1)).toMatchObject({ code: 'insufficient-balance' });
    expect(rig.buy(11, 'd', 99, 10)).toMatchObject({ kind: 'accepted' });
  });
});
