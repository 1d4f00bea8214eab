/** What a reader must not overlook, and only if it is there: violations and refused orders; expectations, alerts, warnings. */
import type { Report, ViolationReport } from '../../report/schema/report.js';
import { explainUrl } from './explain-page.js';
import { NOT_MEASURED, count, decimalText, since, words } from './format.js';
import { Badge, Table } from './table.js';

/** One break drags others behind it; all evidence is in the JSON. */
const EVIDENCE_SHOWN = 10;

interface Told {
  readonly report: Report;
}

export const Troubles = ({ report }: Told) => (
  <>
    <Violations report={report} />
    <Refusals report={report} />
  </>
);

function Violations({ report: { invariants, virtual } }: Told) {
  const violations = invariants.violations ?? [];
  if (violations.length === 0) return <></>;
  return (
    <section class="card">
      <h2>Broken invariants</h2>
      <Table
        caption="Broken invariants"
        quiet
        tall
        columns={[
          { label: 'Invariant' },
          { label: 'At', numeric: true },
          { label: 'What was seen' },
        ]}
        rows={violations.map(({ id, atMicros, detail }) => [
          id,
          since(atMicros, virtual.startMicros),
          detail,
        ])}
        empty=""
      />
      {violations.slice(0, EVIDENCE_SHOWN).map((violation) => (
        <ViolationEvidence violation={violation} start={virtual.startMicros} />
      ))}
    </section>
  );
}

function ViolationEvidence({
  violation: { id, atMicros, evidence },
  start,
}: {
  readonly violation: ViolationReport;
  readonly start: number;
}) {
  if (evidence === null) return <></>;
  return (
    <details>
      <summary>
        What shows {id} at {since(atMicros, start)}
      </summary>
      <p>The engine believed: {evidence.engine}.</p>
      <p>At the venue: {evidence.venue}.</p>
      <Table
        caption={`The last events before ${id}`}
        quiet
        tall
        columns={[{ label: 'At', numeric: true }, { label: 'Side' }, { label: 'Event' }]}
        rows={evidence.before.map(({ atMicros: at, side, text }) => [since(at, start), side, text])}
        empty="No events before it."
      />
    </details>
  );
}

function Refusals({ report: { refused, virtual } }: Told) {
  if (refused.length === 0) return <></>;
  return (
    <section class="card">
      <h2>Refused orders</h2>
      <Table
        caption="Refused orders"
        quiet
        columns={[{ label: 'Reason' }, { label: 'At', numeric: true }, { label: 'Details' }]}
        rows={refused.map(({ code, atMicros, problems }) => [
          words(code),
          since(atMicros, virtual.startMicros),
          problems.map(({ field, text }) => `${field}: ${text}`).join('; '),
        ])}
        empty=""
      />
    </section>
  );
}

export const Notes = ({ report }: Told) => (
  <>
    <Alerts report={report} />
    <Expectations report={report} />
  </>
);

/** Alerts with their time and order; warnings are of the run as a whole and have none. */
function Alerts({ report }: Told) {
  const { alerts, warnings, virtual } = report;
  if (alerts.length + warnings.length === 0) return <></>;
  const names = orderNames(report);
  const { runId } = report;
  return (
    <section class="card">
      <h2>Alerts and warnings</h2>
      <Table
        caption="Alerts and warnings"
        quiet
        columns={[
          { label: 'What' },
          { label: 'Level' },
          { label: 'First at', numeric: true },
          { label: 'Times', numeric: true },
          { label: 'Order' },
          { label: 'Details' },
        ]}
        rows={[
          ...alerts.map(({ level, code, subject, text, firstMicros, count: times }) => [
            words(code),
            <Badge level={ALERT_LEVELS[level]}>{level}</Badge>,
            since(firstMicros, virtual.startMicros),
            count(times),
            <Subject runId={runId} name={names.get(subject) ?? null} subject={subject} />,
            text,
          ]),
          ...warnings.map(({ code, subject, text }) => [
            words(code),
            <Badge level="warn">warning</Badge>,
            NOT_MEASURED,
            count(1),
            <Subject
              runId={runId}
              name={isOrderName(report, subject) ? subject : null}
              subject={subject ?? ''}
            />,
            text,
          ]),
        ]}
        levels={[
          ...alerts.map(({ level }) => (level === 'critical' ? 'bad' : null)),
          ...warnings.map(() => null),
        ]}
        empty=""
      />
    </section>
  );
}

const ALERT_LEVELS = { info: 'plain', warning: 'warn', critical: 'bad' } as const;

interface SubjectProps {
  readonly runId: string;
  /** Of the order it is about; null where it is about something else. */
  readonly name: string | null;
  readonly subject: string;
}

const Subject = ({ runId, name, subject }: SubjectProps) =>
  name === null ? <>{subject}</> : <a href={explainUrl(runId, name)}>{name}</a>;

/** Short names by the ids that alerts are about. */
const orderNames = ({ parents }: Report): ReadonlyMap<string, string> =>
  new Map(
    parents.flatMap(({ parentId, name, children }) => [
      [parentId, name] as const,
      ...children.map((child) => [child.clientOrderId, child.name] as const),
    ]),
  );

const isOrderName = ({ parents }: Report, subject: string | null): boolean =>
  parents.some(
    ({ name, children }) => name === subject || children.some((child) => child.name === subject),
  );

function Expectations({ report: { expectations } }: Told) {
  if (expectations.length === 0) return <></>;
  return (
    <section class="card">
      <h2>Expectations</h2>
      <ul class="notes">
        {expectations.map(({ text, ok, actual }) => (
          <li>
            <Badge level={ok ? 'good' : 'bad'}>{ok ? 'met' : 'not met'}</Badge> <code>{text}</code>:{' '}
            {actual === null ? 'not measured' : decimalText(String(actual))}
          </li>
        ))}
      </ul>
    </section>
  );
}
