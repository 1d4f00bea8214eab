/** Folds which orders that are over are not wholly known, and how far they are asked for (REC-5). */
import { isLedgerComplete, unattributedOf } from '../order/belief.js';
import type { ClientOrderId } from '../order/order.js';
import type { ChildEntry, Entry } from './entry.js';
import { notePassRead } from './evolve-reconciliation.js';
import { type LedgerEntry, type LedgerWatch, NO_LEDGERS } from './ledgers.js';
import type { ChildState, State } from './state.js';

const KINDS: Readonly<Record<LedgerEntry['kind'], true>> = {
  'ledgers-due': true,
  'ledgers-asked': true,
  'ledgers-heard': true,
  'ledgers-unread': true,
  'ledgers-read': true,
  'ledgers-dropped': true,
};

export const isLedgerEntry = (entry: Entry): entry is LedgerEntry =>
  Object.hasOwn(KINDS, entry.kind);

export function evolveLedgers(state: State, entry: LedgerEntry): void {
  state.ledgers = after(state.ledgers ?? NO_LEDGERS, entry);
  if (entry.kind === 'ledgers-read') notePassRead(state, 'ledgers');
}

function after(watch: LedgerWatch, entry: LedgerEntry): LedgerWatch {
  const { incomplete, asked } = watch;
  switch (entry.kind) {
    case 'ledgers-due':
      return { ...watch, nextAt: entry.nextAt };
    case 'ledgers-asked': {
      // Whoever has had a turn goes to the end, so that the first do not keep all others out.
      const { orders, nextAt } = entry;
      return { incomplete: [...without(incomplete, orders), ...orders], asked: orders, nextAt };
    }
    case 'ledgers-heard':
      return { ...watch, asked: without(asked, [entry.order]) };
    case 'ledgers-unread':
    case 'ledgers-read':
      return { incomplete, asked: [], nextAt: null };
    case 'ledgers-dropped':
      return { ...watch, incomplete: without(incomplete, entry.orders) };
  }
}

function without(
  orders: readonly ClientOrderId[],
  gone: readonly ClientOrderId[],
): readonly ClientOrderId[] {
  const out = new Set(gone);
  return orders.filter((id) => !out.has(id));
}

/** An order that has changed. It is on the list from its end on, while something is missing. The naive client asks nothing (FIL-12). */
export function noteLedger(state: State, entry: ChildEntry, child: ChildState): void {
  const { clientOrderId, stage, belief, monitor } = child;
  const watch = state.ledgers ?? NO_LEDGERS;
  const isListed = watch.incomplete.includes(clientOrderId);
  const isTold =
    entry.kind === 'fill-result' && entry.feesUntold === true && unattributedOf(belief) === 0;
  const isOwed =
    stage.kind === 'done' && !isLedgerComplete(belief) && !isTold && monitor !== 'naive';
  if (isListed && !isOwed)
    state.ledgers = { ...watch, incomplete: without(watch.incomplete, [clientOrderId]) };
  else if (!isListed && isOwed && entry.kind === 'fill-result')
    state.ledgers = { ...watch, incomplete: [...watch.incomplete, clientOrderId] };
}
