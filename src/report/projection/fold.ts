/**
 * The fold behind `projection.ts`: one entry at a time into a draft that `projectRun` alone owns and that is mutable on
 * purpose (a journal is folded once, and copying it per entry would make a report slow). Entries about an order that
 * the journal never introduced are passed over: a journal cut short must still give a report.
 */
import type { ReadId } from '../../core/state/command.js';
import type { EngineEntry, Entry, ParentEntry } from '../../core/state/entry.js';
import type { Input } from '../../core/state/input.js';
import type { ClientOrderId, ParentId } from '../../core/order/order.js';
import type { EpochMicros } from '../../core/ground/units.js';
import { foldChildEntry, newChild } from './fold-child.js';
import type {
  ProjectedAlert,
  ProjectedChild,
  ProjectedDuplicate,
  ProjectedParent,
  ProjectedQuote,
  ProjectedRefusal,
} from './projection.js';
import { childName, parentName } from './short-names.js';

export type Draft<T> = { -readonly [K in keyof T]: T[K] };

export type ParentDraft = Draft<
  Omit<ProjectedParent, 'children' | 'dueAt'> & {
    children: ClientOrderId[];
    dueAt: Map<string, EpochMicros>;
  }
>;
export type ChildDraft = Draft<Omit<ProjectedChild, 'fills'>> & {
  fills: Map<string, ProjectedChild['fills'] extends ReadonlyMap<string, infer F> ? F : never>;
};

export interface RunDraft {
  readonly parents: Map<ParentId, ParentDraft>;
  readonly children: Map<ClientOrderId, ChildDraft>;
  readonly refusals: ProjectedRefusal[];
  readonly duplicates: ProjectedDuplicate[];
  readonly alerts: Map<string, ProjectedAlert>;
  readonly quotes: ProjectedQuote[];
  /** Which symbol a quote read asked for: its answer does not repeat it. */
  readonly readSymbols: Map<ReadId, string>;
  inputs: number;
  entries: number;
  fills: number;
}

export function foldInput(draft: RunDraft, input: Input): void {
  draft.inputs += 1;
  if (input.kind !== 'answer') return;
  const symbol = draft.readSymbols.get(input.readId);
  draft.readSymbols.delete(input.readId);
  if (symbol === undefined || input.answer.kind !== 'quote' || input.answer.quote === null) return;
  const { bid, ask } = input.answer.quote;
  draft.quotes.push({ at: input.at, symbol, bid, ask });
}

export function foldEntry(draft: RunDraft, entry: Entry, at: EpochMicros): void {
  draft.entries += 1;
  switch (entry.kind) {
    case 'order-received':
      draft.parents.set(entry.parentId, newParent(draft, entry, at));
      return;
    case 'order-refused':
      if (entry.parentId !== null) draft.parents.delete(entry.parentId);
      draft.refusals.push({ at, code: entry.code, problems: entry.problems });
      return;
    case 'duplicate-request':
      draft.duplicates.push({ at, duplicateOf: entry.duplicateOf });
      return;
    case 'alert':
      foldAlert(draft, entry, at);
      return;
    case 'read-requested':
      foldRead(draft, entry);
      return;
    default:
      if ('clientOrderId' in entry && !('childKind' in entry)) {
        if (entry.kind === 'report-unmatched') return;
        const child = draft.children.get(entry.clientOrderId);
        if (child !== undefined) foldChildEntry(draft, child, { entry, at });
      } else if ('parentId' in entry) {
        const parent = draft.parents.get(entry.parentId);
        if (parent !== undefined) foldParentEntry(draft, parent, { entry, at });
      }
  }
}

const newParent = (
  draft: RunDraft,
  entry: Extract<Entry, { kind: 'order-received' }>,
  at: EpochMicros,
): ParentDraft => ({
  parentId: entry.parentId,
  name: parentName(draft.parents.size),
  request: entry.request,
  receivedAt: at,
  algo: entry.request.algo,
  plan: null,
  planWarnings: [],
  arrivalMidTwice: null,
  referenceMidTwice: null,
  status: 'scheduled',
  statusAt: at,
  children: [],
  dueAt: new Map(),
  slicesCanceled: 0,
  catchUps: 0,
  stop: null,
});

type StandingEntry = Exclude<
  ParentEntry,
  { kind: 'order-received' | 'order-refused' | 'duplicate-request' }
>;

function foldParentEntry(
  draft: RunDraft,
  parent: ParentDraft,
  { entry, at }: { entry: StandingEntry; at: EpochMicros },
): void {
  switch (entry.kind) {
    case 'parent-planned':
      parent.algo = entry.algo;
      parent.plan = entry.plan;
      parent.planWarnings = entry.warnings;
      parent.arrivalMidTwice = entry.arrivalMidTwice;
      return;
    case 'slice-due':
      parent.dueAt.set(childName(parent.name, entry), (at - entry.lateMicros) as EpochMicros);
      return;
    case 'slice-released':
    case 'slice-ended':
      parent.children.push(entry.clientOrderId);
      draft.children.set(entry.clientOrderId, newChild(parent, entry));
      if (entry.kind === 'slice-released') setReference(parent, entry);
      return;
    case 'slices-canceled':
      parent.slicesCanceled += entry.count;
      return;
    case 'reference-set':
      parent.referenceMidTwice = entry.midTwice;
      return;
    case 'catch-up-planned':
      parent.catchUps += 1;
      return;
    case 'parent-stopped':
      parent.stop = { code: entry.code, measured: entry.measured, limit: entry.limit, at };
      return;
    case 'parent-status':
      if (entry.status !== parent.status) parent.statusAt = at;
      parent.status = entry.status;
      return;
    case 'arrival-answered':
    case 'slice-waiting':
    case 'parent-cancel':
  }
}

/** The reference mid is the mid at the first slice; where no early-stop check recorded it, the release did. */
function setReference(
  parent: ParentDraft,
  entry: Extract<Entry, { kind: 'slice-released' }>,
): void {
  if (parent.referenceMidTwice !== null || entry.bid === null || entry.ask === null) return;
  parent.referenceMidTwice = entry.bid + entry.ask;
}

function foldAlert(
  draft: RunDraft,
  entry: Extract<EngineEntry, { kind: 'alert' }>,
  at: EpochMicros,
): void {
  const key = JSON.stringify([entry.code, entry.subject]);
  const held = draft.alerts.get(key);
  const { code, level, subject, text, state } = entry;
  const raised = state === 'raised' ? 1 : 0;
  draft.alerts.set(key, {
    code,
    level,
    subject,
    text: held !== undefined && raised === 0 ? held.text : text,
    state,
    first: held?.first ?? at,
    last: at,
    count: (held?.count ?? 0) + raised,
  });
}

function foldRead(draft: RunDraft, entry: Extract<EngineEntry, { kind: 'read-requested' }>): void {
  const { read, purpose, clientOrderId } = entry;
  if (read.kind === 'read-quote') draft.readSymbols.set(read.readId, read.symbol);
  if (purpose !== 'poll' || clientOrderId === null) return;
  const child = draft.children.get(clientOrderId);
  if (child !== undefined) child.polls += 1;
}
