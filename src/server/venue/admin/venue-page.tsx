/**
 * The page of a venue on a wire: its faults, books, accounts and their orders, and, where that is asked for, what its clients are wrong in. Reads only, and is
 * asked for anew each second, unless it judges.
 */
import { lengthText } from '../../../core/ground/length-text.js';
import type { AnchorSpec } from '../../../sim/fault/moment.js';
import { FAULT_KINDS } from '../../../sim/fault/registry.js';
import { Layout } from '../../pages/layout.js';
import { Badge, type Column, Table } from '../../pages/table.js';
import { NOT_MEASURED, decimalText, plural } from '../../pages/format.js';
import type { JudgedFinding } from '../../../sim/bot-judge/judge.js';
import type { AccountView, BookView, FaultView, OrderView, VenueState } from './venue-state.js';

export const PAGE_PATH = '/__sim';
/** The page, with a judgement. */
export const JUDGED_PATH = `${PAGE_PATH}?judged`;

const AGAIN_SECONDS = 1;

interface Props {
  readonly dialect: string;
  readonly speed: number;
  readonly state: VenueState;
  readonly findings: Judged;
}

/** What clients would be wrong in if it ended now, by account. */
export type Judged =
  | readonly { readonly name: string | null; readonly findings: readonly JudgedFinding[] }[]
  | 'nobody judges'
  | 'not asked for';

/** Which of several it is of. */
const titled = (title: string, name: string | null): string =>
  name === null ? title : `${title} of ${name}`;

const sumOf = ({ accounts }: VenueState, count: 'ordersTaken' | 'executions'): number =>
  accounts.reduce((sum, account) => sum + account[count], 0);

export const VenuePage = ({ dialect, speed, state, findings }: Props) => (
  <Layout
    title={`Venue: ${dialect}`}
    home="Venue"
    homeHref={PAGE_PATH}
    api={false}
    {...(typeof findings === 'string' ? { againSeconds: AGAIN_SECONDS } : {})}
  >
    <header class="head">
      <h1>{`Simulated venue, as ${dialect}`}</h1>
      <p class="muted">
        {`${state.now}, time passes ${speed} times as fast. ${plural(sumOf(state, 'ordersTaken'), 'order')} taken, ${plural(sumOf(state, 'executions'), 'execution')}.`}
      </p>
    </header>
    {typeof findings !== 'string' && findings.map((judged) => <Findings {...judged} />)}
    {findings === 'not asked for' && (
      <p>
        <a href={JUDGED_PATH}>What would be wrong if it ended now</a>
      </p>
    )}
    <Faults faults={state.faults} />
    {state.books.map((book) => (
      <Book book={book} />
    ))}
    {state.accounts.map(({ name, account, openOrders, lastOrders }) => (
      <>
        <Account title={titled('Account', name)} account={account} />
        <Orders title={titled('Open orders', name)} empty="No order is open." orders={openOrders} />
        <Orders title={titled('Last orders', name)} empty="No order is over." orders={lastOrders} />
      </>
    ))}
  </Layout>
);

const Findings = ({ name, findings }: Exclude<Judged, string>[number]) => (
  <section class="card">
    <h2>{titled('Wrong, if it ended now', name)}</h2>
    <Table
      caption={titled('Wrong, if it ended now', name)}
      quiet
      columns={[{ label: 'Rule' }, { label: 'What' }]}
      empty="Nothing."
      rows={findings.map(({ rule, text }) => [rule, text])}
      levels={findings.map(() => 'bad')}
    />
  </section>
);

const FAULT_COLUMNS: readonly Column[] = [
  { label: 'Number', numeric: true },
  { label: 'Kind' },
  { label: 'As written' },
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
        valuesText(fault),
        <Badge level={LEVELS[stateOf(fault)]}>{stateOf(fault)}</Badge>,
        String(fault.acts),
      ])}
    />
  </section>
);

const LEVELS = { 'switched off': 'warn', active: 'bad', 'not active': 'good' } as const;

const stateOf = ({ isOn, isActive }: FaultView): keyof typeof LEVELS =>
  isOn ? (isActive ? 'active' : 'not active') : 'switched off';

const valuesText = ({ kind, values }: FaultView): string =>
  Object.entries(values)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name}: ${valueText(kind, name, value)}`)
    .join(', ');

/** Lengths and times as people say them. */
function valueText(kind: string, name: string, value: unknown): string {
  const type = FAULT_KINDS.get(kind)?.parameters[name]?.type;
  if (typeof value === 'number' && (type === 'duration' || type === 'moment'))
    return lengthText(value);
  if (typeof value === 'object' && value !== null && 'after' in value) {
    const { plus, ...event } = value as AnchorSpec;
    const later = plus === undefined ? {} : { plus: lengthText(plus) };
    return Object.entries({ ...event, ...later })
      .filter(([, told]) => told !== undefined)
      .map(([word, told]) => `${word} ${told}`)
      .join(' ');
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

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

const Account = ({ title, account }: { title: string; account: AccountView }) => (
  <section class="card">
    <h2>{title}</h2>
    <Table
      caption={title}
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
