/** What came of a session as it was recorded and with changes, beside each other. */
import { lengthText } from '../core/ground/length-text.js';
import type { OrderUpdateSource } from '../core/order/update.js';
import { left, table } from '../report/text/layout.js';
import { DASH, shortDecimal } from '../report/text/numbers.js';
import type { SessionsCompared } from '../runs/session/compare-sessions.js';
import type { OrderOutcome, Outcome, ParentOutcome } from '../runs/session/outcome.js';

type Row = readonly [what: string, recorded: string, changed: string];

/** All of what was asked for, since that it came to the same is an answer, too; of orders at the venue what differs. */
export function outcomeTable({ recorded, changed }: SessionsCompared): readonly string[] {
  const rows: readonly Row[] = [
    ...namesIn(recorded.parents, changed.parents).flatMap((name) =>
      PARENT_ROWS.map(([what, of]): Row => [
        `${name} ${what}`,
        ...both([recorded, changed], ({ parents }) => textOf(parents, name, of)),
      ]),
    ),
    ...namesIn(recorded.orders, changed.orders).flatMap((name) =>
      orderRows(name, recorded, changed),
    ),
    ...symbolsIn(recorded, changed).map((symbol): Row => [
      `${symbol} bought less sold`,
      ...both(
        [recorded, changed],
        ({ positions }) => positions.find((one) => one.symbol === symbol)?.quantity ?? '0',
      ),
    ]),
    ['orders, cancels and changes sent', ...both([recorded, changed], ({ sent }) => String(sent))],
    ['questions asked', ...both([recorded, changed], ({ asked }) => String(asked))],
  ];
  return table([left('what came of it'), left('recorded'), left('changed')], rows);
}

const both = (
  [recorded, changed]: readonly [Outcome, Outcome],
  of: (outcome: Outcome) => string,
): readonly [string, string] => [of(recorded), of(changed)];

interface Named {
  readonly name: string;
}

const namesIn = (...lists: readonly (readonly Named[])[]): readonly string[] => [
  ...new Set(lists.flat().map(({ name }) => name)),
];

const symbolsIn = (...outcomes: readonly Outcome[]): readonly string[] => [
  ...new Set(outcomes.flatMap(({ positions }) => positions.map(({ symbol }) => symbol))),
];

function textOf<T extends Named>(all: readonly T[], name: string, of: (one: T) => string): string {
  const found = all.find((one) => one.name === name);
  return found === undefined ? DASH : of(found);
}

const PARENT_ROWS: readonly (readonly [string, (parent: ParentOutcome) => string])[] = [
  ['is', ({ status }) => status],
  ['filled', ({ filled, quantity }) => `${filled} of ${quantity}`],
  [
    'average price',
    ({ averagePrice }) => (averagePrice === null ? DASH : shortDecimal(averagePrice)),
  ],
  [
    'over',
    ({ overAfterMicros: length }) => (length === null ? 'not yet' : `after ${lengthText(length)}`),
  ],
];

function orderRows(name: string, recorded: Outcome, changed: Outcome): readonly Row[] {
  const [there, here] = [recorded, changed].map(({ orders }) =>
    orders.find((order) => order.name === name),
  );
  if (there === undefined || here === undefined) {
    const ended = (order: OrderOutcome | undefined): string =>
      order === undefined ? 'not sent' : `${order.status}, ${order.filled}`;
    return [[`${name} is`, ended(there), ended(here)]];
  }
  return ORDER_ROWS.filter(([, of]) => of(there) !== of(here)).map(([what, of]): Row => [
    `${name} ${what}`,
    of(there),
    of(here),
  ]);
}

const KNOWN_BY: Readonly<Record<OrderUpdateSource, string>> = {
  stream: 'by the order stream',
  poll: 'by an answer',
  reconciliation: 'by a reconciliation',
  manual: 'by an operator',
  ours: 'by ourselves',
};

const ORDER_ROWS: readonly (readonly [string, (order: OrderOutcome) => string])[] = [
  ['is', ({ status }) => status],
  ['filled', ({ filled }) => filled],
  [
    'fill known',
    ({ detectedMicros, knownBy }) =>
      detectedMicros === null || knownBy === null
        ? 'never'
        : `after ${lengthText(detectedMicros)}, ${KNOWN_BY[knownBy]}`,
  ],
];
