/** Folds what becomes of orders that nobody here placed, and what they add to the exposure of their symbols (REC-7). */
import { invariant } from '../ground/invariant.js';
import { type EpochMicros, type Lots, signOf } from '../ground/units.js';
import type { VenueOrderId } from '../order/order.js';
import { EXTERNAL } from '../order/order-request.js';
import type { Entry } from './entry.js';
import { exposureIn } from './expose.js';
import { type Orphan, type OrphanEntry, type OrphanExposure, isLoose } from './orphan.js';
import type { State } from './state.js';

const KINDS: Readonly<Record<OrphanEntry['kind'], true>> = {
  'orphan-found': true,
  'orphan-filled': true,
  'orphan-resolved': true,
  'orphan-cancel-intent': true,
  'orphan-cancel-settled': true,
  'orphan-narrowed': true,
  'orphan-adopted': true,
};

export const isOrphanEntry = (entry: Entry): entry is OrphanEntry =>
  Object.hasOwn(KINDS, entry.kind);

/** Those that are over are kept for whoever asks what became of them: so many, the latest. */
const OVER_KEPT = 200;

export function evolveOrphan(state: State, entry: OrphanEntry, at: EpochMicros): void {
  const orphans = state.orphans ?? [];
  if (entry.kind === 'orphan-found') {
    const { order } = entry;
    const orphan: Orphan = {
      found: order,
      foundAt: at,
      status: 'untracked',
      changedAt: at,
      strategyId: EXTERNAL,
      operator: '',
      cumQty: order.cumQty,
      narrowed: false,
      cancels: 0,
      isCanceling: false,
    };
    expose(state, null, orphan);
    state.orphans = [...orphans, orphan];
    return;
  }
  const before = orphanOf(state, entry.venueOrderId);
  invariant(before !== null, `no such orphan: ${entry.venueOrderId}`);
  const after = { ...changed(before, entry), changedAt: at };
  expose(state, before, after);
  state.orphans = withoutOldest(orphans.map((one) => (one === before ? after : one)));
}

export const orphanOf = ({ orphans = [] }: State, venueOrderId: VenueOrderId): Orphan | null =>
  orphans.find(({ found }) => found.venueOrderId === venueOrderId) ?? null;

function changed(orphan: Orphan, entry: Exclude<OrphanEntry, { kind: 'orphan-found' }>): Orphan {
  switch (entry.kind) {
    case 'orphan-filled':
      return { ...orphan, cumQty: entry.cumQty };
    case 'orphan-resolved':
      return { ...orphan, cumQty: entry.cumQty, status: 'resolved' };
    case 'orphan-cancel-intent': {
      const { operator, command } = entry;
      const { attempt: cancels } = command;
      return { ...orphan, status: 'cancel_requested', operator, cancels, isCanceling: true };
    }
    case 'orphan-cancel-settled':
      return { ...orphan, isCanceling: false };
    case 'orphan-narrowed':
      return { ...orphan, narrowed: true, operator: entry.operator };
    case 'orphan-adopted': {
      const { strategyId, operator } = entry;
      return { ...orphan, status: 'adopted', strategyId, operator };
    }
  }
}

function withoutOldest(orphans: readonly Orphan[]): readonly Orphan[] {
  const over = orphans.filter((one) => !isLoose(one));
  if (over.length <= OVER_KEPT) return orphans;
  const oldest = over.reduce((a, b) => (b.changedAt < a.changedAt ? b : a));
  return orphans.filter((one) => one !== oldest);
}

const NOTHING: OrphanExposure = {
  position: 0 as Lots,
  buying: 0 as Lots,
  selling: 0 as Lots,
  openOrders: 0,
};

/** One that was taken over counts as an order of ours from then on, with all it filled. */
function shareOf(orphan: Orphan): OrphanExposure {
  const { found, cumQty, status } = orphan;
  if (status === 'adopted') return NOTHING;
  const { side, quantity } = found;
  const open = isLoose(orphan) ? Math.max(0, quantity - cumQty) : 0;
  const [buying, selling] = side === 'buy' ? [open, 0] : [0, open];
  return {
    position: (signOf(side) * (cumQty - found.cumQty)) as Lots,
    buying: buying as Lots,
    selling: selling as Lots,
    openOrders: open > 0 ? 1 : 0,
  };
}

function expose(state: State, before: Orphan | null, after: Orphan): void {
  const { symbol } = after.found;
  const known = exposureIn(state, symbol);
  const sum = known.orphans ?? NOTHING;
  const [was, is] = [before === null ? NOTHING : shareOf(before), shareOf(after)];
  const orphans: OrphanExposure = {
    position: (sum.position + is.position - was.position) as Lots,
    buying: (sum.buying + is.buying - was.buying) as Lots,
    selling: (sum.selling + is.selling - was.selling) as Lots,
    openOrders: sum.openOrders + is.openOrders - was.openOrders,
  };
  state.exposure.set(symbol, { ...known, orphans });
}
