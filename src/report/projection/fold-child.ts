/** Folds what the journal says about one child order into the draft. */
import type { ChildEntry, Entry } from '../../core/state/entry.js';
import type { LedgerRow } from '../../core/order/fill-ledger.js';
import { type OrderStatus, isTerminal } from '../../core/order/status.js';
import type { EpochMicros, Lots } from '../../core/ground/units.js';
import { type ChildDraft, type Folds, type ParentDraft, type RunDraft, pass } from './draft.js';
import { noteSkips } from './fold-skips.js';
import { childName, successorName } from './short-names.js';

type Of<K extends ChildEntry['kind']> = Extract<ChildEntry, { kind: K }>;

/** As a fold of an entry about an order that the journal introduced before. */
const ofChild =
  <E extends ChildEntry>(fold: (child: ChildDraft, entry: E, at: EpochMicros) => void) =>
  (draft: RunDraft, entry: E, at: EpochMicros): void => {
    const child = draft.children.get(entry.clientOrderId);
    if (child !== undefined) fold(child, entry, at);
  };

const update = ofChild((child, { head }: Of<'order-updated'>, at) => {
  setStatus(child, head.status, at);
  child.filled = head.filled;
  child.venueOrderId = head.venueOrderIds[0] ?? null;
  if (child.filled > 0) child.firstFillAt ??= at;
});

export const CHILD_FOLDS: Folds<ChildEntry> = {
  'submit-intent': ofChild((child, { command, deadline }: Of<'submit-intent'>, at) => {
    if (child.sentAt === null) {
      child.sentAt = at;
      child.sentAttempt = command.attempt;
    }
    // A peg is priced anew on each attempt.
    child.terms = command.terms;
    child.deadline = deadline;
    if (child.status === 'pending_new') setStatus(child, 'submitted', at);
  }),
  'amend-wanted': pass,
  'replace-intent': ofChild((child, { deadline }: Of<'replace-intent'>, at) => {
    child.sentAt = at;
    child.sentAttempt = 1;
    child.deadline = deadline;
    setStatus(child, 'submitted', at);
  }),
  'deadline-extended': ofChild((child, { deadline }: Of<'deadline-extended'>) => {
    child.deadline = deadline;
  }),
  'intent-withdrawn': ofChild((child, { attempt }: Of<'intent-withdrawn'>) => {
    // Nothing left: unless an earlier attempt did, it is not sent yet.
    if (attempt === child.sentAttempt) child.sentAt = null;
  }),
  'submit-settled': ofChild((child, { as, code, text }: Of<'submit-settled'>) => {
    if (as === 'rejected') child.reason = text === '' ? code : `${code}: ${text}`;
  }),
  'outcome-unknown': ofChild((child, { effect }: Of<'outcome-unknown'>, at) => {
    if (effect !== 'cancel' && child.status === 'submitted')
      setStatus(child, 'submitted_unconfirmed', at);
  }),
  'order-updated': (draft, entry, at) => {
    noteSkips(draft, entry, at);
    update(draft, entry, at);
  },
  'order-adopted': ofChild((child, { createdAt }: Of<'order-adopted'>) => {
    child.sentAt = createdAt;
  }),
  'order-amended': ofChild((child, { quantity, limitPrice }: Of<'order-amended'>) => {
    child.terms = { ...child.terms, quantity, limitPrice };
  }),
  'fill-booked': bookFill,
  'fill-amended': bookFill,
  'fill-result': ofChild((child, { result }: Of<'fill-result'>) => {
    child.result = result;
  }),
  'poll-unchanged': pass,
  'lookup-not-found': pass,
  'absence-proven': pass,
  'update-skipped': noteSkips,
  'read-failed': pass,
  'fill-contradicted': pass,
  'cancel-wanted': pass,
  'cancel-intent': pass,
  'cancel-settled': pass,
  'look-again': pass,
  settling: pass,
};

export function newChild(
  parent: ParentDraft,
  entry: Extract<Entry, { kind: 'slice-released' | 'slice-ended' }>,
  replaced?: ChildDraft,
): ChildDraft {
  const released = entry.kind === 'slice-released' ? entry : null;
  return {
    clientOrderId: entry.clientOrderId,
    parentId: entry.parentId,
    name: nameOf(parent, entry, replaced),
    slice: entry.slice,
    ...(replaced === undefined ? {} : { succeeds: replaced.clientOrderId }),
    kind: entry.childKind,
    terms: entry.terms,
    scheduledAt: parent.dueAt[entry.slice] ?? null,
    quote: quoteOf(released) ?? replaced?.quote ?? null,
    sentAt: null,
    sentAttempt: null,
    deadline: null,
    firstFillAt: null,
    doneAt: null,
    status: released?.dryRun === true ? 'dry_run' : 'pending_new',
    venueOrderId: null,
    filled: 0 as Lots,
    fills: [],
    result: null,
    polls: 0,
    reason: entry.kind === 'slice-ended' ? entry.reason : null,
  };
}

const nameOf = (
  parent: ParentDraft,
  entry: Extract<Entry, { kind: 'slice-released' | 'slice-ended' }>,
  replaced: ChildDraft | undefined,
): string =>
  replaced === undefined ? childName(parent.name, entry) : successorName(replaced.name);

/** What the decision saw. */
const quoteOf = (
  released: Extract<Entry, { kind: 'slice-released' }> | null,
): ChildDraft['quote'] => {
  const { bid = null, ask = null } = released ?? {};
  return bid === null || ask === null ? null : { bid, ask };
};

function setStatus(child: ChildDraft, status: OrderStatus, at: EpochMicros): void {
  child.status = status;
  if (!isTerminal(status)) child.doneAt = null;
  else child.doneAt ??= at;
}

/** A fuller telling takes the place of the first, but not its time and source: it was learned of once. */
function bookFill(
  draft: RunDraft,
  entry: Of<'fill-booked' | 'fill-amended'>,
  at: EpochMicros,
): void {
  const child = draft.children.get(entry.clientOrderId);
  if (child === undefined) return;
  const { row, venueOrderId, feeQuote, feeEstimated, source } = entry;
  const { execution, bustOf } = row;
  const index = indexOfFill(draft, child, row);
  const held = child.fills[index];
  const fill = {
    at: held?.at ?? at,
    execution,
    bustOf,
    venueOrderId,
    feeQuote,
    feeEstimated,
    source: held?.source ?? source,
  };
  if (held === undefined) draft.fills += 1;
  // Nearly every order has one fill: an empty array that is pushed to makes room for sixteen more.
  if (child.fills.length === 0) child.fills = [fill];
  else child.fills[index] = fill;
}

/** Fills of an order that are looked through one by one. */
const FEW = 8;
const fillKey = ({ execution, bustOf }: LedgerRow): string => `${execution.execId} ${bustOf ?? ''}`;

/** Where the row stands among the order's fills; their number when it is new. */
function indexOfFill(
  draft: RunDraft,
  { clientOrderId, fills }: ChildDraft,
  row: LedgerRow,
): number {
  const key = fillKey(row);
  if (fills.length < FEW) {
    const found = fills.findIndex((fill) => fillKey(fill) === key);
    return found < 0 ? fills.length : found;
  }
  let index = draft.fillIndex.get(clientOrderId);
  if (index === undefined) {
    index = new Map(fills.map((fill, at) => [fillKey(fill), at]));
    draft.fillIndex.set(clientOrderId, index);
  }
  const found = index.get(key);
  if (found !== undefined) return found;
  index.set(key, fills.length);
  return fills.length;
}
