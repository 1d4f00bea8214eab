/**
 * The end of a trace: orders that are open for one side only when the run is over, whether there was time to know it or not (that is
 * the audit's to say).
 */
import { VenueOrders } from '../../core/order/resting.js';
import { isTerminal } from '../../core/order/status.js';
import type { TraceRow } from './trace-row.js';
import type { TraceSource, Words } from './words.js';

export function oneSidedRows({ ledger, virtual }: TraceSource, words: Words): readonly TraceRow[] {
  if (ledger === null) return [];
  const { children } = words.projection;
  const venue = new VenueOrders(ledger);
  const end = { at: virtual.end, where: 'venue' } as const;
  const left = [...venue.resting()].flatMap(({ clientOrderId, symbol, leaves }): TraceRow[] => {
    const status = children.get(clientOrderId)?.status ?? null;
    if (status !== null && !isTerminal(status)) return [];
    const held = status === null ? 'not known to the engine' : `${status} for the engine`;
    const text = `${words.quantity(symbol, leaves)} left open as the run ends, and ${held}`;
    return [{ ...end, order: words.child(clientOrderId), kind: 'left-open', text }];
  });
  const gone = [...children.values()].flatMap(({ clientOrderId, status }): TraceRow[] => {
    if (isTerminal(status) || !venue.isOver(clientOrderId)) return [];
    const text = `over as the run ends, and ${status} for the engine`;
    return [{ ...end, order: words.child(clientOrderId), kind: 'gone', text }];
  });
  return [...left, ...gone];
}
