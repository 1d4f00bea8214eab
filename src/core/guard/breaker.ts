/**
 * RSK-2 as a guard: closed lets every order through, tripped none, half-open one at a time over all parents. What trips it
 * is in `account/breaker.ts`. Cancels are not asked.
 */
import type { ClientOrderId } from '../order/order.js';
import type { Veto } from '../order/outcome.js';
import type { State } from '../state/state.js';

/** @param of the order that would leave; null = one that is not made yet. */
export function breakerVeto({ breaker }: State, of: ClientOrderId | null): Veto | null {
  const { state, reason, probe } = breaker;
  if (state === 'closed') return null;
  if (state === 'half-open' && (probe === undefined || probe === of)) return null;
  const also = state === 'half-open' ? ', and an order is in flight' : '';
  return { code: 'circuit-breaker', text: `circuit breaker ${state}: ${reason}${also}` };
}

/** An order is planned unless the breaker is tripped: half-open has to be tried by one. */
export const breakerIntakeVeto = (state: State): Veto | null =>
  state.breaker.state === 'half-open' ? null : breakerVeto(state, null);
