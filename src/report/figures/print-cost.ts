/** An exact cost split as the report prints it: bps that add up to the printed shortfall, and exact money. */
import { formatDecimal } from '../../core/ground/decimal.js';
import { bpsOf, splitBps } from './bps.js';
import { COST_PARTS, type CostPart, type CostSplit } from './cost.js';
import type { CostBps, CostQuote } from '../schema/parent-report.js';

export interface PrintedCost {
  readonly shortfallBps: number | null;
  readonly shortfallQuote: string | null;
  readonly cost: CostBps;
  readonly costQuote: CostQuote;
  readonly filledCostBps: number | null;
}

export function printCost(split: CostSplit): PrintedCost {
  const bps = bpsOfParts(split);
  const money = (amount: bigint | null): string | null =>
    amount === null ? null : formatDecimal({ mantissa: amount, scale: split.scale });
  // Without a basis nothing was measured against anything; fees are money of their own.
  const measured = (amount: bigint | null): string | null =>
    split.basis === null ? null : money(amount);
  return {
    shortfallBps: bps.total,
    shortfallQuote: money(split.total),
    cost: {
      delayBps: bps.parts.delay,
      triggerBps: bps.parts.trigger,
      spreadBps: bps.parts.spread,
      impactBps: bps.parts.impact,
      timingBps: bps.parts.timing,
      feesBps: bps.parts.fees,
      opportunityBps: bps.parts.opportunity,
    },
    costQuote: {
      delay: measured(split.parts.delay),
      trigger: measured(split.parts.trigger),
      spread: measured(split.parts.spread),
      impact: measured(split.parts.impact),
      timing: measured(split.parts.timing),
      fees: money(split.parts.fees),
      opportunity: measured(split.parts.opportunity),
    },
    filledCostBps: filledBps(split),
  };
}

/** Null where nothing was filled. */
const filledBps = ({ filled: { cost, basis } }: CostSplit): number | null =>
  cost === null || basis === null ? null : bpsOf(cost, basis);

interface BpsOfParts {
  readonly total: number | null;
  readonly parts: Readonly<Record<CostPart, number | null>>;
}

function bpsOfParts({ basis, total, parts }: CostSplit): BpsOfParts {
  const known = COST_PARTS.map((part) => parts[part]);
  const whole = known.filter((amount) => amount !== null);
  if (basis !== null && basis > 0n && whole.length === COST_PARTS.length) {
    const printed = splitBps(whole, basis);
    return { total: printed.total, parts: named((_, index) => printed.parts[index] ?? null) };
  }
  // With a part missing there is no sum to keep: each of the others is rounded for itself.
  const alone = (amount: bigint | null): number | null =>
    basis === null || amount === null ? null : bpsOf(amount, basis);
  return { total: alone(total), parts: named((part) => alone(parts[part])) };
}

const named = (
  value: (part: CostPart, index: number) => number | null,
): Record<CostPart, number | null> =>
  Object.fromEntries(COST_PARTS.map((part, index) => [part, value(part, index)])) as Record<
    CostPart,
    number | null
  >;
