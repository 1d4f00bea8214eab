/** What an order cost, split into its parts: bps, money, and a bar from the middle, to the right for a cost. */
import type { CostBps, CostQuote, ParentReport } from '../../report/schema/parent-report.js';
import { bps, decimalColumn } from './format.js';

interface Part {
  readonly label: string;
  readonly hint: string;
  readonly ofBps: (cost: CostBps) => number | null;
  readonly ofQuote: (cost: CostQuote) => string | null;
}

const PARTS: readonly Part[] = [
  {
    label: 'Delay',
    hint: 'the market moved before the first slice',
    ofBps: (cost) => cost.delayBps,
    ofQuote: (cost) => cost.delay,
  },
  {
    label: 'Timing',
    hint: 'the market moved while the slices waited for their turn',
    ofBps: (cost) => cost.timingBps,
    ofQuote: (cost) => cost.timing,
  },
  {
    label: 'Spread',
    hint: 'half the spread: paid when taking, earned when resting',
    ofBps: (cost) => cost.spreadBps,
    ofQuote: (cost) => cost.spread,
  },
  {
    label: 'Impact',
    hint: 'depth walked, drift until the fill, improvement',
    ofBps: (cost) => cost.impactBps,
    ofQuote: (cost) => cost.impact,
  },
  {
    label: 'Fees',
    hint: 'commissions in quote currency',
    ofBps: (cost) => cost.feesBps,
    ofQuote: (cost) => cost.fees,
  },
  {
    label: 'Opportunity',
    hint: 'what was not filled, at the final mid',
    ofBps: (cost) => cost.opportunityBps,
    ofQuote: (cost) => cost.opportunity,
  },
];

export function CostTable({ parent }: { readonly parent: ParentReport }) {
  const { cost, costQuote, shortfallBps, shortfallQuote } = parent;
  const largest = Math.max(...PARTS.map((part) => Math.abs(part.ofBps(cost) ?? 0)));
  const money = decimalColumn([...PARTS.map((part) => part.ofQuote(costQuote)), shortfallQuote], 2);
  return (
    <table class="cost">
      <caption>Implementation shortfall: positive is a cost</caption>
      <thead>
        <tr>
          <th scope="col">Part</th>
          <th scope="col" class="number">
            bps
          </th>
          <th scope="col" class="number">
            quote currency
          </th>
          <td></td>
        </tr>
      </thead>
      <tbody>
        {PARTS.map((part, index) => (
          <tr>
            <th scope="row" title={part.hint}>
              {part.label}
            </th>
            <td class="number">{bps(part.ofBps(cost))}</td>
            <td class="number">{money[index]}</td>
            <td>
              <Bar value={part.ofBps(cost)} largest={largest} />
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">Shortfall</th>
          <td class="number">{bps(shortfallBps)}</td>
          <td class="number">{money.at(-1)}</td>
          <td></td>
        </tr>
      </tfoot>
    </table>
  );
}

const HALF = 80;
const HEIGHT = 12;

/** Decoration: the number stands beside it. */
function Bar({ value, largest }: { readonly value: number | null; readonly largest: number }) {
  const length = value === null || largest === 0 ? 0 : (Math.abs(value) / largest) * (HALF - 2);
  const isCost = (value ?? 0) >= 0;
  return (
    <svg
      class="bar"
      viewBox={`0 0 ${2 * HALF} ${HEIGHT}`}
      width={2 * HALF}
      height={HEIGHT}
      aria-hidden="true"
    >
      <rect
        class={isCost ? 'bar__cost' : 'bar__gain'}
        x={isCost ? HALF : HALF - length}
        y="2"
        width={length.toFixed(1)}
        height={HEIGHT - 4}
      />
      <line class="bar__axis" x1={HALF} x2={HALF} y1="0" y2={HEIGHT} />
    </svg>
  );
}
