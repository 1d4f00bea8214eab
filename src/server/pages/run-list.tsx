/** The list of runs: filtered, sorted by the heads of its columns, and ticked to be compared. */
import type { SORTS } from '../run-catalog.js';
import type { RunListing } from '../run-listing.js';
import { FilterForm } from './filter-form.js';
import { bps, count, decimalText, percent, plural, utc } from './format.js';
import { Layout } from './layout.js';
import { type ListAsked, filterPairs, listUrl } from './runs-query.js';
import { Badge, type Column, Table } from './table.js';

interface RunListProps {
  readonly asked: ListAsked;
  readonly runs: readonly RunListing[];
  readonly nextCursor: string | null;
  /** Of how many runs it is, where there are more; null where it is of all. */
  readonly partOf: number | null;
}

export const RunListPage = ({ asked, runs, nextCursor, partOf }: RunListProps) => (
  <Layout title="Runs">
    <header class="head">
      <h1>Runs</h1>
      <p class="muted">
        Simulated runs in the results database{orderWords(asked)}.{' '}
        <a href={listUrl('/campaigns', { ...asked, cursor: undefined, campaign: undefined })}>
          Gathered into seed campaigns and sweeps
        </a>
        {partOf !== null && <> {partWords(partOf, asked)}</>}
      </p>
    </header>
    <section class="card">
      <FilterForm path="/" asked={asked} scenarios={scenariosOf(runs)} />
      <form method="get" action="/compare" aria-label="Runs to compare">
        <Table
          caption="Runs"
          quiet
          columns={columnsOf(asked)}
          rows={runs.map(cells)}
          empty={emptyWords(asked)}
        />
        {runs.length > 1 && (
          <p class="actions">
            <button type="submit">Compare what is ticked</button>
            {asked.campaign !== undefined && (
              <a href={`/compare?campaign=${asked.campaign}`}>Compare all of this campaign</a>
            )}
          </p>
        )}
      </form>
      <nav class="pager" aria-label="Pages">
        {asked.cursor !== undefined && (
          <a href={listUrl('/', { ...asked, cursor: undefined })}>
            {isByTime(asked) ? 'Newest' : 'First'}
          </a>
        )}
        {nextCursor !== null && (
          <a href={listUrl('/', { ...asked, cursor: nextCursor })}>
            {isByTime(asked) ? 'Older' : 'Next'}
          </a>
        )}
      </nav>
    </section>
  </Layout>
);

/** A filter or an order looks at a bounded number of runs, and a reader must know that there are others. */
const partWords = (partOf: number, asked: ListAsked): string =>
  isByTime(asked)
    ? `Only ${plural(partOf, 'run')} were looked at for this page; "Older" looks at the ones before them.`
    : `Only the newest ${plural(partOf, 'run')} were looked at; older ones are not in this order.`;

const isByTime = ({ sort = 'newest' }: ListAsked): boolean => sort === 'newest';

type Sort = (typeof SORTS)[number];

const ORDER_WORDS: Readonly<Record<Sort, string>> = {
  newest: ', the newest first',
  scenario: ', by scenario',
  verdict: ', the worst verdict first',
  filled: ', the least filled first',
  cost: ', the cheapest first',
  '-cost': ', the dearest first',
};

const orderWords = ({ sort = 'newest' }: ListAsked): string => ORDER_WORDS[sort];

const emptyWords = (asked: ListAsked): string =>
  filterPairs(asked).length > 0
    ? 'No run fits among those looked at.'
    : 'No runs yet. Try: squall run scenarios/*.yaml';

const scenariosOf = (runs: readonly RunListing[]): readonly string[] => [
  ...new Set(runs.map(({ scenario }) => scenario)),
];

function columnsOf(asked: ListAsked): readonly Column[] {
  const { sort = 'newest' } = asked;
  const sorted = (own: Sort, direction: 'ascending' | 'descending' = 'ascending') => ({
    href: listUrl('/', { ...asked, sort: own, cursor: undefined }),
    ...(sort === own ? { sorted: direction } : {}),
  });
  const cost = sort === '-cost' ? sorted('cost') : sorted('-cost', 'descending');
  return [
    { label: 'Scenario', ...sorted('scenario') },
    { label: 'Asked' },
    { label: 'Seed', numeric: true },
    { label: 'Verdict', ...sorted('verdict') },
    { label: 'Filled', numeric: true, ...sorted('filled') },
    {
      label: 'Cost of fills, bps',
      numeric: true,
      hint: 'of what filled, fees included; positive is a cost',
      ...cost,
      ...(sort === 'cost' ? { sorted: 'ascending' } : {}),
      ...(sort === '-cost' ? { sorted: 'descending' } : {}),
    },
    { label: 'Invariants' },
    { label: 'Run' },
    { label: 'Started', ...sorted('newest', 'descending') },
  ];
}

const cells = (run: RunListing) => [
  <span class="pick">
    <input
      type="checkbox"
      name="run"
      value={run.runId}
      aria-label={`Compare ${run.scenario}, seed ${run.seed}, run ${run.runId}`}
    />
    <a href={`/runs/${run.runId}`}>{run.scenario}</a>
  </span>,
  <AskedFor run={run} />,
  count(run.seed),
  <Verdicts run={run} />,
  percent(run.figures.filledShare),
  bps(run.figures.filledCostBps),
  <Invariants violations={run.figures.invariantViolations} />,
  <>
    <code>{run.runId}</code> {run.status !== 'finished' && <Badge level="bad">{run.status}</Badge>}
  </>,
  <span class="instant">{utc(run.startedAtMicros)}</span>,
];

/** What was ordered, and what was put over the scenario. */
export const AskedFor = ({
  run: { orders, orderCount, overrides },
}: {
  readonly run: RunListing;
}) => (
  <>
    {orders
      .map(({ side, quantity, symbol }) => `${side} ${decimalText(quantity, 8)} ${symbol}`)
      .join(', ')}
    {orderCount > orders.length && `, ${count(orderCount - orders.length)} more`}
    {overrides.map((setting) => (
      <>
        {' '}
        <code class="setting">{setting}</code>
      </>
    ))}
  </>
);

export function Verdicts({ run: { verdict } }: { readonly run: RunListing }) {
  if (verdict === null) return <Badge level="plain">not readable</Badge>;
  const { level, complete, knewTruth, expectationsFailed } = verdict;
  if (level === 'good') return <Badge level="good">good</Badge>;
  return (
    <span class="badges">
      {!complete && <Badge level="warn">incomplete</Badge>}
      {knewTruth === false && (
        <Badge level={level === 'bad' && expectationsFailed === 0 ? 'bad' : 'warn'}>
          engine wrong
        </Badge>
      )}
      {knewTruth === null && <Badge level="plain">truth unknown</Badge>}
      {expectationsFailed > 0 && <Badge level="bad">{count(expectationsFailed)} failed</Badge>}
    </span>
  );
}

const Invariants = ({ violations }: { readonly violations: number | null }) => {
  if (violations === null) return <Badge level="plain">not checked</Badge>;
  return violations === 0 ? (
    <Badge level="good">all held</Badge>
  ) : (
    <Badge level="bad">{count(violations)} broken</Badge>
  );
};
