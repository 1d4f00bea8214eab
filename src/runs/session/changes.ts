/**
 * What a recorded session is to have heard otherwise, as a person writes it: a YAML file that names messages (`messages.ts`) and says what becomes of each.
 *
 * Invariant: every change names messages that the recording has, and something that could have become of them.
 */
import { z } from 'zod';
import { type Micros, seconds } from '../../core/ground/units.js';
import type { ClientOrderId, ExecId } from '../../core/order/order.js';
import type { JournalBlock } from '../../core/state/journal-block.js';
import { findOrder } from '../../report/telling/find-order.js';
import { Words } from '../../report/telling/words.js';
import { type ScenarioDocument, readDocument } from '../scenario/document.js';
import { durationField } from '../scenario/fields.js';
import { type Path, type ScenarioProblem, ScenarioError, dotted } from '../scenario/problem.js';
import { MESSAGES, type Message, messagesOf } from './messages.js';
import type { Session } from './session.js';
import { sessionSource } from './session-source.js';

const changeSchema = z.strictObject({
  message: z.enum(MESSAGES),
  /** An order or a fill as reports call it, or its id. */
  about: z.string().min(1).optional(),
  kind: z.string().min(1).optional(),
  /** From 1, of those that are named. */
  nth: z.union([z.int().min(1), z.literal('all')]).default(1),
  becomes: z.union([
    z.enum(['lost', 'reset']),
    z.strictObject({ delayed: durationField }),
    z.strictObject({ rejected: z.string().min(1) }),
  ]),
});
const fileSchema = z.strictObject({
  /** How long the client waits for an answer; the default is that of a scenario (`venue.requestTimeout`). */
  requestTimeout: durationField.default(seconds(5)),
  changes: z.array(changeSchema).min(1),
});

type Written = z.output<typeof changeSchema>;

export type Becomes =
  /** It never comes: of an answer that is known when the client waits no longer. */
  | { readonly kind: 'lost' }
  /** The connection breaks in its place: known at once. */
  | { readonly kind: 'reset' }
  | { readonly kind: 'delayed'; readonly by: Micros }
  /** The venue refused it, with this code: the order never was. */
  | { readonly kind: 'rejected'; readonly code: string };

export interface Change {
  readonly of: Message;
  readonly becomes: Becomes;
}

export interface Changes {
  readonly requestTimeout: Micros;
  /** In the order of the recording. */
  readonly changes: readonly Change[];
}

/** Errors: `ScenarioError` with every problem and its place. */
export function readChanges(file: string, text: string, session: Session): Changes {
  const document = readDocument(file, text);
  const parsed = fileSchema.safeParse(document.value);
  if (!parsed.success)
    throw new ScenarioError(
      file,
      parsed.error.issues.map((issue) =>
        problemAt(
          document,
          issue.path.map((part) => (typeof part === 'number' ? part : String(part))),
          {
            what: issue.message,
            fix: FORM,
          },
        ),
      ),
    );
  const source = sessionSource(session);
  const naming = {
    session,
    messages: messagesOf(session.blocks),
    words: new Words(source),
    source,
  };
  const problems: ScenarioProblem[] = [];
  const changes = parsed.data.changes.flatMap((written, index) => {
    const meant = meantBy(written, naming);
    if (!('what' in meant)) return meant;
    problems.push(problemAt(document, ['changes', index], meant));
    return [];
  });
  if (problems.length > 0) throw new ScenarioError(file, problems);
  return {
    requestTimeout: parsed.data.requestTimeout,
    changes: changes.toSorted((a, b) => a.of.seq - b.of.seq),
  };
}

const FORM =
  'changes: [{ message: acknowledgement | report | answer, about: P1/3, kind: submit, nth: 1, becomes: lost | reset | { delayed: 2s } | { rejected: code } }]';

interface Problem {
  readonly what: string;
  readonly fix: string;
}

const problemAt = (
  document: ScenarioDocument,
  path: Path,
  { what, fix }: Problem,
): ScenarioProblem => ({ place: document.placeOf(path), path: dotted(path), what, why: null, fix });

interface Naming {
  readonly session: Session;
  readonly messages: readonly Message[];
  readonly source: Parameters<typeof findOrder>[0];
  readonly words: Words;
}

function meantBy(written: Written, naming: Naming): readonly Change[] | Problem {
  const { message, kind, nth, becomes } = written;
  const about = aboutOf(written, naming);
  if ('what' in about) return about;
  const alike = naming.messages.filter(
    (one) =>
      one.message === message &&
      (about.order === null || one.order === about.order) &&
      (about.execution === null || one.execution === about.execution),
  );
  const named = alike.filter((one) => kind === undefined || one.kind === kind);
  const chosen = nth === 'all' ? named : named.slice(nth - 1, nth);
  if (chosen.length === 0) return nothingNamed(written, { alike, named });
  const becoming = becomesOf(becomes);
  const impossible = chosen.flatMap((one) => impossibleOf(one, becoming, naming) ?? []);
  const [first] = impossible;
  return first === undefined
    ? chosen.map((of) => ({ of, becomes: becoming }))
    : { what: first, fix: 'name another message, or another thing that becomes of it' };
}

type About = { readonly order: ClientOrderId | null; readonly execution: ExecId | null };

function aboutOf({ about }: Written, { source, words }: Naming): About | Problem {
  if (about === undefined) return { order: null, execution: null };
  const found = findOrder(source, words, about);
  switch (found.kind) {
    case 'problem':
      return { what: found.text, fix: '"squall run … --trace" shows what there is' };
    case 'parent':
      return {
        what: `${about} is what was asked for, not an order at the venue`,
        fix: `${about}/0 is its first slice`,
      };
    case 'child':
      return { order: found.child.clientOrderId, execution: null };
    case 'fill':
      return { order: found.child.clientOrderId, execution: found.fill.execId as ExecId };
  }
}

function nothingNamed(
  { message, about, kind, nth }: Written,
  { alike, named }: { readonly alike: readonly Message[]; readonly named: readonly Message[] },
): Problem {
  const of = `${message}${kind === undefined ? '' : ` of kind "${kind}"`}${about === undefined ? '' : ` about ${about}`}`;
  const kinds = [...new Set(alike.map((one) => one.kind))];
  if (named.length > 0)
    return {
      what: `there is no ${of} number ${nth}: the recording has ${named.length}`,
      fix: 'a smaller nth',
    };
  return {
    what: `the recording has no ${of}`,
    fix: kinds.length === 0 ? 'name another order' : `kinds that it has: ${kinds.join(', ')}`,
  };
}

function becomesOf(becomes: Written['becomes']): Becomes {
  if (typeof becomes === 'string') return { kind: becomes };
  return 'delayed' in becomes
    ? { kind: 'delayed', by: becomes.delayed }
    : { kind: 'rejected', code: becomes.rejected };
}

/** Null = it could have been. */
function impossibleOf(
  { message, kind, seq }: Message,
  becomes: Becomes,
  { session: { blocks } }: Naming,
): string | null {
  const { outcome } = { outcome: null, ...outcomeIn(blocks[seq]) };
  if (outcome?.kind === 'not-sent') return `nothing left (${outcome.reason}): nobody could answer`;
  if (becomes.kind === 'reset' && message === 'report')
    return 'nobody waits for a report: it can be lost or delayed';
  if (becomes.kind !== 'rejected') return null;
  if (message !== 'acknowledgement' || kind !== 'submit')
    return 'only the acknowledgement of a submit can become a rejection';
  return outcome?.kind === 'rejected' ? 'it was a rejection' : null;
}

const outcomeIn = (block: JournalBlock | undefined) =>
  block?.input.kind === 'outcome' ? { outcome: block.input.outcome } : {};
