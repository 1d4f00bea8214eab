/** Folds what the journal says about one parent order into the draft. */
import type { ParentEntry } from '../../core/state/entry.js';
import type { EpochMicros } from '../../core/ground/units.js';
import { newChild } from './fold-child.js';
import { type Folds, type ParentDraft, type RunDraft, pass } from './draft.js';
import { parentName } from './short-names.js';

type Of<K extends ParentEntry['kind']> = Extract<ParentEntry, { kind: K }>;

/** As a fold of an entry about a parent that the journal introduced before. */
const ofParent =
  <E extends ParentEntry & { readonly parentId: ParentDraft['parentId'] }>(
    fold: (parent: ParentDraft, entry: E, at: EpochMicros) => void,
  ) =>
  (draft: RunDraft, entry: E, at: EpochMicros): void => {
    const parent = draft.parents.get(entry.parentId);
    if (parent !== undefined) fold(parent, entry, at);
  };

export const PARENT_FOLDS: Folds<ParentEntry> = {
  'order-received': (draft, entry, at) => {
    draft.parents.set(entry.parentId, newParent(draft, entry, at));
  },
  'order-refused': (draft, { parentId, code, problems }, at) => {
    if (parentId !== null) draft.parents.delete(parentId);
    draft.refusals.push({ at, code, problems });
  },
  'duplicate-request': (draft, { duplicateOf }, at) => {
    draft.duplicates.push({ at, duplicateOf });
  },
  'parent-planned': ofParent((parent, entry: Of<'parent-planned'>) => {
    parent.algo = entry.algo;
    parent.plan = entry.plan;
    parent.planWarnings = entry.warnings;
    parent.arrivalMidTwice = entry.arrivalMidTwice;
  }),
  'reduce-looked': pass,
  'arrival-answered': pass,
  'slice-due': ofParent((parent, entry: Of<'slice-due'>, at) => {
    parent.dueAt[entry.slice] = (at - entry.overdueMicros) as EpochMicros;
  }),
  'slice-waiting': pass,
  'slice-released': foldSlice,
  'slice-ended': foldSlice,
  'slices-canceled': ofParent((parent, { from, count }: Of<'slices-canceled'>) => {
    parent.slicesCanceledFrom ??= from;
    parent.slicesCanceled += count;
  }),
  'reference-set': ofParent((parent, { midTwice }: Of<'reference-set'>) => {
    parent.referenceMidTwice = midTwice;
  }),
  'catch-up-planned': ofParent((parent) => {
    parent.catchUps += 1;
  }),
  'parent-stopped': ofParent((parent, { code, measured, limit }: Of<'parent-stopped'>, at) => {
    parent.stop = { code, measured, limit, at };
  }),
  'parent-cancel': pass,
  'parent-status': ofParent((parent, { status, filled }: Of<'parent-status'>, at) => {
    if (status !== parent.status) parent.statusAt = at;
    parent.status = status;
    parent.filled = filled;
  }),
};

const newParent = (
  draft: RunDraft,
  { parentId, request }: Of<'order-received'>,
  at: EpochMicros,
): ParentDraft => ({
  parentId,
  name: parentName(draft.parents.size),
  request,
  receivedAt: at,
  algo: request.algo,
  plan: null,
  planWarnings: [],
  arrivalMidTwice: null,
  referenceMidTwice: null,
  status: 'scheduled',
  statusAt: at,
  filled: 0 as ParentDraft['filled'],
  children: [],
  dueAt: [],
  slicesCanceledFrom: null,
  slicesCanceled: 0,
  catchUps: 0,
  stop: null,
});

function foldSlice(draft: RunDraft, entry: Of<'slice-released' | 'slice-ended'>): void {
  const parent = draft.parents.get(entry.parentId);
  if (parent === undefined) return;
  parent.children.push(entry.clientOrderId);
  const replaced =
    entry.kind === 'slice-released' && entry.replaces !== undefined
      ? draft.children.get(entry.replaces.order)
      : undefined;
  draft.children.set(entry.clientOrderId, newChild(parent, entry, replaced));
  if (entry.kind === 'slice-released') setReference(parent, entry);
}

/** The reference mid is the mid at the first slice; where no early-stop check recorded it, the release did. */
function setReference(parent: ParentDraft, { bid, ask }: Of<'slice-released'>): void {
  if (parent.referenceMidTwice !== null || bid === null || ask === null) return;
  parent.referenceMidTwice = bid + ask;
}
