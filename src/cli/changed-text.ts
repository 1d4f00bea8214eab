/** What a person is told of a recorded session with changes. */
import { lengthText } from '../core/ground/length-text.js';
import type { EpochMicros } from '../core/ground/units.js';
import type { OrderUpdateSource } from '../core/order/update.js';
import type { TraceRow } from '../report/telling/trace-row.js';
import { Words } from '../report/telling/words.js';
import { aligned, left, table, wrap } from '../report/text/layout.js';
import { DASH, formatOffset } from '../report/text/numbers.js';
import type { Assumed } from '../runs/session/changed-wire.js';
import type { ChangedSession } from '../runs/session/changed-session.js';
import type { Becomes, Changes } from '../runs/session/changes.js';
import type { SessionsCompared } from '../runs/session/compare-sessions.js';
import type { OrderOutcome, Outcome, ParentOutcome } from '../runs/session/outcome.js';
import type { Session } from '../runs/session/session.js';
import { sessionSource } from '../runs/session/session-source.js';

export interface ChangedTold {
  readonly session: Session;
  readonly changes: Changes;
  readonly changed: ChangedSession;
  readonly compared: SessionsCompared;
}

export function changedLines(told: ChangedTold): readonly string[] {
  const { session, changed, compared } = told;
  const source = sessionSource(session);
  const words = new Words(source);
  const time = (at: EpochMicros): string => formatOffset(at, source.virtual.start);
  return [
    '',
    'changed',
    ...aligned(
      told.changes.changes.map(({ of, becomes }) => [
        time(of.at),
        of.order === null ? 'the account' : words.child(of.order),
        `${of.message}, ${of.kind}`,
        becomesText(becomes),
      ]),
      [],
      '  ',
    ),
    ...partingLines(compared, time),
    ...assumedLines(changed, words, time),
    ...decisionLines(compared),
    ...outcomeLines(compared),
  ];
}

function becomesText(becomes: Becomes): string {
  switch (becomes.kind) {
    case 'lost':
      return 'lost';
    case 'reset':
      return 'the connection breaks in its place';
    case 'delayed':
      return `comes ${lengthText(becomes.by)} later`;
    case 'rejected':
      return `the venue refused it: ${becomes.code}`;
  }
}

type Time = (at: EpochMicros) => string;

function partingLines({ parting }: SessionsCompared, time: Time): readonly string[] {
  if (parting === null) return ['', 'nothing differs: the session went as it was recorded'];
  const { seq, recorded, changed } = parting;
  const rowOf = (row: TraceRow | null): readonly string[] =>
    row === null
      ? ['nothing any more']
      : [time(row.at), row.order === '' ? DASH : row.order, row.kind, row.text];
  return [
    '',
    `as recorded: ${seq} inputs and all that was decided on them; counterfactual from there on`,
    ...aligned(
      [
        ['recorded', ...rowOf(recorded)],
        ['changed', ...rowOf(changed)],
      ],
      [],
      '  ',
    ),
  ];
}

/** In the order of how much they assume. */
const ASSUMED: Readonly<Record<Assumed['kind'], string>> = {
  answered: 'answered from what the recording knows, since it has no such answer',
  exists: 'sent again, and refused since the venue has it',
  vetoed: 'kept from leaving by the last guard',
  canceled: 'canceled where the recording does not cancel',
  moved: 'left at another time than recorded, and taken to fare as it did',
};

function assumedLines(
  { assumed, endedBy }: ChangedSession,
  words: Words,
  time: Time,
): readonly string[] {
  const lines = Object.entries(ASSUMED).flatMap(([kind, meaning]) => {
    const these = assumed.filter((one) => one.kind === kind);
    if (these.length === 0) return [];
    const which = these.map(
      ({ order, text }) => `${order === null ? '' : `${words.child(order)} `}${text}`,
    );
    return wrap(`${meaning}: ${which.join('; ')}`, '  ', '    ');
  });
  return [
    '',
    'what is not recorded',
    ...lines,
    '  the market between two looks of the recording: as it was at the one before',
    ...(endedBy === null
      ? []
      : wrap(
          `from ${time(endedBy.at)} on the recording cannot say: ${endedBy.text}`,
          '  ',
          '    ',
        )),
  ];
}

const KINDS_SHOWN = 6;

function decisionLines({ decisions }: SessionsCompared): readonly string[] {
  if (decisions.length === 0) return [];
  const listed = (kinds: readonly string[]): string =>
    kinds.length === 0
      ? 'nothing more'
      : kinds.slice(0, KINDS_SHOWN).join(', ') + (kinds.length > KINDS_SHOWN ? ', …' : '');
  const alike = new Map<string, string[]>();
  for (const { order, recorded, changed } of decisions) {
    const told = [
      ...wrap(listed(recorded), '    recorded  '),
      ...wrap(listed(changed), '    changed   '),
    ].join('\n');
    alike.set(told, [...(alike.get(told) ?? []), order === '' ? 'the account' : order]);
  }
  return [
    '',
    'decided otherwise',
    ...[...alike].flatMap(([told, orders]) => [...wrap(orders.join(', '), '  '), told]),
  ];
}

const KNOWN_BY: Readonly<Record<OrderUpdateSource, string>> = {
  stream: 'by the order stream',
  poll: 'by an answer',
  reconciliation: 'by a reconciliation',
  manual: 'by an operator',
  ours: 'by ourselves',
};

function outcomeLines({ recorded, changed }: SessionsCompared): readonly string[] {
  const rows = [
    ...recorded.parents.flatMap((parent) => parentRows(parent.name, recorded, changed)),
    ...namesOf(recorded, changed).flatMap((name) => orderRows(name, recorded, changed)),
    ['orders, cancels and changes sent', String(recorded.sent), String(changed.sent)],
    ['questions asked', String(recorded.asked), String(changed.asked)],
  ];
  return ['', ...table([left('what came of it'), left('recorded'), left('changed')], rows)];
}

const namesOf = (recorded: Outcome, changed: Outcome): readonly string[] => [
  ...new Set([...recorded.orders, ...changed.orders].map(({ name }) => name)),
];

const PARENT_ROWS: readonly (readonly [string, (parent: ParentOutcome) => string])[] = [
  ['is', ({ status }) => status],
  ['filled', ({ filled, quantity }) => `${filled} of ${quantity}`],
  ['average price', ({ averagePrice }) => averagePrice ?? DASH],
  [
    'last heard of',
    ({ beganAtMicros: from, statusAtMicros: to }) => `after ${lengthText(to - from)}`,
  ],
];

/** All of it: that it came to the same is an answer, too. */
function parentRows(name: string, recorded: Outcome, changed: Outcome): string[][] {
  const both = [recorded, changed].map(({ parents }) =>
    parents.find((parent) => parent.name === name),
  );
  return PARENT_ROWS.map(([what, of]) => [
    `${name} ${what}`,
    ...both.map((parent) => (parent === undefined ? DASH : of(parent))),
  ]);
}

/** What differs. */
function orderRows(name: string, recorded: Outcome, changed: Outcome): string[][] {
  const [there, here] = [recorded, changed].map(({ orders }) =>
    orders.find((order) => order.name === name),
  );
  const rows: readonly (readonly [string, (order: OrderOutcome) => string])[] = [
    ['is', ({ status }) => status],
    ['filled', ({ filled }) => filled],
    ['fill known', knownText],
  ];
  if (there === undefined || here === undefined) {
    const ended = (order: OrderOutcome | undefined): string =>
      order === undefined ? 'not sent' : `${order.status}, ${order.filled}`;
    return [[`${name} is`, ended(there), ended(here)]];
  }
  return rows
    .filter(([, of]) => of(there) !== of(here))
    .map(([what, of]) => [`${name} ${what}`, of(there), of(here)]);
}

const knownText = ({ detectedMicros, knownBy }: OrderOutcome): string =>
  detectedMicros === null || knownBy === null
    ? 'never'
    : `after ${lengthText(detectedMicros)}, ${KNOWN_BY[knownBy]}`;
