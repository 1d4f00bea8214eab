/** The parts of what an order cost as rows, for the text and the pages: in the order of a trade's life, and what each asks. */
import type { CostBps, CostQuote, ParentReport } from '../schema/parent-report.js';

export interface CostRow {
  readonly part: string;
  /** The question it answers. */
  readonly hint: string;
  readonly bps: number | null;
  readonly quote: string | null;
}

const ROWS: readonly (readonly [keyof CostQuote, keyof CostBps, string])[] = [
  ['delay', 'delayBps', 'the market moved before the first slice'],
  ['timing', 'timingBps', 'it moved while the slices waited for their turn'],
  ['trigger', 'triggerBps', 'it moved until the stop let the order go'],
  ['spread', 'spreadBps', 'half the spread: paid when taking, earned when resting'],
  ['impact', 'impactBps', 'depth walked, drift until the fill, improvement'],
  ['fees', 'feesBps', 'commissions'],
  ['opportunity', 'opportunityBps', 'what was not filled, at the final mid'],
];

/** The parts, then their sum; what waiting for a stop cost only where the order has one. */
export function costRows({
  cost,
  costQuote,
  shortfallBps,
  shortfallQuote,
  unfilledQuantity,
  type,
  feesCharged,
  feesEstimated,
}: ParentReport): readonly [...parts: CostRow[], sum: CostRow] {
  const hasStop = type === 'stop' || type === 'stop-limit';
  return [
    ...ROWS.filter(([part]) => part !== 'trigger' || hasStop).map(([part, bps, hint]) => ({
      part,
      hint: part === 'fees' ? feesHint(hint, feesCharged, feesEstimated) : hint,
      bps: cost[bps],
      quote: costQuote[part],
    })),
    {
      part: 'shortfall',
      hint: sumHint(unfilledQuantity),
      bps: shortfallBps,
      quote: shortfallQuote,
    },
  ];
}

/** Charged in another asset: how much of it, and what its worth rests on. */
function feesHint(
  hint: string,
  charged: ParentReport['feesCharged'],
  isEstimated: boolean,
): string {
  if (charged === undefined) return hint;
  const amounts = Object.entries(charged).map(([asset, amount]) => `${amount} ${asset}`);
  const worth = isEstimated ? 'estimated: no price known' : 'at the price when it filled';
  return `${hint} of ${amounts.join(' and ')}, ${worth}`;
}

const sumHint = (unfilled: string): string =>
  Number(unfilled) > 0 ? 'the sum: what was filled and what was not' : 'the sum';
