/** The page of a venue on a wire: its faults, book, account and orders. Reads only, and is asked for anew each second. */
import { Layout } from '../../pages/layout.js';
import { Badge, type Column, Table } from '../../pages/table.js';
import { NOT_MEASURED, decimalText, plural } from '../../pages/format.js';
import type { JudgedFinding } from '../../../sim/bot-judge/judge.js';
import type { BookView, FaultView, OrderView, VenueState } from './venue-state.js';

export const PAGE_PATH = '/__sim';

const AGAIN_SECONDS = 1;

interface Props {
  readonly dialect: string;
  readonly speed: number;
  readonly state: VenueState;
  /** What its clients are wrong in so far; null = nobody judges. */
  readonly findings: readonly JudgedFinding[] | null;
}

export const VenuePage = ({ dialect, speed, state, findings }: Props) => (
  <Layout
    title={`Venue: ${dialect}`}
    home="Venue"
    homeHref={PAGE_PATH}
    api={false}
    againSeconds={AGAIN_SECONDS}
  >
    <header class="head">
      <h1>{`Simulated venue, as ${dialect}`}</h1>
      <p class="muted">
        {`${state.now}, time passes ${speed} times as fast. ${plural(state.ordersTaken, 'order')} taken, ${plural(state.executions, 'execution')}.`}
      </p>
    </header>
    {findings !== null && <Findings findings={findings} />}
    <Faults faults={state.faults} />
    {state.books.map((book) => (
      <Book book={book} />
    ))}
    <Account state={state} />
    <Orders title="Open orders" empty="No order is open." orders={state.openOrders} />
    <Orders title="Last orders" empty="No order is over." orders={state.lastOrders} />
  </Layout>
);

const Findings = ({ findings }: { findings: readonly JudgedFinding[] }) => (
  <section class="card">
    <h2>Wrong so far</h2>
    <Table
      caption="Wrong so far"
      quiet
      columns={[{ label: 'Rule' }, { label: 'What' }]}
      empty="Nothing that anybody has to know by now."
      rows={findings.map(({ rule, text }) => [rule, text])}
      levels={findings.map(() => 'bad')}
    />
  </section>
);

const FAULT_COLUMNS: readonly Column[] = [
  { label: 'Number', numeric: true },
  { label: 'Kind' },
  { label: 'As written', hint: 'durations in microseconds' },
  { label: 'State' },
  { label: 'Acted', numeric: true },
];

const Faults = ({ faults }: { faults: readonly FaultView[] }) => (
  <section class="card">
    <h2>Faults</h2>
    <Table
      caption="Faults"
      quiet
      columns={FAULT_COLUMNS}
      empty="The scenario has none."
      rows={faults.map((fault) => [
        String(fault.number),
        fault.kind,
        valuesText(fault.values),
        <Badge level={LEVELS[stateOf(fault)]}>{stateOf(fault)}</Badge>,
        String(fault.acts),
      ])}
    />
  </section>
);

const LEVELS = { 'switched off': 'warn', active: 'bad', 'not active': 'good' } as const;

const stateOf = ({ isOn, isActive }: FaultView): keyof typeof LEVELS =>
  isOn ? (isActive ? 'active' : 'not active') : 'switched off';

const valuesText = (values: FaultView['values']): string =>
  Object.entries(values)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');

const BOOK_COLUMNS: readonly Column[] = [
  { label: 'Level', numeric: true },
  { label: 'Bid quantity', numeric: true },
  { label: 'Bid', numeric: true },
  { label: 'Ask', numeric: true },
  { label: 'Ask quantity', numeric: true },
];

const Book = ({ book: { symbol, bids, asks } }: { book: BookView }) => (
  <section class="card">
    <h2>{`Book of ${symbol}`}</h2>
    <Table
      caption={`Book of ${symbol}`}
      quiet
      columns={BOOK_COLUMNS}
      empty="The book is empty."
      rows={Array.from({ length: Math.max(bids.length, asks.length) }, (_, level) => [
        String(level + 1),
        bids[level]?.quantity ?? NOT_MEASURED,
        bids[level]?.price ?? NOT_MEASURED,
        asks[level]?.price ?? NOT_MEASURED,
        asks[level]?.quantity ?? NOT_MEASURED,
      ])}
    />
  </section>
);

const Account = ({ state: { account } }: { state: VenueState }) => (
  <section class="card">
    <h2>Account</h2>
    <Table
      caption="Account"
      quiet
      columns={[{ label: 'What' }, { label: 'Amount', numeric: true }]}
      empty="It holds nothing."
      rows={[
        ['cash', decimalText(account.cash)],
        ...account.positions.map(({ symbol, quantity }) => [`position ${symbol}`, quantity]),
        ...account.fees.map(({ asset, amount }) => [`fees, ${asset}`, decimalText(amount)]),
      ]}
    />
  </section>
);

const ORDER_COLUMNS: readonly Column[] = [
  { label: 'Client order id' },
  { label: 'Symbol' },
  { label: 'Side' },
  { label: 'Type' },
  { label: 'Quantity', numeric: true },
  { label: 'Filled', numeric: true },
  { label: 'Limit', numeric: true },
  { label: 'Taken' },
];

interface OrdersProps {
  readonly title: string;
  readonly empty: string;
  readonly orders: readonly OrderView[];
}

const Orders = ({ title, empty, orders }: OrdersProps) => (
  <section class="card">
    <h2>{title}</h2>
    <Table
      caption={title}
      quiet
      columns={ORDER_COLUMNS}
      empty={empty}
      rows={orders.map((order) => [
        order.clientOrderId,
        order.symbol,
        order.side,
        order.type,
        order.quantity,
        order.filled,
        order.limitPrice ?? NOT_MEASURED,
        order.takenAt,
      ])}
    />
  </section>
);
