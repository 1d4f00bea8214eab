/**
 * Quarantine (ORD-0, ORD-3): no new order of a strategy in a symbol, of every other as before. It begins when a venue says
 * what cannot be true of an order of ours, or holds another order under our id, or by an operator; only an operator
 * lifts it. An order that nobody here placed keeps its symbol there by itself, for as long as it lives and nobody took it over. Orders at work are followed to their end, and cancels pass.
 */
import type { Veto } from '../order/outcome.js';
import { EXTERNAL } from '../order/order-request.js';
import { isLoose } from '../state/orphan.js';
import type { Quarantine, State } from '../state/state.js';
import type { Step } from '../state/step.js';

/** In place of a strategy. */
export const EVERY_STRATEGY = '*';

export interface Quarantined {
  /** `*` = all of them. */
  readonly strategyId: string;
  readonly symbol: string;
}

export interface Ruling {
  /** '' = the engine itself. */
  readonly operator: string;
  readonly reason: string;
}

export function quarantineVeto(state: State, strategyId: string, symbol: string): Veto | null {
  const held = state.quarantine.find(
    (one) =>
      one.symbol === symbol && (one.strategyId === strategyId || one.strategyId === EVERY_STRATEGY),
  );
  const reason = held?.reason ?? orphanReason(state, strategyId, symbol);
  return reason === null
    ? null
    : { code: 'quarantine', text: `${symbol} is in quarantine: ${reason}` };
}

/** REC-7, S14: held by what is so, not by a ruling: it ends with the last order that nobody here answers for. */
const orphanReason = (state: State, strategyId: string, symbol: string): string | null =>
  heldByOrphans(state).find(
    (one) =>
      one.symbol === symbol && (one.strategyId === EVERY_STRATEGY || one.strategyId === strategyId),
  )?.reason ?? null;

/** Whom orders that nobody here placed keep out of their symbols. */
export const heldByOrphans = ({ orphans = [] }: State): readonly Quarantine[] =>
  orphans.filter(isLoose).map(({ found, narrowed }) => ({
    strategyId: narrowed ? EXTERNAL : EVERY_STRATEGY,
    symbol: found.symbol,
    reason: `order ${found.clientOrderId} is open at the venue, and nobody here placed it`,
  }));

/** Begins once: what is in quarantine already stays there for its first reason. */
export function quarantine(step: Step, what: Quarantined, ruling: Ruling): void {
  if (isHeld(step.state, what)) return;
  const { strategyId, symbol } = what;
  step.emit({ kind: 'quarantine', held: true, strategyId, symbol, ...ruling });
  step.raise('quarantine', 'critical', { subject: subjectOf(what), text: ruling.reason });
}

/** @returns false when there is none to lift. */
export function liftQuarantine(step: Step, what: Quarantined, ruling: Ruling): boolean {
  if (!isHeld(step.state, what)) return false;
  const { strategyId, symbol } = what;
  step.emit({ kind: 'quarantine', held: false, strategyId, symbol, ...ruling });
  step.clear('quarantine', subjectOf(what));
  return true;
}

const isHeld = (state: State, { strategyId, symbol }: Quarantined): boolean =>
  state.quarantine.some((one) => one.strategyId === strategyId && one.symbol === symbol);

const subjectOf = ({ strategyId, symbol }: Quarantined): string => `${strategyId} ${symbol}`;
