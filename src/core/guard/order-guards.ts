/**
 * SCH-2's list, in one place for its three uses: at the start of a slice, when its command is issued, and last in
 * `mayLeave`. The order is fixed: the first veto is the one that is reported.
 */
import { isLive } from '../state/is-live.js';
import type { Asked } from '../state/refusals.js';
import type { ParentState, State } from '../state/state.js';
import type { OrderStatus } from '../order/status.js';
import type { Veto, VetoCode } from '../order/outcome.js';
import { breakerVeto } from './breaker.js';
import { killSwitchVeto } from './kill-switch.js';
import { type GuardLook, type Sending, limitVeto } from './limits.js';
import { gateVeto } from './gate.js';
import { quarantineVeto } from './quarantine.js';
import { rateVeto } from './rate-limit.js';
import { refusalVeto } from './refusals.js';
import { budgetVeto } from './request-budget.js';

/** What is asked about: one order of `parent`. */
export interface Leaving extends Sending {
  readonly parent: ParentState;
  /** A first look, where no price is known yet: limits are asked once there is one, or nothing is sent. */
  readonly isUnpriced?: boolean;
  /** It is to take the place of another. */
  readonly replaces?: Asked['replaces'];
}

export function orderVeto(look: GuardLook, leaving: Leaving): Veto | null {
  const { state } = look;
  const { parent, terms, at } = leaving;
  return (
    killSwitchVeto(state) ??
    breakerVeto(state, leaving.child?.clientOrderId ?? null) ??
    quarantineVeto(state, parent.request.strategyId, terms.symbol) ??
    // What was let through because it reduces (REC-2).
    (parent.reduce === undefined ? gateVeto(state) : null) ??
    (leaving.isUnpriced === true ? null : limitVeto(look, leaving)) ??
    notLiveVeto(parent) ??
    rateVeto(state, at) ??
    countedVeto(state, leaving)
  );
}

/** An order on its way was counted as it was meant to leave. */
const countedVeto = (state: State, { child, terms, replaces, at }: Leaving): Veto | null =>
  child?.stage.kind === 'sending'
    ? null
    : (refusalVeto(state, at, replaces === undefined ? { terms } : { terms, replaces }) ??
      budgetVeto(state, at, { kind: 'submit', reducing: false }));

const notLiveVeto = (parent: ParentState): Veto | null =>
  isLive(parent)
    ? null
    : { code: 'parent-not-live', text: `parent is ${parent.cancel ? 'canceled' : 'stopped'}` };

/** The status a slice ends with when a guard stops it; null = it waits. */
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
    case 'rate-limit':
    case 'refused-again':
      return null;
  }
}
