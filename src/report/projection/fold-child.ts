/** Folds what the journal says about one child order into the draft of `fold.ts`. */
import type { ChildEntry, Entry } from '../../core/state/entry.js';
import { type OrderStatus, isTerminal } from '../../core/order/status.js';
import type { EpochMicros, Lots } from '../../core/ground/units.js';
import type { ChildDraft, ParentDraft, RunDraft } from './fold.js';
import { childName } from './short-names.js';

type FillEntry = Extract<ChildEntry, { kind: 'fill-booked' | 'fill-amended' }>;

export function newChild(
  parent: ParentDraft,
  entry: Extract<Entry, { kind: 'slice-released' | 'slice-ended' }>,
): ChildDraft {
  const name = childName(parent.name, entry);
  const released = entry.kind === 'slice-released' ? entry : null;
  const { bid = null, ask = null } = released ?? {};
  return {
    clientOrderId: entry.clientOrderId,
    parentId: entry.parentId,
    name,
    slice: entry.slice,
    kind: entry.childKind,
    terms: entry.terms,
    scheduledAt: parent.dueAt.get(name) ?? null,
    quote: bid === null || ask === null ? null : { bid, ask },
    sentAt: null,
    sentAttempt: null,
    deadline: null,
    firstFillAt: null,
    doneAt: null,
    status: released?.dryRun === true ? 'dry_run' : 'pending_new',
    filled: 0 as Lots,
    fills: new Map(),
    result: null,
    polls: 0,
    reason: entry.kind === 'slice-ended' ? entry.reason : null,
  };
}

export function foldChildEntry(
  draft: RunDraft,
  child: ChildDraft,
  { entry, at }: { entry: ChildEntry; at: EpochMicros },
): void {
  switch (entry.kind) {
    case 'submit-intent':
      if (child.sentAt === null) {
        child.sentAt = at;
        child.sentAttempt = entry.command.attempt;
      }
      child.deadline = entry.deadline;
      if (child.status === 'pending_new') setStatus(child, 'submitted', at);
      return;
    case 'intent-withdrawn':
      // Nothing left: unless an earlier attempt did, it is not sent yet.
      if (entry.attempt === child.sentAttempt) child.sentAt = null;
      return;
    case 'submit-settled':
      if (entry.as === 'rejected')
        child.reason = entry.text === '' ? entry.code : `${entry.code}: ${entry.text}`;
      return;
    case 'outcome-unknown':
      if (entry.effect === 'submit' && child.status === 'submitted') {
        setStatus(child, 'submitted_unconfirmed', at);
      }
      return;
    case 'order-updated':
      setStatus(child, entry.head.status, at);
      child.filled = entry.head.filled;
      if (child.filled > 0) child.firstFillAt ??= at;
      return;
    case 'fill-booked':
    case 'fill-amended':
      bookFill(draft, child, { entry, at });
      return;
    case 'fill-result':
      child.result = entry.result;
      return;
    default:
  }
}

function setStatus(child: ChildDraft, status: OrderStatus, at: EpochMicros): void {
  child.status = status;
  if (!isTerminal(status)) child.doneAt = null;
  else child.doneAt ??= at;
}

function bookFill(
  draft: RunDraft,
  child: ChildDraft,
  { entry, at }: { entry: FillEntry; at: EpochMicros },
): void {
  const { row, feeQuote, feeEstimated, source } = entry;
  const key = `${row.execution.execId} ${row.bustOf ?? ''}`;
  const held = child.fills.get(key);
  if (held === undefined) draft.fills += 1;
  child.fills.set(key, {
    at: held?.at ?? at,
    execution: row.execution,
    feeQuote,
    feeEstimated,
    source: held?.source ?? source,
  });
}
