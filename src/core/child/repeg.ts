/**
 * `execution.repeg`: a resting order whose price is pegged follows the market, by a replace at the price that its peg comes to. Looked at
 * when the order is, and asked for at most once in `every`. It fails closed: what cannot be known to be allowed leaves the order
 * as it is, and an alert says why; the order may rest at an old price, and it never rests twice.
 */
import { sessionsOf } from '../ground/calendar/calendar-of.js';
import { type EpochMicros, type Ticks, seconds } from '../ground/units.js';
import { marketStop, stalenessOf } from '../guard/market-conditions.js';
import { limitPriceOf } from '../order/rounding.js';
import type { RepegConfig } from '../state/config.js';
import type { ChildState } from '../state/state.js';
import type { Step } from '../state/step.js';
import { isAlive } from './evidence.js';
import { isPastDeadline } from './look-times.js';
import { replaceOrder, replaceProblem } from './replace.js';

const REPEG_HELD = 'repeg-held';
const REFUSED_WAIT = seconds(60);

export function repeg(step: Step, child: ChildState): void {
  const { repeg: config } = step.config;
  if (config === undefined || !mayMove(step, child, config)) return;
  const { clientOrderId } = child;
  const found = newPriceOf(step, child);
  if (typeof found === 'string') {
    hold(step, child, found);
    return;
  }
  if (found === null || Math.abs(found - (child.terms.limitPrice ?? found)) < config.byTicks) {
    step.clear(REPEG_HELD, clientOrderId);
    return;
  }
  const amendment = { quantity: null, limitPrice: found };
  const against = refusedLately(step, child, found) ?? replaceProblem(step, child, amendment);
  if (against !== null) {
    hold(step, child, against);
    return;
  }
  step.clear(REPEG_HELD, clientOrderId);
  const reason = `its peg comes to ${found} ticks, ${Math.abs(found - (child.terms.limitPrice ?? found))} from where it rests`;
  const by = { because: 'peg-moved', operator: 'engine', reason } as const;
  step.emit({ kind: 'amend-wanted', clientOrderId, ...amendment, ...by });
  replaceOrder(step, child, amendment);
}

/** A peg that rests, untouched by a cancel or another replace, and for long enough. */
function mayMove(step: Step, child: ChildState, { every }: RepegConfig): boolean {
  const { stage, cancel, terms, replacedBy } = child;
  if (stage.kind !== 'working' || cancel.reason !== null || isPastDeadline(step, child))
    return false;
  if (terms.limitPrice === null || terms.stopPrice !== null) return false;
  if (step.parent(child.parentId).request.limitPrice?.kind !== 'peg') return false;
  const next = replacedBy === undefined ? null : step.child(replacedBy);
  // While it is under way, and once it was there, whatever became of it.
  if (next !== null && (next.stage.kind !== 'done' || isAlive(next))) return false;
  return step.at - askedAt(step, child) >= every;
}

/** When the order, or one in its place that came to nothing, was last asked for. */
function askedAt(step: Step, { submit, replacedBy }: ChildState): EpochMicros {
  const own = submit.lastAt ?? step.at;
  const next = replacedBy === undefined ? null : step.child(replacedBy).submit.lastAt;
  return next !== null && next > own ? next : own;
}

/** S22: what the venue has refused is not asked for again in the same words at the pace of a peg. */
function refusedLately(step: Step, { replacedBy }: ChildState, price: Ticks): string | null {
  if (replacedBy === undefined) return null;
  const { submit, terms } = step.child(replacedBy);
  if (submit.refused === null || submit.lastAt === null || terms.limitPrice !== price) return null;
  return step.at - submit.lastAt < REFUSED_WAIT
    ? `refused at this price (${submit.refused})`
    : null;
}

/** In words, why there is none to go by; null = the market names none. */
function newPriceOf(step: Step, { terms, parentId }: ChildState): Ticks | string | null {
  const { earlyStop } = step.config;
  const parent = step.parent(parentId);
  const view = step.quoteOf(terms.symbol);
  const stale = stalenessOf(view, step.at, earlyStop);
  if (stale !== null) return `market data: ${stale}`;
  if (view.quote === null) return 'market data: no quote yet';
  if (sessionsOf(step.instrument(terms.symbol)).sessionAt(step.at) === null)
    return 'the session is over';
  const stop = marketStop(parent, view.quote, earlyStop);
  if (stop !== null) return `${stop.code}: ${stop.measured}, the limit is ${stop.limit}`;
  const price = limitPriceOf(parent.request.limitPrice, terms.side, view.quote);
  return price === 'no-quote' ? null : price;
}

function hold(step: Step, { clientOrderId }: ChildState, why: string): void {
  const text = `stays where it rests: ${why}`;
  step.raise(REPEG_HELD, 'info', { subject: clientOrderId, text });
}
