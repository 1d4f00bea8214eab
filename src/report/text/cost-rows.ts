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
}: ParentReport): readonly [...parts: CostRow[], sum: CostRow] {
  const hasStop = type === 'stop' || type === 'stop-limit';
  return [
    ...ROWS.filter(([part]) => part !== 'trigger' || hasStop).map(([part, bps, hint]) => ({
      part,
      hint,
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

const sumHint = (unfilled: string): string =>
  Number(unfilled) > 0 ? 'the sum: what was filled and what was not' : 'the sum';
