/** What a reader must not overlook, and only if it is there: violations and refused orders; expectations, alerts, warnings. */
import type { Report } from '../../report/schema/report.js';
import { count, decimalText, since, words } from './format.js';
import { Badge, Table } from './table.js';

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
    </section>
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

export function Notes({ report: { expectations, alerts, warnings } }: Told) {
  if (expectations.length + alerts.length + warnings.length === 0) return <></>;
  return (
    <section class="card">
      <h2>Expectations, alerts and warnings</h2>
      <ul class="notes">
        {expectations.map(({ text, ok, actual }) => (
          <li>
            <Badge level={ok ? 'good' : 'bad'}>{ok ? 'met' : 'not met'}</Badge> <code>{text}</code>:{' '}
            {actual === null ? 'not measured' : decimalText(String(actual))}
          </li>
        ))}
        {alerts.map(({ level, code, subject, text, count: times }) => (
          <li>
            <Badge level={level === 'critical' ? 'bad' : 'warn'}>{level}</Badge> {words(code)}
            {subject === '' ? '' : ` (${subject})`}: {text}
            {times > 1 ? `, ${count(times)} times` : ''}
          </li>
        ))}
        {warnings.map(({ code, subject, text }) => (
          <li>
            <Badge level="warn">warning</Badge> {subject ?? words(code)}: {text}
          </li>
        ))}
      </ul>
    </section>
  );
}
