/** Folds the entries of a parent order: receipt, plan, slices on their way, stop, cancel, status. */
import { invariant } from '../ground/invariant.js';
import { newBelief } from '../order/belief.js';
import type { ParentId } from '../order/order.js';
import type { EpochMicros, Lots } from '../ground/units.js';
import type { ParentEntry, SliceWait } from './entry.js';
import { childWith, parentWith } from './changed.js';
import { exposureOfChild } from './exposure.js';
import { exposeMid } from './expose.js';
import {
  type CatchUp,
  type ChildState,
  type ParentState,
  type ReleaseState,
  type State,
} from './state.js';
import { newIntake } from './intake.js';

function parentOrThrow(state: State, parentId: ParentId): ParentState {
  const parent = state.parents.get(parentId);
  invariant(parent !== undefined, `no such parent: ${parentId}`);
  return parent;
}

export function evolveParent(state: State, entry: ParentEntry, at: EpochMicros): void {
  if (entry.kind === 'order-received') {
    state.parents.set(entry.parentId, received(entry, at));
    return;
  }
  if (entry.kind === 'order-refused') {
    // A parent refused after its receipt (the plan cannot be made) is forgotten: the request may come again, mended.
    if (entry.parentId !== null) state.parents.delete(entry.parentId);
    return;
  }
  if (entry.kind === 'duplicate-request') return;
  const parent = parentOrThrow(state, entry.parentId);
  if (entry.kind === 'slice-released' || entry.kind === 'slice-ended') {
    addChild(state, parent, entry);
    return;
  }
  state.parents.set(parent.parentId, nextParent(parent, entry, at));
}

type Of<K extends ParentEntry['kind']> = Extract<ParentEntry, { kind: K }>;
type Simple = Exclude<
  ParentEntry,
  {
    kind:
      'order-received' | 'order-refused' | 'duplicate-request' | 'slice-released' | 'slice-ended';
  }
>;

function nextParent(parent: ParentState, entry: Simple, at: EpochMicros): ParentState {
  switch (entry.kind) {
    case 'reduce-looked':
      return parentWith(parent, { reduce: entry.look });
    case 'arrival-answered':
      return parentWith(parent, { intake: entry.intake });
    case 'parent-planned':
      return parentWith(parent, {
        intake: null,
        algo: entry.algo,
        plan: entry.plan,
        warnings: entry.warnings,
        arrivalMidTwice: entry.arrivalMidTwice,
      });
    case 'slice-due':
      return onSliceDue(parent, entry, at);
    case 'slice-waiting':
      return parentWith(parent, {
        release: parent.release && onSliceWaiting(parent.release, entry),
        ...(HELD_UP[entry.reason] ? { lastDueAt: entry.nextAt } : {}),
      });
    case 'slices-canceled':
      return parentWith(parent, {
        nextSlice: entry.from + entry.count,
        slicesCanceled: parent.slicesCanceled + entry.count,
      });
    case 'reference-set':
      return parentWith(parent, { referenceMidTwice: entry.midTwice });
    case 'catch-up-planned':
      return parentWith(parent, { catchUp: catchUpOf(entry) });
    case 'parent-stopped':
      return parentWith(parent, {
        stop: { code: entry.code, measured: entry.measured, limit: entry.limit, at },
      });
    case 'parent-cancel':
      return parentWith(parent, { cancel: { scope: entry.scope, reason: entry.reason } });
    case 'parent-status':
      return parentWith(parent, { status: entry.status, stated: entry.filled });
  }
}

function onSliceDue(parent: ParentState, entry: Of<'slice-due'>, at: EpochMicros): ParentState {
  const { slice, childKind } = entry;
  const { catchUp } = parent;
  const fromPlan = childKind === 'slice';
  return parentWith(parent, {
    nextSlice: fromPlan ? slice + 1 : parent.nextSlice,
    lastDueAt: at,
    catchUp: catchUp === null || fromPlan ? catchUp : { ...catchUp, taken: true },
    release: { slice, childKind, read: null, nextAt: null, thinLooks: 0, holdingSince: null },
  });
}

/** Waits behind which others come due that do not leave in one burst with it (RCV-3): they are paced by the end of the wait. */
const HELD_UP: Readonly<Record<SliceWait, boolean>> = {
  gate: true,
  'rate-limit': false,
  refused: false,
  closed: true,
  'thin-book': false,
  'market-data': false,
};

function onSliceWaiting(
  release: ReleaseState,
  { reason, nextAt, holdingSince }: Of<'slice-waiting'>,
): ReleaseState {
  const thinLooks = release.thinLooks + (reason === 'thin-book' ? 1 : 0);
  const opens = reason === 'closed' ? { opensAt: nextAt } : {};
  return { ...release, read: null, nextAt, thinLooks, holdingSince, ...opens };
}

const catchUpOf = (entry: Of<'catch-up-planned'>): CatchUp => ({
  slice: entry.slice,
  quantity: entry.quantity,
  remaining: entry.remaining,
  dueAt: entry.dueAt,
  taken: false,
});

const received = (
  entry: Extract<ParentEntry, { kind: 'order-received' }>,
  at: EpochMicros,
): ParentState => ({
  parentId: entry.parentId,
  request: entry.request,
  receivedAt: at,
  date: entry.date,
  status: 'scheduled',
  algo: entry.request.algo,
  intake: newIntake(entry.midTwice),
  plan: null,
  warnings: [],
  arrivalMidTwice: null,
  referenceMidTwice: null,
  nextSlice: 0,
  release: null,
  lastDueAt: null,
  childCount: 0,
  open: [],
  filled: 0 as Lots,
  exposed: 0 as Lots,
  stated: 0 as Lots,
  slicesCanceled: 0,
  catchUp: null,
  stop: null,
  cancel: null,
});

/** What makes a child: one to be sent, or one that only says how a slice ended. */
type Made = Of<'slice-released' | 'slice-ended'>;

function addChild(state: State, parent: ParentState, entry: Made): void {
  const { clientOrderId } = entry;
  invariant(
    !state.children.has(clientOrderId),
    `slice ${entry.slice} of ${parent.parentId} released twice`,
  );
  const open = entry.kind === 'slice-released' && !entry.dryRun;
  const child = succeeding(state, newChild(parent.parentId, entry, open), entry);
  state.children.set(clientOrderId, child);
  if (child.expectedMidTwice !== null) exposeMid(state, child.terms.symbol, child.expectedMidTwice);
  const changed = parentWith(parent, {
    release: child.chain === undefined ? null : parent.release,
    childCount: parent.childCount + 1,
    open: open ? [...parent.open, clientOrderId] : parent.open,
    exposed: (parent.exposed + exposureOfChild(child)) as Lots,
  });
  state.parents.set(parent.parentId, changed);
}

/** Takes its place in a chain, if it has one: it is followed and measured as the order before it. */
function succeeding(state: State, child: ChildState, entry: Made): ChildState {
  const chain = entry.kind === 'slice-released' ? entry.replaces : undefined;
  if (chain === undefined) return child;
  const before = state.children.get(chain.order);
  invariant(before !== undefined, `no such order: ${chain.order}`);
  state.children.set(chain.order, childWith(before, { replacedBy: child.clientOrderId }));
  const { expectedMidTwice, monitor } = before;
  return childWith({ ...child, expectedMidTwice }, { chain, monitor });
}

const NOT_SENT: ChildState['submit'] = {
  attempts: 0,
  refused: null,
  firstAt: null,
  lastAt: null,
  validUntil: null,
  quoteAliveAt: null,
};

const NOT_CANCELED: ChildState['cancel'] = { attempts: 0, reason: null };

const NOT_WATCHED: ChildState['watch'] = {
  deadline: null,
  nextAt: null,
  read: null,
  polls: 0,
  retries: 0,
  failures: 0,
  contradictions: 0,
  detectedAt: null,
};

const newChild = (parentId: ParentId, entry: Made, open: boolean): ChildState => ({
  clientOrderId: entry.clientOrderId,
  parentId,
  slice: entry.slice,
  childKind: entry.childKind,
  terms: entry.terms,
  belief: newBelief({
    clientOrderId: entry.clientOrderId,
    venueOrderId: null,
    symbol: entry.terms.symbol,
    side: entry.terms.side,
    quantity: entry.terms.quantity,
  }),
  expectedMidTwice: expectedOf(entry),
  stage: open ? { kind: 'unsent', why: 'new' } : { kind: 'done' },
  submit: NOT_SENT,
  cancel: NOT_CANCELED,
  watch: NOT_WATCHED,
  result: null,
});

const expectedOf = (entry: Made): number | null =>
  entry.kind === 'slice-released' && entry.bid !== null && entry.ask !== null
    ? entry.bid + entry.ask
    : null;
