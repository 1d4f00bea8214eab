/** Everything that happened in a run, step by step: what the venue did, what reached the engine, what it wrote down. */
import type { TraceRow } from '../../report/telling/trace.js';
import type { RunSummary } from '../../store/stored-run.js';
import { count, since, words } from './format.js';
import { Layout } from './layout.js';
import { Badge, Table } from './table.js';

interface EventsPageProps {
  readonly run: RunSummary;
  readonly rows: readonly TraceRow[];
  /** Position of the first row shown, and how many there are in all. */
  readonly from: number;
  readonly total: number;
  readonly pageLength: number;
  readonly startMicros: number;
}

const WHERE = { venue: 'venue', fault: 'fault', input: 'to engine', engine: 'engine' } as const;
const LEVELS = { venue: 'venue', fault: 'warn', input: 'input', engine: 'plain' } as const;

export const EventsPage = ({
  run,
  rows,
  from,
  total,
  pageLength,
  startMicros,
}: EventsPageProps) => (
  <Layout title={`Events of ${run.scenario}`}>
    <header class="head">
      <p class="crumbs">
        <a href="/">Runs</a> / <a href={`/runs/${run.runId}`}>{run.runId}</a> / Events
      </p>
      <h1>{run.scenario}</h1>
      <p class="muted">
        {total === 0
          ? 'Nothing happened.'
          : `${count(from + 1)} to ${count(from + rows.length)} of ${count(total)} events. Venue and fault rows are the truth; the engine saw only what reached it.`}
      </p>
    </header>
    <section class="card">
      <Table
        caption="Events"
        quiet
        columns={[
          { label: 'Time', numeric: true },
          { label: 'Where' },
          { label: 'Order' },
          { label: 'What' },
          { label: 'Details' },
        ]}
        rows={rows.map(({ at, where, order, kind, text }) => [
          since(at, startMicros),
          <Badge level={LEVELS[where]}>{WHERE[where]}</Badge>,
          order,
          words(kind),
          text,
        ])}
        empty="No events here."
      />
      <nav class="pager" aria-label="Pages">
        {from > 0 && <a href={`?cursor=${Math.max(0, from - pageLength)}`}>Earlier</a>}
        {from + rows.length < total && <a href={`?cursor=${from + pageLength}`}>Later</a>}
      </nav>
    </section>
  </Layout>
);
