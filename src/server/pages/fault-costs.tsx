/** What each fault of a run cost (the reliability cost): this run less the same run without it, and what no single one explains. */
import type { Report } from '../../report/schema/report.js';
import { count, decimalText, milliseconds } from './format.js';
import { Table } from './table.js';

const COLUMNS = [
  { label: 'Fault' },
  { label: 'Cost, bps', numeric: true, hint: 'This run less the same run without it' },
  { label: 'Cost, money', numeric: true },
  {
    label: 'Fills later',
    numeric: true,
    hint: 'How much later orders were known to fill, summed over the orders',
  },
  { label: 'Orders', numeric: true, hint: 'Orders that went otherwise' },
  { label: 'In words' },
];

export const FaultCosts = ({ attribution }: Pick<Report, 'attribution'>) =>
  attribution === null ? null : (
    <section class="card" aria-labelledby="fault-costs">
      <h2 id="fault-costs">What each fault cost</h2>
      <Table
        caption="What each fault cost"
        quiet
        columns={COLUMNS}
        rows={attribution.map((row) => [
          row.kind === null ? 'no single one' : row.fault,
          decimalText(row.shortfallBps === null ? null : String(row.shortfallBps)),
          decimalText(row.shortfallQuote),
          milliseconds(row.delayMs),
          count(row.ordersTouched),
          row.text,
        ])}
        empty="There were no faults."
      />
    </section>
  );
