/** `venue.fees` as rates: those it gives, or those of the schedule and tier it names (F19). Pure. */
import { InvariantError } from '../../core/ground/invariant.js';
import type { FeeOptions, FeeScheduleOrigin } from '../../sim/exchange/venue-options.js';
import { FEE_SCHEDULES, FIRST_TIER } from './fee-schedules.js';
import type { Found } from './problem.js';
import type { Scenario } from './schema.js';

type FeeFields = Scenario['venue']['fees'];

const MAKER_BPS = '1';
const TAKER_BPS = '5';

export function feesOf({ schedule, tier, makerBps, takerBps, asset }: FeeFields): FeeOptions {
  if (schedule === undefined) {
    return { makerBps: makerBps ?? MAKER_BPS, takerBps: takerBps ?? TAKER_BPS, asset };
  }
  const rates = FEE_SCHEDULES[schedule].tiers.get(tier ?? FIRST_TIER);
  if (rates === undefined) throw new InvariantError(`unchecked tier: ${tier}`);
  return { makerBps: rates[0], takerBps: rates[1], asset };
}

export function feeScheduleOf({
  schedule,
  tier = FIRST_TIER,
}: FeeFields): FeeScheduleOrigin | null {
  if (schedule === undefined) return null;
  const { source, date } = FEE_SCHEDULES[schedule];
  return { name: schedule, tier, source, date };
}

export function feeProblems({ venue: { fees } }: Scenario): readonly Found[] {
  const { schedule, tier } = fees;
  const at = (key: string): Found['path'] => ['venue', 'fees', key];
  if (schedule === undefined) {
    if (tier === undefined) return [];
    const what = 'is a tier of no schedule';
    return [{ path: at('tier'), what, fix: 'name its schedule, or write makerBps and takerBps' }];
  }
  const rates = (['makerBps', 'takerBps'] as const).filter((key) => fees[key] !== undefined);
  const twice = rates.map((key) => ({
    path: at(key),
    what: `the schedule ${schedule} says it already`,
    fix: 'write either a schedule or rates',
  }));
  const { tiers } = FEE_SCHEDULES[schedule];
  if (tier === undefined || tiers.has(tier)) return twice;
  const what = `there is no tier "${tier}" in ${schedule}`;
  return [
    ...twice,
    { path: at('tier'), what, fix: `write one of ${[...tiers.keys()].join(', ')}` },
  ];
}
