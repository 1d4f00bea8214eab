/**
 * Everything that happened in a run, step by step: what the venue did, what faults did, what reached the engine, what it wrote
 * down. Filtered, searched, and entered at a time; a page at a time.
 */
import { withTruth } from '../../report/telling/trace-row.js';
import type { RunSummary } from '../../store/stored-run.js';
import type { EventFilter, EventRow } from '../event-list.js';
import { WHERES } from '../event-list.js';
import { explainUrl } from './explain-page.js';
import { count, since, words } from './format.js';
import { Layout } from './layout.js';
import { Badge, type RowLevel, Table } from './table.js';

interface EventsPageProps {
  readonly run: RunSummary;
  readonly asked: EventFilter;
  /** The time that was jumped to, as it was written; '' for none. */
  readonly at: string;
  readonly rows: readonly EventRow[];
  /** Position of the first row shown, how many fit, and how many there are in all. */
  readonly from: number;
  readonly fitting: number;
  readonly total: number;
  readonly pageLength: number;
  readonly startMicros: number;
  /** How many rows each kind has. */
  readonly kinds: ReadonlyMap<string, number>;
  readonly orders: readonly string[];
}

const WHERE = { venue: 'venue', fault: 'fault', input: 'to engine', engine: 'engine' } as const;
const LEVELS = { venue: 'venue', fault: 'bad', input: 'input', engine: 'plain' } as const;

export function EventsPage(props: EventsPageProps) {
  const { run, rows, startMicros } = props;
  return (
    <Layout title={`Events of ${run.scenario}`}>
      <header class="head">
        <p class="crumbs">
          <a href="/">Runs</a> / <a href={`/runs/${run.runId}`}>{run.runId}</a> / Events
        </p>
        <h1>{run.scenario}</h1>
        <p class="muted">{whichWords(props)}</p>
      </header>
      <section class="card">
        <EventForm {...props} />
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
          rows={rows.map(({ at, where, order, kind, ...row }) => [
            since(at, startMicros),
            <Badge level={LEVELS[where]}>{WHERE[where]}</Badge>,
            order === '' ? '' : <a href={explainUrl(run.runId, order)}>{order}</a>,
            words(kind),
            withTruth(row),
          ])}
          levels={rows.map(rowLevel)}
          empty="No event fits."
        />
        <Pager {...props} />
      </section>
    </Layout>
  );
}

function rowLevel({ where, level }: EventRow): RowLevel | null {
  if (level === 'error') return 'bad';
  if (where === 'fault') return 'note';
  return level === 'warn' ? 'warn' : null;
}

function whichWords({ rows, from, fitting, total }: EventsPageProps): string {
  if (total === 0) return 'Nothing happened.';
  const of =
    fitting === total
      ? `${count(total)} events`
      : `${count(fitting)} that fit, among ${count(total)} events`;
  const shown =
    rows.length === 0
      ? `None of ${of}`
      : `${count(from + 1)} to ${count(from + rows.length)} of ${of}`;
  return `${shown}. Rows of the venue and of faults are the truth; the engine saw only what reached it.`;
}

/** A plain form that asks by address: what is asked can be linked to. */
function EventForm({ run, asked, at, kinds, orders }: EventsPageProps) {
  const isAsked = at !== '' || Object.values(asked).some((value) => value !== undefined);
  return (
    <form class="filter" method="get" role="search" aria-label="Which events">
      <Choice
        name="where"
        label="Where"
        value={asked.where}
        options={WHERES.map((where) => [where, WHERE[where]])}
      />
      <Choice
        name="kind"
        label="Kind"
        value={asked.kind}
        options={[...kinds].map(([kind, amount]) => [kind, `${words(kind)} (${count(amount)})`])}
      />
      <label>
        Order
        <input type="text" name="order" value={asked.order} list="orders" maxlength={64} size={8} />
        <datalist id="orders">
          {orders.slice(0, ORDERS_OFFERED).map((name) => (
            <option value={name}></option>
          ))}
        </datalist>
      </label>
      <Choice
        name="level"
        label="Level"
        value={asked.level}
        options={[
          ['warn', 'warnings and errors'],
          ['error', 'errors'],
        ]}
      />
      <label>
        Words
        <input type="text" name="text" value={asked.text} maxlength={64} size={14} />
      </label>
      <label>
        From time, m:ss
        <input type="text" name="at" value={at} maxlength={16} size={8} />
      </label>
      <button type="submit">Show</button>
      {isAsked && <a href={`/runs/${run.runId}/events`}>Show all</a>}
    </form>
  );
}

const ORDERS_OFFERED = 500;

interface ChoiceProps {
  readonly name: string;
  readonly label: string;
  readonly value: string | undefined;
  readonly options: readonly (readonly [value: string, words: string])[];
}

const Choice = ({ name, label, value, options }: ChoiceProps) => (
  <label>
    {label}
    <select name={name}>
      <option value="">any</option>
      {options.map(([own, text]) => (
        <option value={own} selected={own === value}>
          {text}
        </option>
      ))}
    </select>
  </label>
);

function Pager({ asked, rows, from, fitting, pageLength }: EventsPageProps) {
  const filter = Object.entries(asked).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  );
  const page = (cursor: number): string =>
    `?${new URLSearchParams([...filter, ['cursor', String(cursor)]]).toString()}`;
  return (
    <nav class="pager" aria-label="Pages">
      {from > 0 && <a href={page(Math.max(0, from - pageLength))}>Earlier</a>}
      {from + rows.length < fitting && <a href={page(from + pageLength)}>Later</a>}
    </nav>
  );
}
