/** What an order cost, split into its parts: bps, money, and a bar from the middle, to the right for a cost. */
import type { ParentReport } from '../../report/schema/parent-report.js';
import { costRows } from '../../report/text/cost-rows.js';
import { bps, decimalColumn } from './format.js';

export function CostTable({ parent }: { readonly parent: ParentReport }) {
  const rows = costRows(parent);
  const parts = rows.slice(0, -1);
  const largest = Math.max(...parts.map((part) => Math.abs(part.bps ?? 0)));
  const money = decimalColumn(
    rows.map(({ quote }) => quote),
    2,
  );
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
        {parts.map((row, index) => (
          <tr>
            <th scope="row" title={row.hint}>
              {titled(row.part)}
            </th>
            <td class="number">{bps(row.bps)}</td>
            <td class="number">{money[index]}</td>
            <td>
              <Bar value={row.bps} largest={largest} />
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">Shortfall</th>
          <td class="number">{bps(parent.shortfallBps)}</td>
          <td class="number">{money.at(-1)}</td>
          <td></td>
        </tr>
      </tfoot>
    </table>
  );
}

const titled = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

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
