/** The list of runs, the newest first. */
import type { RunListing } from '../run-listing.js';
import { bps, count, percent, utc } from './format.js';
import { Layout } from './layout.js';
import { Badge, Table } from './table.js';

interface RunListProps {
  readonly runs: readonly RunListing[];
  readonly nextCursor: string | null;
  readonly isFirst: boolean;
}

export const RunListPage = ({ runs, nextCursor, isFirst }: RunListProps) => (
  <Layout title="Runs">
    <header class="head">
      <h1>Runs</h1>
      <p class="muted">Simulated runs in the results database, the newest first.</p>
    </header>
    <section class="card">
      <Table
        caption="Runs"
        quiet
        columns={[
          { label: 'Scenario' },
          { label: 'Run' },
          { label: 'Seed', numeric: true },
          { label: 'Filled', numeric: true },
          {
            label: 'Cost of fills, bps',
            numeric: true,
            hint: 'of what filled, fees included; positive is a cost',
          },
          { label: 'Invariants' },
          { label: 'Started' },
        ]}
        rows={runs.map(cells)}
        empty="No runs yet. Try: squall run scenarios/*.yaml"
      />
      <nav class="pager" aria-label="Pages">
        {!isFirst && <a href="/">Newest</a>}
        {nextCursor !== null && <a href={`/?cursor=${nextCursor}`}>Older</a>}
      </nav>
    </section>
  </Layout>
);

const cells = ({ runId, scenario, seed, status, startedAtMicros, figures }: RunListing) => [
  <a href={`/runs/${runId}`}>{scenario}</a>,
  <>
    <code>{runId}</code> {status !== 'finished' && <Badge level="bad">{status}</Badge>}
  </>,
  count(seed),
  percent(figures.filledShare),
  bps(figures.filledCostBps),
  <Invariants violations={figures.invariantViolations} />,
  utc(startedAtMicros),
];

const Invariants = ({ violations }: { readonly violations: number | null }) => {
  if (violations === null) return <Badge level="plain">not checked</Badge>;
  return violations === 0 ? (
    <Badge level="good">all held</Badge>
  ) : (
    <Badge level="bad">{count(violations)} broken</Badge>
  );
};
