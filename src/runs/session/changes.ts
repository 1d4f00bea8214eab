/**
 * From what a person has written to the messages of a recording that are meant, and to what becomes of each.
 *
 * Invariant: every change names messages that the recording has, each once, and something that could have become of them.
 */
import type { ClientOrderId, ExecId } from '../../core/order/order.js';
import type { EffectOutcome } from '../../core/order/outcome.js';
import type { JournalBlock } from '../../core/state/journal-block.js';
import { findOrder } from '../../report/telling/find-order.js';
import { type TraceSource, Words } from '../../report/telling/words.js';
import { type ScenarioProblem, ScenarioError } from '../scenario/problem.js';
import type { Becomes, Change, Changes } from './change.js';
import { type WrittenChange, readChangeFile } from './change-file.js';
import { type Message, messagesOf } from './messages.js';
import type { Session } from './session.js';
import { sessionSource } from './session-source.js';

/** Errors: `ScenarioError` with every problem and its place. */
export function readChanges(file: string, text: string, session: Session): Changes {
  const written = readChangeFile(file, text);
  const source = sessionSource(session);
  const { blocks } = session;
  const recording = { blocks, messages: messagesOf(blocks), words: new Words(source), source };
  const problems: ScenarioProblem[] = [];
  /** By message: which of the written. */
  const changedBy = new Map<Message, number>();
  const changes = written.changes.flatMap((one, index) => {
    const meant = meantBy(one, recording);
    const twice = 'what' in meant ? undefined : meant.find(({ of }) => changedBy.has(of));
    if ('what' in meant) problems.push(written.problemAt(index, meant));
    else if (twice !== undefined)
      problems.push(written.problemAt(index, changedTwice(twice.of, changedBy.get(twice.of))));
    else for (const { of } of meant) changedBy.set(of, index);
    return 'what' in meant ? [] : meant;
  });
  if (problems.length > 0) throw new ScenarioError(file, problems);
  const { requestTimeout } = written;
  return { requestTimeout, changes: changes.toSorted((a, b) => a.of.seq - b.of.seq) };
}

interface Problem {
  readonly what: string;
  readonly fix: string;
  readonly key?: keyof WrittenChange;
}

interface Recording {
  readonly blocks: readonly JournalBlock[];
  readonly messages: readonly Message[];
  readonly source: TraceSource;
  readonly words: Words;
}

const changedTwice = ({ message, kind }: Message, by: number | undefined): Problem => ({
  what: `one ${message} (${kind}) of these is changed by changes.${by} already`,
  fix: 'leave one of the two out, or name others by kind or nth',
});

function meantBy(written: WrittenChange, recording: Recording): readonly Change[] | Problem {
  const { message, kind, nth, becomes } = written;
  const about = aboutOf(written, recording);
  if ('what' in about) return about;
  const alike = recording.messages.filter(
    (one) =>
      one.message === message &&
      (about.order === null || one.order === about.order) &&
      (about.execution === null || one.execution === about.execution),
  );
  const named = alike.filter((one) => kind === undefined || one.kind === kind);
  const fitting = named.length;
  const numbered = named.map((of, index): Change => ({ of, nth: index + 1, fitting, becomes }));
  const chosen = nth === 'all' ? numbered : numbered.slice(nth - 1, nth);
  if (chosen.length === 0) return nothingNamed(written, { alike, fitting });
  const [first] = chosen.flatMap(({ of }) => impossibleOf(of, becomes, recording) ?? []);
  return first ?? chosen;
}

type About = { readonly order: ClientOrderId | null; readonly execution: ExecId | null };

function aboutOf({ about }: WrittenChange, { source, words }: Recording): About | Problem {
  if (about === undefined) return { order: null, execution: null };
  const found = findOrder(source, words, about);
  switch (found.kind) {
    case 'problem':
      return { what: found.text, fix: 'squall run with --trace shows what there is', key: 'about' };
    case 'parent':
      return {
        what: `${about} is what was asked for, not an order at the venue`,
        fix: `${found.parent.name}/0 is its first slice`,
        key: 'about',
      };
    case 'child':
      return { order: found.child.clientOrderId, execution: null };
    case 'fill':
      return { order: found.child.clientOrderId, execution: found.fill.execId as ExecId };
  }
}

function nothingNamed(
  { message, about, kind, nth }: WrittenChange,
  { alike, fitting }: { readonly alike: readonly Message[]; readonly fitting: number },
): Problem {
  const named = kind === undefined ? message : `${message} of kind "${kind}"`;
  const what = about === undefined ? named : `${named} about ${about}`;
  if (fitting > 0)
    return {
      what: `there is no ${what} number ${nth}: the recording has ${fitting}`,
      fix: fitting === 1 ? 'leave nth out' : `a number from 1 to ${fitting}, or all`,
      key: 'nth',
    };
  if (alike.length === 0)
    return { what: `the recording has no ${what}`, fix: 'name another message or another order' };
  const kinds = [...new Set(alike.map((one) => one.kind))];
  return {
    what: `the recording has no ${what}`,
    fix: `kinds that it has: ${kinds.join(', ')}`,
    key: 'kind',
  };
}

/** Null = it could have been. */
function impossibleOf(
  { message, kind, seq }: Message,
  becomes: Becomes,
  { blocks }: Recording,
): Problem | null {
  const input = blocks[seq]?.input;
  const outcome = input?.kind === 'outcome' ? input.outcome : null;
  if (outcome?.kind === 'not-sent')
    return impossible(`nothing left (${outcome.reason}): nobody could answer`, OTHER_MESSAGE);
  if (becomes.kind === 'reset' && message === 'report')
    return impossible(
      'nobody waits for a report, so none can break off',
      'lost or { delayed: 2s }',
    );
  return becomes.kind === 'rejected' ? unrefusable({ message, kind }, outcome?.kind) : null;
}

function unrefusable(
  { message, kind }: Pick<Message, 'message' | 'kind'>,
  was: EffectOutcome['kind'] | undefined,
): Problem | null {
  if (message === 'acknowledgement' && kind === 'submit')
    return was === 'rejected' ? impossible('it was a rejection', OTHER_MESSAGE) : null;
  const what = 'only the acknowledgement of a submit can become a rejection';
  return impossible(what, 'lost, reset or { delayed: 2s }');
}

const impossible = (what: string, fix: string): Problem => ({ what, fix, key: 'becomes' });

const OTHER_MESSAGE = 'name another message';
