/**
 * Venues' fee schedules as data (F19): rates by tier, with the public page they were read from and when. Only tiers on which the
 * pages we found agree are here; others are written as `makerBps` and `takerBps`. Venues change their fees: a schedule
 * is that of its date, whenever the market was recorded.
 */

export interface FeeSchedule {
  /** Where the figures stand. */
  readonly source: string;
  /** When we read them there, YYYY-MM-DD. */
  readonly date: string;
  /** By tier: basis points as a maker and as a taker, without the discount for paying in the venue's own token. */
  readonly tiers: ReadonlyMap<string, readonly [makerBps: string, takerBps: string]>;
}

export const SCHEDULE_NAMES = ['binance-spot', 'binance-usdm'] as const;
export type ScheduleName = (typeof SCHEDULE_NAMES)[number];

export const FIRST_TIER = 'vip0';

export const FEE_SCHEDULES: Readonly<Record<ScheduleName, FeeSchedule>> = {
  'binance-spot': {
    // Second hand: it names the venue's page, www.binance.com/en/fee/schedule, as its source of 2026-05-05.
    source: 'github.com/api-evangelist/binance, plans/binance-plans-pricing.yml',
    date: '2026-11-22',
    tiers: new Map([
      ['vip0', ['10', '10']],
      ['vip1', ['9', '10']],
    ]),
  },
  'binance-usdm': {
    source: 'docs.rs/crate/nautilus-binance/latest/source/src/common/fees.rs',
    date: '2026-11-22',
    tiers: new Map([
      ['vip0', ['2', '5']],
      ['vip1', ['1.6', '4']],
      ['vip2', ['1.4', '3.5']],
      ['vip3', ['1.2', '3.2']],
      ['vip4', ['1', '3']],
      ['vip5', ['0.8', '2.7']],
      ['vip6', ['0.6', '2.5']],
    ]),
  },
};
