/** The page of a running engine: its state with the cause, orders, slices, positions, orphans, alerts, and who asked for what. Reads only. */
import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import { EVERY_STRATEGY } from '../../core/guard/quarantine.js';
import type { EngineDesk } from '../../runs/desk/engine-desk.js';
import { isParentTerminal } from '../../core/order/parent.js';
import { Layout } from '../pages/layout.js';
import { NOT_MEASURED, plural, utc, words } from '../pages/format.js';
import { Badge, type Column, type RowLevel, Table } from '../pages/table.js';
import { alertView, modeOf, orphanView, positionViews } from './account-view.js';
import { healthOf } from './health.js';
import { quarantineViews } from './risk-view.js';
import { childrenOf, parentView, sliceViews } from './order-view.js';

export const ENGINE_HOME = 'Engine';

const AGAIN_SECONDS = 5;
const ORDERS_SHOWN = 50;
const SLICES_SHOWN = 40;
const LINES_SHOWN = 50;

export const enginePage = (context: Context, desk: EngineDesk): Response | Promise<Response> =>
  context.html(<EnginePage desk={desk} />);

interface Props {
  readonly desk: EngineDesk;
}

const EnginePage = ({ desk }: Props) => {
  const { mode } = modeOf(desk);
  return (
    <Layout title={`Engine: ${words(mode)}`} home={ENGINE_HOME} againSeconds={AGAIN_SECONDS}>
      <StateHead desk={desk} />
      <Orders desk={desk} />
      <Slices desk={desk} />
      <Positions desk={desk} />
      <Orphans desk={desk} />
      <Quarantines desk={desk} />
      <Alerts desk={desk} />
      <Audit desk={desk} />
    </Layout>
  );
};

const MODE_LEVELS = {
  ready: 'good',
  reconciling: 'warn',
  forced: 'warn',
  killed: 'bad',
  tripped: 'bad',
  'half-open': 'warn',
} as const;

const StateHead = ({ desk }: Props) => {
  const { mode, cause } = modeOf(desk);
  const { status, causes } = healthOf(desk);
  const { config } = desk;
  return (
    <header class="head">
      <h1>
        Engine <Badge level={MODE_LEVELS[mode]}>{words(mode)}</Badge>
      </h1>
      {cause !== '' && <p>{cause}</p>}
      <p class="muted">
        {`Mode ${config.mode}, venue ${config.venue.venue}, ${utc(desk.now)}. Health: ${status}.`}
      </p>
      {causes.length > 0 && (
        <ul>
          {causes.map((one) => (
            <li>{one}</li>
          ))}
        </ul>
      )}
    </header>
  );
};

interface SectionProps {
  readonly title: string;
  readonly empty: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Child[])[];
  readonly levels?: readonly (RowLevel | null)[];
}

const Section = ({ title, empty, columns, rows, levels = [] }: SectionProps) => (
  <section>
    <h2>{title}</h2>
    <Table caption={title} quiet tall columns={columns} rows={rows} levels={levels} empty={empty} />
  </section>
);

const text = (label: string): Column => ({ label });
const number = (label: string): Column => ({ label, numeric: true });

const shownParents = ({ desk }: Props) =>
  [...desk.state.parents.entries()]
    .map(([, parent]) => parent)
    .slice(-ORDERS_SHOWN)
    .reverse();

const Orders = ({ desk }: Props) => {
  const parents = shownParents({ desk });
  const children = childrenOf(desk.state, new Set(parents.map(({ parentId }) => parentId)));
  const views = parents.map((parent) =>
    parentView(desk, parent, children.get(parent.parentId) ?? []),
  );
  return (
    <Section
      title="Orders"
      empty="No order was given yet."
      columns={[
        text('Order'),
        text('Received'),
        text('Strategy'),
        text('What'),
        number('Quantity'),
        number('Filled'),
        number('Average price'),
        text('Status'),
      ]}
      rows={views.map((view) => [
        <code>{view.parentId}</code>,
        utc(view.receivedMicros),
        view.strategy,
        `${view.side} ${view.symbol}, ${view.algo}`,
        view.quantity,
        view.filledQuantity,
        view.averagePrice ?? NOT_MEASURED,
        view.why === '' ? words(view.status) : `${words(view.status)}: ${view.why}`,
      ])}
    />
  );
};

/** Of orders that are not over. */
const Slices = ({ desk }: Props) => {
  const live = shownParents({ desk }).filter(({ status }) => !isParentTerminal(status));
  const children = childrenOf(desk.state, new Set(live.map(({ parentId }) => parentId)));
  const rows = live.flatMap((parent) =>
    sliceViews(desk, parent, {
      children: children.get(parent.parentId) ?? [],
      from: Math.max(0, parent.nextSlice - SLICES_SHOWN / 2),
      limit: SLICES_SHOWN,
    }).map((slice) => [
      <code>{parent.parentId}</code>,
      String(slice.slice),
      slice.dueMicros === null ? NOT_MEASURED : utc(slice.dueMicros),
      slice.quantity,
      slice.filledQuantity,
      words(slice.status),
    ]),
  );
  return (
    <Section
      title="Slices"
      empty="No order is under way."
      columns={[
        text('Order'),
        number('Slice'),
        text('Due'),
        number('Quantity'),
        number('Filled'),
        text('Status'),
      ]}
      rows={rows}
    />
  );
};

const Positions = ({ desk }: Props) => (
  <Section
    title="Positions"
    empty="No instrument is listed."
    columns={[
      text('Symbol'),
      number('Position'),
      number('Buying'),
      number('Selling'),
      number('Open orders'),
    ]}
    rows={positionViews(desk).map(({ symbol, position, buying, selling, openOrders }) => [
      symbol,
      position,
      buying,
      selling,
      String(openOrders),
    ])}
  />
);

const Orphans = ({ desk }: Props) => {
  const views = (desk.state.orphans ?? []).map((orphan) => orphanView(desk, orphan));
  return (
    <Section
      title="Orphans"
      empty="Every order at the venue is one of ours."
      columns={[
        text('Venue order'),
        text('What'),
        number('Quantity'),
        number('Remaining'),
        text('Status'),
        text('Found'),
      ]}
      rows={views.map((view) => [
        <code>{view.venueOrderId}</code>,
        `${view.side} ${view.symbol}`,
        view.quantity,
        view.remainingQuantity,
        words(view.status),
        utc(view.foundMicros),
      ])}
      levels={views.map(({ status }) => (status === 'untracked' ? 'warn' : null))}
    />
  );
};

const Quarantines = ({ desk }: Props) => (
  <Section
    title="Quarantine"
    empty="No symbol is in quarantine."
    columns={[text('Symbol'), text('Strategy'), text('By'), text('Why')]}
    rows={quarantineViews(desk).map(({ symbol, strategyId, by, reason }) => [
      symbol,
      strategyId === EVERY_STRATEGY ? 'every one' : strategyId,
      by,
      reason,
    ])}
  />
);

const Alerts = ({ desk }: Props) => {
  const views = desk.book.alerts.map(alertView).reverse().slice(0, LINES_SHOWN);
  return (
    <Section
      title="Alerts"
      empty="No alert was raised."
      columns={[
        text('Alert'),
        text('Level'),
        text('State'),
        text('What'),
        text('To do first'),
        text('Since'),
        number('Times'),
      ]}
      rows={views.map((view) => [
        view.code,
        view.level,
        view.state,
        view.text,
        view.first ?? '',
        utc(view.firstMicros),
        String(view.count),
      ])}
      levels={views.map(({ level, state }) =>
        state === 'cleared' ? null : level === 'critical' ? 'bad' : 'warn',
      )}
    />
  );
};

const Audit = ({ desk }: Props) => {
  const lines = desk.book.audit.slice(-LINES_SHOWN).reverse();
  return (
    <Section
      title="Who asked for what"
      empty={`Nobody has asked for anything; ${plural(desk.host.inputs, 'input')} so far.`}
      columns={[text('When'), text('Who'), text('What'), text('About'), text('Outcome')]}
      rows={lines.map(({ at, operator, role, did, about, reason, outcome, text: why }) => [
        utc(at),
        `${operator} (${role ?? 'program'})`,
        did,
        [about, reason].filter((part) => part !== '').join(': '),
        why === '' ? outcome : `${outcome}: ${why}`,
      ])}
      levels={lines.map(({ outcome }) => (outcome === 'denied' ? 'warn' : null))}
    />
  );
};
