/** The children of a parent and its fills as tables. What is longer than a page can show is in the API. */
import type { ChildReport, ParentReport } from '../../report/schema/parent-report.js';
import { NOT_MEASURED, bps, count, decimalColumn, milliseconds, since, words } from './format.js';
import { explainUrl } from './explain-page.js';
import { Badge, type RowLevel, Table } from './table.js';
import type { FillMark } from '../../report/schema/series.js';

const ROWS_MAX = 500;

interface Shown {
  readonly runId: string;
  readonly parent: ParentReport;
  /** Of the run. */
  readonly startMicros: number;
}

export function ChildrenTable({ runId, parent, startMicros }: Shown) {
  const children = shownOf(parent.children, rowLevelOf);
  return (
    <>
      <Table
        caption={`Orders of ${parent.name}`}
        quiet
        tall
        columns={[
          { label: 'Order' },
          { label: 'Due', numeric: true },
          { label: 'Sent', numeric: true },
          { label: 'Quantity', numeric: true },
          { label: 'Filled', numeric: true },
          { label: 'Average price', numeric: true },
          {
            label: 'Slippage, bps',
            numeric: true,
            hint: 'against the mid that the decision saw; positive is a cost',
          },
          { label: 'Known after', numeric: true, hint: 'from sending to the first fill known' },
          { label: 'Polls', numeric: true },
          { label: 'Status' },
        ]}
        rows={childRows(children, { runId, start: startMicros })}
        levels={children.map(rowLevelOf)}
        empty="No order left for the venue."
      />
      <Rest total={parent.children.length} what="orders" />
    </>
  );
}

interface Told {
  readonly runId: string;
  readonly start: number;
}

function childRows(children: readonly ChildReport[], { runId, start }: Told) {
  const quantities = decimalColumn(
    children.map(({ quantity }) => quantity),
    8,
  );
  const filled = decimalColumn(
    children.map(({ filledQuantity }) => filledQuantity),
    8,
  );
  const prices = decimalColumn(children.map(({ averagePrice }) => averagePrice));
  return children.map((child, index) => [
    <Explained runId={runId} name={child.name} />,
    since(child.scheduledAtMicros, start),
    since(child.sentAtMicros, start),
    quantities[index],
    filled[index],
    prices[index],
    bps(child.slippageBps),
    milliseconds(millisBetween(child.sentAtMicros, child.firstFillAtMicros)),
    count(child.polls),
    <Badge level={childLevel(child)}>{words(child.status)}</Badge>,
  ]);
}

const ENDED_WELL = new Set(['filled', 'replaced']);
const ENDED_BADLY = new Set(['failed', 'rejected', 'submitted_unconfirmed']);

function childLevel({ status, outcome }: ChildReport): string {
  if (ENDED_BADLY.has(status) || outcome === 'timeout') return 'bad';
  return ENDED_WELL.has(status) ? 'good' : 'plain';
}

/** What became of it is not known, or was known too late. */
function rowLevelOf(child: ChildReport): RowLevel | null {
  if (ENDED_BADLY.has(child.status)) return 'bad';
  return child.outcome === 'timeout' || child.outcome === 'unknown' ? 'warn' : null;
}

/** An order or fill by its name, which leads to its story. */
const Explained = ({ runId, name }: { readonly runId: string; readonly name: string }) => (
  <a href={explainUrl(runId, name)}>{name}</a>
);

const millisBetween = (from: number | null, to: number | null): number | null =>
  from === null || to === null ? null : (to - from) / 1_000;

interface FillsShown extends Shown {
  readonly fills: readonly FillMark[];
}

export function FillsTable({ runId, parent, fills, startMicros }: FillsShown) {
  const shown = shownOf(fills, fillLevel);
  return (
    <>
      <Table
        caption={`Fills of ${parent.name}`}
        quiet
        tall
        columns={[
          { label: 'Fill' },
          { label: 'Happened', numeric: true },
          { label: 'Known', numeric: true },
          { label: 'Known after', numeric: true },
          { label: 'Price', numeric: true },
          { label: 'Quantity', numeric: true },
          { label: 'Liquidity' },
          { label: 'Cause', hint: 'what in the market filled it' },
        ]}
        rows={fillRows(shown, { runId, start: startMicros })}
        levels={shown.map(fillLevel)}
        empty="Nothing was filled."
      />
      <Rest total={fills.length} what="fills" />
    </>
  );
}

function fillLevel({ atMicros, knownAtMicros, late }: FillMark): RowLevel | null {
  if (atMicros === null || knownAtMicros === null) return 'bad';
  return late ? 'warn' : null;
}

function fillRows(fills: readonly FillMark[], { runId, start }: Told) {
  const prices = decimalColumn(fills.map(({ price }) => String(price)));
  const quantities = decimalColumn(
    fills.map(({ quantity }) => String(quantity)),
    8,
  );
  return fills.map(({ name, atMicros, knownAtMicros, liquidity, cause, late }, index) => [
    <Explained runId={runId} name={name} />,
    atMicros === null ? <Badge level="bad">never</Badge> : since(atMicros, start),
    knownAtMicros === null ? <Badge level="bad">never</Badge> : since(knownAtMicros, start),
    <>
      {late && <Badge level="warn">late</Badge>}{' '}
      {milliseconds(millisBetween(atMicros, knownAtMicros))}
    </>,
    prices[index],
    quantities[index],
    liquidity ?? NOT_MEASURED,
    cause ?? NOT_MEASURED,
  ]);
}

/** The first rows; of a table that is cut all that must not be overlooked, too, as far as there is room. */
function shownOf<T>(all: readonly T[], levelOf: (row: T) => RowLevel | null): readonly T[] {
  if (all.length <= ROWS_MAX) return all;
  const odd = new Set(all.filter((row) => levelOf(row) !== null).slice(0, ROWS_MAX));
  let others = ROWS_MAX - odd.size;
  return all.filter((row) => {
    if (odd.has(row)) return true;
    others -= 1;
    return others >= 0;
  });
}

const Rest = ({ total, what }: { readonly total: number; readonly what: string }) =>
  total > ROWS_MAX ? (
    <p class="muted">
      {count(total - ROWS_MAX)} more {what} are in the API.
    </p>
  ) : (
    <></>
  );
