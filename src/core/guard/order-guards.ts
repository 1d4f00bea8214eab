/**
 * SCH-2's list, in one place for its three uses: at the start of a slice, when its command is issued, and last in
 * `mayLeave`. The order is fixed: the first veto is the one that is reported.
 */
import type { ParentState, State } from '../state/state.js';
import type { OrderStatus } from '../order/status.js';
import type { OrderTerms } from '../order/order.js';
import type { Veto, VetoCode } from '../order/outcome.js';
import { breakerVeto } from './breaker.js';
import { killSwitchVeto } from './kill-switch.js';
import { gateVeto, limitVeto, quarantineVeto } from './not-built-yet.js';

/** True while new orders of this parent may be created. */
export const isLive = (parent: ParentState): boolean =>
  parent.plan !== null && parent.stop === null && parent.cancel === null;

export function orderVeto(state: State, parent: ParentState, terms: OrderTerms): Veto | null {
  return (
    killSwitchVeto(state) ??
    breakerVeto(state) ??
    quarantineVeto(state, parent.request.strategyId, terms.symbol) ??
    limitVeto(state, terms) ??
    (isLive(parent)
      ? null
      : { code: 'parent-not-live', text: `parent is ${parent.cancel ? 'canceled' : 'stopped'}` }) ??
    gateVeto(state)
  );
}

/** The status a slice ends with when a guard stops it; null = it waits (gate), or nothing is left to end. */
export function blockedStatusOf(code: VetoCode): OrderStatus | null {
  switch (code) {
    case 'kill-switch':
    case 'risk-store-error':
      return 'blocked_kill_switch';
    case 'circuit-breaker':
      return 'blocked_circuit_breaker';
    case 'quarantine':
      return 'blocked_quarantine';
    case 'limit':
      return 'blocked_limit';
    case 'quote-too-old':
    case 'valid-until-passed':
      return 'skipped';
    case 'parent-not-live':
    case 'child-not-pending':
      return 'canceled';
    case 'gate-closed':
      return null;
  }
}
