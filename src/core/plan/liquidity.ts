/**
 * TWAP-7: the largest slice that average daily volume allows. Computed once, at plan time, and stored with the plan.
 * Unrealistic: a day's average says nothing about the minute a slice meets.
 */
import { divide } from '../ground/decimal.js';
import type { Lots } from '../ground/units.js';
import type { PlanWarning } from './plan.js';
import type { PlanContext } from './plan-context.js';

export interface LiquidityLimit {
  /** Null = none: switched off, or the volume is not known. */
  readonly maxSliceQuantity: Lots | null;
  readonly reason: string;
  readonly warnings: readonly PlanWarning[];
}

const NO_LIMIT: LiquidityLimit = { maxSliceQuantity: null, reason: '', warnings: [] };

export function liquidityLimit({
  adv,
  config,
}: Pick<PlanContext, 'adv' | 'config'>): LiquidityLimit {
  if (!config.liquidityCheckEnabled) return NO_LIMIT;
  if (adv === null) {
    return {
      ...NO_LIMIT,
      warnings: [
        { code: 'VOLUME_UNAVAILABLE', text: 'no average daily volume: no liquidity limit' },
      ],
    };
  }
  const share = Number(divide(BigInt(adv) * BigInt(config.maxSliceOfAdvBps), 10_000n, 'floor'));
  const reason = `${config.maxSliceOfAdvBps} bps of the average daily volume of ${adv} lots`;
  if (share >= 1) return { maxSliceQuantity: share as Lots, reason, warnings: [] };
  const text = `${reason} is below one lot: slices of one lot`;
  return {
    maxSliceQuantity: 1 as Lots,
    reason,
    warnings: [{ code: 'LIQUIDITY_LIMIT_ONE_LOT', text }],
  };
}
