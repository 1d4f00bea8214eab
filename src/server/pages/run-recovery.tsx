/** How often a process began anew and how that went, what reconciliation found, and which updates were not believed (REC-8, ORD-3). */
import type { Report } from '../../report/schema/report.js';
import { reconciliationWords } from '../../report/text/reconciliation-lines.js';
import { NOT_MEASURED, count, milliseconds, since, words } from './format.js';
import { Table } from './table.js';

interface Told {
  readonly report: Report;
}

type Reconciliation = NonNullable<Report['reconciliation']>;

export const Recovery = ({ report }: Told) => {
  const { reconciliation, skippedUpdates } = report;
  if (reconciliation === undefined && skippedUpdates === undefined) return <></>;
  return (
    <section class="card" aria-labelledby="recovery">
      <h2 id="recovery">Restarts and reconciliation</h2>
      {reconciliation !== undefined && (
        <>
          <p>{`${reconciliationWords({ ...reconciliation, starts: [] })}.`}</p>
          <Starts starts={reconciliation.starts} start={report.virtual.startMicros} />
          <Found told={reconciliation} start={report.virtual.startMicros} />
        </>
      )}
      {skippedUpdates !== undefined && (
        <Skipped skipped={skippedUpdates} start={report.virtual.startMicros} />
      )}
    </section>
  );
};

interface StartsProps {
  readonly starts: Reconciliation['starts'];
  readonly start: number;
}

const Starts = ({ starts, start }: StartsProps) => (
  <Table
    caption="Starts on a stored state"
    columns={[
      { label: 'Gate shut at', numeric: true },
      { label: 'Down before', numeric: true, hint: 'since the process before it wrote last' },
      { label: 'Opened by hand', numeric: true },
      { label: 'Reconciled after', numeric: true },
      { label: 'Ready after', numeric: true },
      { label: 'Slices recovered', numeric: true },
    ]}
    rows={starts.map(
      ({ downSinceMicros, gatedAtMicros, forcedAtMicros, recoveringAtMicros, ...rest }) => [
        since(gatedAtMicros, start),
        lasted(downSinceMicros ?? null, gatedAtMicros),
        forcedAtMicros === null ? 'no' : since(forcedAtMicros, start),
        lasted(gatedAtMicros, recoveringAtMicros),
        rest.readyAtMicros === null ? 'not yet' : lasted(gatedAtMicros, rest.readyAtMicros),
        count(rest.slicesRecovered),
      ],
    )}
    levels={starts.map(({ readyAtMicros }) => (readyAtMicros === null ? 'bad' : null))}
    empty="The process was not begun anew."
  />
);

const lasted = (from: number | null, to: number | null): string =>
  from === null || to === null ? NOT_MEASURED : milliseconds((to - from) / 1_000);

const WHAT = {
  'not-listed': 'open here, not listed there',
  listed: 'listed there, not open here',
  history: 'news in the history',
  orphan: 'nobody’s order',
  position: 'position',
} as const satisfies Record<NonNullable<Reconciliation['found']>[number]['what'], string>;

interface FoundProps {
  readonly told: Reconciliation;
  readonly start: number;
}

const Found = ({ told: { found }, start }: FoundProps) =>
  found === undefined ? (
    <></>
  ) : (
    <Table
      caption={`Differences found${firstOf(found.length)}`}
      tall
      columns={[
        { label: 'At', numeric: true },
        { label: 'What' },
        { label: 'Of' },
        { label: 'Details' },
      ]}
      rows={found.map(({ atMicros, what, subject, text }) => [
        since(atMicros, start),
        WHAT[what],
        subject ?? '',
        text,
      ])}
      empty="The venue and the store agreed wherever they were compared."
    />
  );

interface SkippedProps {
  readonly skipped: NonNullable<Report['skippedUpdates']>;
  readonly start: number;
}

const Skipped = ({ skipped: { count: all, list }, start }: SkippedProps) => (
  <Table
    caption={`Updates not believed: ${count(all)}${firstOf(list.length, all)}`}
    tall
    columns={[
      { label: 'At', numeric: true },
      { label: 'Order' },
      { label: 'Heard from' },
      { label: 'Reason' },
      { label: 'Details' },
    ]}
    rows={list.map(({ atMicros, order, source, reason, text }) => [
      since(atMicros, start),
      order,
      source,
      words(reason),
      text,
    ])}
    empty=""
  />
);

/** As many as a report keeps. */
const KEPT = 100;

const firstOf = (shown: number, all = shown): string =>
  shown < all || shown === KEPT ? `, the first ${count(shown)}` : '';
