/** Funding of futures (F19): who pays what at a venue's funding times. */
import { describe, expect, it } from 'vitest';
import { formatDecimal } from '../../../src/core/ground/decimal.js';
import { lots, ticks } from '../../../src/core/ground/units.js';
import type { FundingOptions } from '../../../src/sim/exchange/venue-options.js';
import { BOOK, OPTIONS, Rig, type Row, at } from './venue-rig.js';

const ROWS: readonly Row[] = [
  ...BOOK,
  [1, 'bought', 100, 1],
  [20, 'bought', 100, 1],
  [20, 'bought', 105, 1],
  [30, 'ask', 106, 10],
];

const rigWith = (bps: FundingOptions['bps'], position = 0): Rig =>
  new Rig(ROWS, {
    account: {
      ...OPTIONS.account,
      cash: '1',
      derivatives: new Set(['TEST']),
      positions: new Map([['TEST', lots(position)]]),
      entryPrices: new Map([['TEST', ticks(100)]]),
      funding: { bps, times: [at(10), at(20), at(40)] },
    },
  });

const fundingsOf = (rig: Rig): readonly string[] =>
  rig.venue.fundings.map(
    ({ position, paid }) => `${position} ${paid === null ? 'unknown' : formatDecimal(paid)}`,
  );
const cashOf = (rig: Rig): string => formatDecimal(rig.venue.cash());

describe('funding', () => {
  it('F19: longs pay position x mark x rate, at the mark before the market of the instant, and past its end', () => {
    // 1,000 lots at 1.00 are worth 1: 1.5 bps are 0.00015; at 20 the mark is still 1.00, at 40 it is 1.05.
    const rig = rigWith('1.5', 1_000).to(100);
    expect(fundingsOf(rig)).toEqual(['1000 0.00015', '1000 0.00015', '1000 0.0001575']);
    expect(cashOf(rig)).toBe('0.9995425');
  });

  it('F19: shorts get it, and pay where the rate is negative', () => {
    expect(cashOf(rigWith('2', -1_000).to(15))).toBe('1.0002');
    expect(cashOf(rigWith('-2', -1_000).to(15))).toBe('0.9998');
  });

  it('F19: who is flat at the time pays nothing, and an order of the instant comes too late', () => {
    const rig = rigWith('2');
    rig.market(10, 'a', 5);
    expect(fundingsOf(rig)).toEqual([]);
    rig.market(19, 'b', 5, { side: 'sell' });
    rig.market(35, 'c', 2);
    rig.to(50);
    // 2 lots at 1.05: 0.0021 x 0.0002.
    expect(fundingsOf(rig)).toEqual(['2 0.00000042']);
  });

  it('F19: without a rate nothing is paid, and what was passed is known', () => {
    const rig = rigWith(null, -3).to(25);
    expect(fundingsOf(rig)).toEqual(['-3 unknown', '-3 unknown']);
    expect(cashOf(rig)).toBe('1');
  });

  it('F19: what was paid is no margin any more', () => {
    // 100 long at 1.00 with 0.0001 left beside the margin: 10 bps of 0.1 take just that.
    const rig = (cash: string): Rig =>
      new Rig(ROWS, {
        account: {
          ...OPTIONS.account,
          cash,
          derivatives: new Set(['TEST']),
          marginLeverage: 5,
          positions: new Map([['TEST', lots(100)]]),
          entryPrices: new Map([['TEST', ticks(100)]]),
          funding: { bps: '10', times: [at(10)] },
        },
      });
    // One lot more at 0.98 needs 0.000196.
    expect(rig('0.0203').buy(9, 'a', 98, 1)).toMatchObject({ kind: 'accepted' });
    expect(rig('0.0203').buy(11, 'a', 98, 1)).toMatchObject({ kind: 'accepted' });
    expect(rig('0.02029').buy(9, 'a', 98, 1)).toMatchObject({ kind: 'accepted' });
    expect(rig('0.02029').buy(11, 'a', 98, 1)).toMatchObject({ code: 'insufficient-balance' });
  });
});
