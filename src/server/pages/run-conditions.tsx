/** Under which conditions a run took place: the fidelity sheet (F17), faults, calls, and how fast it ran. */
import type { Report } from '../../report/schema/report.js';
import { count, decimalText, milliseconds, words } from './format.js';
import { Table } from './table.js';

export const Conditions = ({ report }: { readonly report: Report }) => (
  <section class="card" aria-labelledby="conditions">
    <h2 id="conditions">What this market was, and was not</h2>
    <p>{report.fidelity.market}</p>
    <div class="columns">
      <div>
        <h3>Models</h3>
        <List items={report.fidelity.models} />
        <h3>Not real</h3>
        <List items={report.fidelity.unrealistic} />
      </div>
      <div>
        <Pairs caption="Faults" pairs={report.faults} empty="No fault was switched on." />
        <Pairs caption="Calls to the venue" pairs={{ ...report.calls }} empty="" />
        <Pairs
          caption="Counts of the market"
          pairs={report.fidelity.counts}
          empty="Nothing odd was counted."
        />
        <Pairs caption="Fills by cause" pairs={fillsOf(report)} empty="Nothing was filled." />
        <Speed report={report} />
      </div>
    </div>
    <details>
      <summary>Options of the venue</summary>
      <Table
        caption="Options of the venue"
        quiet
        columns={[{ label: 'Option' }, { label: 'Value' }]}
        rows={Object.entries(report.fidelity.options).map(([name, value]) => [name, value])}
        empty="None."
      />
    </details>
  </section>
);

/** Executions by what caused them, the causes that made one. */
const fillsOf = ({ fidelity: { fills } }: Report): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries(fills ?? {}).flatMap(([cause, { executions }]) =>
      executions === 0 ? [] : [[cause, executions]],
    ),
  );

const List = ({ items }: { readonly items: readonly string[] }) =>
  items.length === 0 ? (
    <p class="muted">None.</p>
  ) : (
    <ul>
      {items.map((item) => (
        <li>{item}</li>
      ))}
    </ul>
  );

interface PairsProps {
  readonly caption: string;
  readonly pairs: Readonly<Record<string, number>>;
  readonly empty: string;
}

const Pairs = ({ caption, pairs, empty }: PairsProps) => {
  const rows = Object.entries(pairs);
  return rows.length === 0 ? (
    <>
      <h3>{caption}</h3>
      <p class="muted">{empty}</p>
    </>
  ) : (
    <table class="pairs">
      <caption>{caption}</caption>
      <tbody>
        {rows.map(([name, value]) => (
          <tr>
            <th scope="row">{sentence(name)}</th>
            <td class="number">{count(value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** `openOrders` and `ack-lost` as words. */
const sentence = (name: string): string => words(name.replace(/([a-z])([A-Z])/g, '$1 $2'));

const Speed = ({ report: { performance } }: { readonly report: Report }) => (
  <p class="muted">
    {count(performance.marketEvents)} market events and {count(performance.journalEntries)} journal
    entries in {milliseconds(performance.wallMs)}
    {performance.marketEventsPerSecond === null
      ? ''
      : `, ${decimalText(String(performance.marketEventsPerSecond))} events a second`}
    .
  </p>
);
