/** What a running engine answers, as one screen of text. */
import { type Column, aligned, left, right, table, textOfLines } from '../report/text/layout.js';

interface Status {
  readonly mode: string;
  readonly cause: string;
  readonly ready: boolean;
  readonly health: { readonly status: string; readonly causes: readonly string[] };
  readonly atMicros: number;
  readonly orders: Readonly<Record<'given' | 'over' | 'working' | 'unknown', number>>;
  readonly killSwitch: { readonly engaged: boolean; readonly reason: string };
  readonly breaker: { readonly state: string; readonly reason: string };
  readonly reconciliation: { readonly gate: string; readonly orphansLoose: number };
  readonly positions: readonly Readonly<
    Record<'symbol' | 'position' | 'buying' | 'selling', string>
  >[];
  readonly alertsRaised: number;
}

const utc = (micros: number): string =>
  `${new Date(micros / 1_000).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

const because = (what: string, reason: string): string =>
  reason === '' ? what : `${what}: ${reason}`;

export function statusLines(status: Status): string {
  const { mode, cause, health, orders, killSwitch, breaker, reconciliation } = status;
  const rows = [
    ['engine', because(mode, cause)],
    ['takes orders', status.ready ? 'yes' : 'no'],
    ['health', because(health.status, health.causes.join('; '))],
    ['its time', utc(status.atMicros)],
    [
      'orders',
      `${orders.over} of ${orders.given} over, ${orders.working} working, ${orders.unknown} without an answer`,
    ],
    [
      'kill switch',
      because(killSwitch.engaged ? 'engaged' : 'off', killSwitch.engaged ? killSwitch.reason : ''),
    ],
    ['breaker', because(breaker.state, breaker.state === 'closed' ? '' : breaker.reason)],
    ['gate', `${reconciliation.gate}, ${reconciliation.orphansLoose} orphans`],
    ...status.positions.map(({ symbol, position, buying, selling }) => [
      symbol,
      `position ${position}, buying ${buying}, selling ${selling}`,
    ]),
    ['alerts', `${status.alertsRaised} raised`],
  ];
  return textOfLines(table([left(''), left('')], rows).slice(1));
}

interface Order {
  readonly parentId: string;
  readonly side: string;
  readonly symbol: string;
  readonly algo: string;
  readonly quantity: string;
  readonly filledQuantity: string;
  readonly averagePrice: string | null;
  readonly status: string;
  readonly why: string;
}

interface Child {
  readonly clientOrderId: string;
  readonly slice: number;
  readonly side: string;
  readonly symbol: string;
  readonly quantity: string;
  readonly filledQuantity: string;
  readonly averagePrice: string | null;
  readonly status: string;
}

const ORDER: readonly Column[] = [
  left('order'),
  left('what'),
  right('quantity'),
  right('filled'),
  right('at'),
  left('status'),
];

const orderRow = (order: Order): readonly string[] => [
  order.parentId,
  `${order.side} ${order.symbol}, ${order.algo}`,
  order.quantity,
  order.filledQuantity,
  order.averagePrice ?? '-',
  because(order.status, order.why),
];

export function ordersLines({
  items,
  nextCursor,
}: {
  readonly items: readonly Order[];
  readonly nextCursor: string | null;
}): string {
  if (items.length === 0) return 'no orders\n';
  const more = nextCursor === null ? [] : ['… and more before these'];
  return textOfLines([...table(ORDER, items.map(orderRow)), ...more]);
}

const CHILD: readonly Column[] = [
  left('order at the venue'),
  right('slice'),
  right('quantity'),
  right('filled'),
  right('at'),
  left('status'),
];

const childRow = (child: Child): readonly string[] => [
  child.clientOrderId,
  String(child.slice),
  child.quantity,
  child.filledQuantity,
  child.averagePrice ?? '-',
  child.status,
];

/** One by its parent id, or one at the venue. */
export function orderLines(
  order: (Order & { readonly children: readonly Child[] }) | Child,
): string {
  if (!('children' in order)) return textOfLines(table(CHILD, [childRow(order)]));
  const { children } = order;
  const below =
    children.length === 0 ? ['nothing of it was sent'] : table(CHILD, children.map(childRow));
  return textOfLines([...table(ORDER, [orderRow(order)]), '', ...below]);
}

interface OrphanRow {
  readonly venueOrderId: string;
  readonly side: string;
  readonly symbol: string;
  readonly quantity: string;
  readonly remainingQuantity: string;
  readonly status: string;
}

const ORPHAN: readonly Column[] = [
  left('venue order'),
  left('what'),
  right('quantity'),
  right('remaining'),
  left('status'),
];

export function orphanLines({ items }: { readonly items: readonly OrphanRow[] }): string {
  if (items.length === 0) return 'no orphans: every order at the venue is one of ours\n';
  return textOfLines(
    table(
      ORPHAN,
      items.map((one) => [
        one.venueOrderId,
        `${one.side} ${one.symbol}`,
        one.quantity,
        one.remainingQuantity,
        one.status,
      ]),
    ),
  );
}

interface AlertRow {
  readonly code: string;
  readonly level: string;
  readonly subject: string;
  readonly state: string;
  readonly count: number;
  readonly firstMicros: number;
  readonly text: string;
  readonly first: string | null;
}

const ALERT: readonly Column[] = [
  left('alert'),
  left('level'),
  left('state'),
  right('times'),
  left('since'),
  left('what'),
];

export function alertLines({ items }: { readonly items: readonly AlertRow[] }): string {
  if (items.length === 0) return 'no alerts\n';
  const rows = items.map(({ code, level, state, count, firstMicros, subject, text }) => [
    code,
    level,
    state,
    String(count),
    utc(firstMicros),
    because(subject, text),
  ]);
  return textOfLines([...table(ALERT, rows), ...firstLines(items)]);
}

/** Of what is raised, once per code. */
function firstLines(items: readonly AlertRow[]): readonly string[] {
  const raised = items.filter(({ state }) => state !== 'cleared');
  const firsts = new Map(raised.map(({ code, first }) => [code, first ?? '']));
  const rows = [...firsts].filter(([, first]) => first !== '');
  return rows.length === 0 ? [] : ['', 'to do first', ...aligned(rows)];
}
