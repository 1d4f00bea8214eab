/**
 * S15: what is held, open and on its way, with what of other people's orders the engine has found, passes no limit of a position with an order that
 * leaves. Added up by the judge himself from the venue's ledger; of orphans he knows what the journal says. The limits are those in force when the
 * order was meant.
 */
import { formatQuantity } from '../../../core/ground/instrument.js';
import { type Lots, type Side, signOf } from '../../../core/ground/units.js';
import type { ClientOrderId } from '../../../core/order/order.js';
import { isTerminal } from '../../../core/order/status.js';
import { exposureIn } from '../../../core/state/expose.js';
import type { State } from '../../../core/state/state.js';
import type { CheckerFactory } from '../checker.js';
import { VenueBooks } from '../venue-books.js';

interface Meant {
  readonly limit: Lots;
  readonly symbol: string;
  readonly side: Side;
}

export const positionLimits: CheckerFactory = ({ check, broken, config, isForeign }) => {
  const venue = new VenueBooks(config);
  /** By order: what it was held to. */
  const meant = new Map<ClientOrderId, Meant>();
  const limitOf = (symbol: string, { limits = config.limits }: State): Lots | null =>
    limits?.perSymbol.find((one) => one.symbol === symbol)?.position ?? null;
  return {
    id: 'S15',
    onTruth(entry) {
      if (!isForeign(entry.clientOrderId)) venue.note(entry);
    },
    onEntry(entry, _, state) {
      if (entry.kind === 'absence-proven' || entry.kind === 'intent-withdrawn')
        venue.lost(entry.clientOrderId);
      else if (entry.kind === 'order-updated' && isTerminal(entry.head.status))
        venue.lost(entry.clientOrderId);
      if (entry.kind !== 'submit-intent') return;
      const { symbol, side } = entry.command.terms;
      const limit = limitOf(symbol, state);
      if (limit !== null) meant.set(entry.clientOrderId, { limit, symbol, side });
    },
    onDeparture(request, state) {
      if (request.kind !== 'submit') return;
      const { clientOrderId, sentAt } = request;
      venue.leaving(request);
      const held = meant.get(clientOrderId);
      if (held === undefined) return;
      meant.delete(clientOrderId);
      const { limit, symbol, side } = held;
      const orphans = exposureIn(state, symbol).orphans;
      const others =
        orphans === undefined
          ? 0
          : signOf(side) * orphans.position + (side === 'buy' ? orphans.buying : orphans.selling);
      const open = venue.working({ symbol, side });
      const worst = signOf(side) * venue.position(symbol) + open + others;
      if (check(worst <= limit)) return;
      const instrument = config.instruments.get(symbol);
      const text = (quantity: number): string =>
        instrument === undefined
          ? `${quantity} lots`
          : formatQuantity(instrument, quantity as Lots);
      broken({
        id: 'S15',
        at: sentAt,
        of: { order: clientOrderId },
        detail: `${clientOrderId} left, a ${side} by which the position may come to ${text(worst)}: the limit is ${text(limit)}`,
      });
    },
  };
};
