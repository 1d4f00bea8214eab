/**
 * RSK-2, the part built so far: the breaker is state that an operator trips and resets, and a guard. What trips it by
 * itself (drawdown, API errors, rejects, stale data) comes with the risk work; until then `half-open` is not reached.
 */
import type { State } from '../state/state.js';
import type { Veto } from '../order/outcome.js';

export const breakerVeto = (state: State): Veto | null =>
  state.breaker.state === 'closed'
    ? null
    : {
        code: 'circuit-breaker',
        text: `circuit breaker ${state.breaker.state}: ${state.breaker.reason}`,
      };
