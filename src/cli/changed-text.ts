/** What a person is told of a recorded session with changes: what was changed, what was different first, what of it is a model, and what came of it. */
import { lengthText } from '../core/ground/length-text.js';
import type { EpochMicros, Micros } from '../core/ground/units.js';
import type { TraceRow } from '../report/telling/trace-row.js';
import { Words } from '../report/telling/words.js';
import { aligned, wrap } from '../report/text/layout.js';
import { DASH, formatOffset } from '../report/text/numbers.js';
import type { Change, Changes } from '../runs/session/change.js';
import type { Assumed } from '../runs/session/changed-wire.js';
import type { ChangedSession, EndedBy } from '../runs/session/changed-session.js';
import type { SessionsCompared } from '../runs/session/compare-sessions.js';
import type { Session } from '../runs/session/session.js';
import { sessionSource } from '../runs/session/session-source.js';
import { outcomeTable } from './outcome-table.js';

export interface ChangedTold {
  readonly session: Session;
  readonly changes: Changes;
  readonly changed: ChangedSession;
  readonly compared: SessionsCompared;
}

export function changedLines(told: ChangedTold): readonly string[] {
  const { session, changed, compared } = told;
  const source = sessionSource(session);
  const time = (at: EpochMicros): string => formatOffset(at, source.virtual.start);
  const words = new Words(sessionSource(session, changed.blocks));
  return [
    '',
    'changed',
    ...changeLines(told, new Words(source), time),
    '',
    ...(compared.parting === null
      ? ['nothing differs: the session goes as it was recorded']
      : [
          ...partingLines(compared.parting, time),
          '',
          ...modelLines(changed, words, time),
          '',
          ...decisionLines(compared),
        ]),
    '',
    ...outcomeTable(compared),
  ];
}

type Time = (at: EpochMicros) => string;

const changeLines = (
  { changes: { changes, requestTimeout }, changed: { made } }: ChangedTold,
  words: Words,
  time: Time,
): readonly string[] =>
  aligned(
    changes.map((change) => {
      const { of, nth, fitting } = change;
      const which = fitting > 1 ? ` (${nth} of ${fitting})` : '';
      return [
        time(of.at),
        of.order === null ? 'account' : words.child(of.order),
        `${of.message} ${of.kind}${which}`,
        becomesText(change, requestTimeout, made.get(change) === 'given-up') +
          (made.has(change) ? '' : ' - NOT MADE: with the other changes it never comes'),
      ];
    }),
    [],
    '  ',
  );

function becomesText({ becomes }: Change, requestTimeout: Micros, isGivenUp: boolean): string {
  const givenUp = isGivenUp ? `: given up ${lengthText(requestTimeout)} after it was asked` : '';
  switch (becomes.kind) {
    case 'lost':
      return `lost${givenUp}`;
    case 'reset':
      return 'the connection breaks in its place';
    case 'delayed':
      return `comes ${lengthText(becomes.by)} later${givenUp === '' ? '' : `, too late${givenUp}`}`;
    case 'rejected':
      return `the venue refuses it (${becomes.code}): the order never was`;
  }
}

function partingLines(
  { seq, recorded, changed }: NonNullable<SessionsCompared['parting']>,
  time: Time,
): readonly string[] {
  const cellsOf = (row: TraceRow | null): readonly string[] =>
    row === null
      ? ['nothing any more']
      : [time(row.at), row.order === '' ? DASH : row.order, row.kind, row.text];
  return [
    `first difference: block ${seq}; all before it is as recorded`,
    ...aligned(
      [
        ['recorded', ...cellsOf(recorded)],
        ['changed', ...cellsOf(changed)],
      ],
      [],
      '  ',
    ),
  ];
}

/** In the order of how much they assume. */
const ASSUMED: Readonly<Record<Assumed['kind'], string>> = {
  answered: 'asked only here, and answered from all that the recording knows of the venue',
  exists: 'sent again, and refused since the venue has it',
  vetoed: 'kept from leaving by the last guard',
  over: 'canceled only here, and over already',
  canceled: 'canceled only here, and taken to execute nothing after that',
  'stays-open':
    'not canceled or replaced where the recording does it, and taken to stay open and execute nothing more',
  moved: 'sent at another time, and taken to fare as it did then, so much later',
};

function modelLines(
  { assumed, endedBy }: ChangedSession,
  words: Words,
  time: Time,
): readonly string[] {
  return [
    'from there on it is a model of the venue, not a recording',
    ...wrap(
      'each order does what the recording says that it did; the market stands still from one look of the recording to the next',
      '  ',
    ),
    ...Object.entries(ASSUMED).flatMap(([kind, meaning]) => {
      const these = assumed.filter((one) => one.kind === kind);
      if (these.length === 0) return [];
      return wrap(`${meaning}: ${listed(these, words)}`, '  ', '    ');
    }),
    ...(endedBy === null ? [] : wrap(endText(endedBy, words, time), '  ', '    ')),
  ];
}

/** The same of the same order, once, with how often. */
function listed(these: readonly Assumed[], words: Words): string {
  const counts = new Map<string, number>();
  for (const { order, text } of these) {
    const one = [order === null ? 'account' : words.child(order), text].join(' ').trim();
    counts.set(one, (counts.get(one) ?? 0) + 1);
  }
  return [...counts].map(([one, count]) => (count > 1 ? `${one} x${count}` : one)).join('; ');
}

function endText({ at, command, text }: EndedBy, words: Words, time: Time): string {
  const which =
    command === null ? '' : `${words.child(command.clientOrderId)}${termsOf(command, words)} `;
  return `it ENDS at ${time(at)}, since nobody knows how it goes on: ${which}${text}`;
}

const termsOf = (command: NonNullable<EndedBy['command']>, words: Words): string =>
  command.kind === 'submit' ? ` (${words.terms(command.terms)})` : '';

const KINDS_SHOWN = 6;

function decisionLines({ decisions }: SessionsCompared): readonly string[] {
  if (decisions.length === 0) return ['every decision is as recorded'];
  const shown = (kinds: readonly string[]): string =>
    kinds.length === 0
      ? 'nothing more'
      : kinds.slice(0, KINDS_SHOWN).join(', ') + (kinds.length > KINDS_SHOWN ? ', …' : '');
  const alike = new Map<string, string[]>();
  for (const { order, recorded, changed } of decisions) {
    const told = [
      ...wrap(shown(recorded), '    recorded  '),
      ...wrap(shown(changed), '    changed   '),
    ].join('\n');
    alike.set(told, [...(alike.get(told) ?? []), order === '' ? 'account' : order]);
  }
  return [
    'decided otherwise',
    ...[...alike].flatMap(([told, orders]) => [...wrap(orders.join(', '), '  '), told]),
  ];
}
