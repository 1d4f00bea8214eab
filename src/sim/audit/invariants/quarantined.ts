/**
 * S14: what creates an order, or makes one larger, leaves for no symbol that is in quarantine for its strategy, be it by a ruling or because an
 * order lives there that nobody here placed, was taken over, or was narrowed by an operator. Kept by the judge himself, from the journal.
 */
import type { VenueOrderId } from '../../../core/order/order.js';
import type { Entry } from '../../../core/state/entry.js';
import type { State } from '../../../core/state/state.js';
import type { OrderEntry } from '../../../core/order/venue-message.js';
import type { CheckerFactory } from '../checker.js';

const EVERY = '*';
const keyOf = (strategyId: string, symbol: string): string => `${strategyId} ${symbol}`;

export const quarantined: CheckerFactory = ({ check, broken }) => {
  const ruled = new Set<string>();
  /** Symbols of orders that live. */
  const orphans = new Map<VenueOrderId, string>();
  const reducing = new Set<string>();

  const note = (entry: Entry): void => {
    switch (entry.kind) {
      case 'quarantine': {
        const key = keyOf(entry.strategyId, entry.symbol);
        if (entry.held) ruled.add(key);
        else ruled.delete(key);
        return;
      }
      case 'orphan-found':
        orphans.set(entry.order.venueOrderId, entry.order.symbol);
        return;
      case 'orphan-resolved':
      case 'orphan-narrowed':
      case 'orphan-adopted':
        orphans.delete(entry.venueOrderId);
        return;
      case 'replace-intent':
        if (entry.reduces) reducing.add(entry.command.newClientOrderId);
        return;
      default:
    }
  };

  const isHeld = ({ strategyId, symbol }: Made): boolean =>
    ruled.has(keyOf(strategyId, symbol)) ||
    ruled.has(keyOf(EVERY, symbol)) ||
    [...orphans.values()].includes(symbol);

  return {
    id: 'S14',
    onEntry: note,
    onDeparture(request, state) {
      const made = request.kind === 'cancel' ? null : madeBy(request, state);
      if (made === null || reducing.has(made.clientOrderId)) return;
      if (check(!isHeld(made))) return;
      broken({
        id: 'S14',
        at: request.sentAt,
        of: { order: request.clientOrderId },
        detail: `a ${request.kind} of ${made.clientOrderId} left although ${made.symbol} is in quarantine`,
      });
    },
  };
};

interface Made {
  readonly clientOrderId: string;
  readonly strategyId: string;
  readonly symbol: string;
}

function madeBy(
  request: Exclude<OrderEntry, { kind: 'cancel' }>,
  { children, parents }: State,
): Made | null {
  const id = request.kind === 'replace' ? request.newClientOrderId : request.clientOrderId;
  const child = children.get(id);
  const parent = child === undefined ? undefined : parents.get(child.parentId);
  if (child === undefined || parent === undefined) return null;
  const { strategyId } = parent.request;
  return { clientOrderId: id, strategyId, symbol: child.terms.symbol };
}
