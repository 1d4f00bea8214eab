/**
 * An order takes the place of another (FIX: OrderCancelReplaceRequest). It is an order of its own, with its own id, in a chain: both
 * are followed until each is over, the budget counts what is filled and the larger of what is open (`exposure.ts`). A replace is
 * asked once; without an answer both are looked up, and whichever lives decides. It never starts what was not asked: the
 * venue gives the successor the new total less what the chain has filled by then.
 */
import { minimumProblem } from '../order/rounding.js';
import { orderVeto } from '../guard/order-guards.js';
import { isReducing } from '../guard/reducing.js';
import { refusalVeto } from '../guard/refusals.js';
import { budgetVeto } from '../guard/request-budget.js';
import type { OrderTerms } from '../order/order.js';
import type { Veto } from '../order/outcome.js';
import { venueOrderIdOf } from '../order/belief.js';
import { availableOf } from '../order/parent.js';
import { ownUpdate } from '../order/update.js';
import { childIdOf } from '../plan/identity.js';
import { type EpochMicros, type Lots, plus } from '../ground/units.js';
import { exposureOfChild } from '../state/exposure.js';
import type { AmendedTo } from '../state/input.js';
import type { ChildState } from '../state/state.js';
import type { Step } from '../state/step.js';
import { atVenue, stamped } from '../state/venue-clock.js';
import { identityContext } from '../state/identity-context.js';
import { applyUpdate } from './apply-update.js';
import { isAlive } from './evidence.js';
import { isPastDeadline } from './look-times.js';

interface Wanted {
  readonly terms: OrderTerms;
  /** What the order and its successor may execute together. */
  readonly total: Lots;
  /** Filled by the orders before it. */
  readonly before: Lots;
  readonly reduces: boolean;
}

/** @returns why not, in words; null when it is on its way. */
export function replaceOrder(step: Step, child: ChildState, amendment: AmendedTo): string | null {
  const against = replaceProblem(step, child, amendment);
  if (against !== null) return against;
  intend(step, child, wantedOf(step, child, amendment));
  return null;
}

/** Why it would not be replaced, in words; null = it would. */
export const replaceProblem = (
  step: Step,
  child: ChildState,
  amendment: AmendedTo,
): string | null =>
  standingAgainst(step, child) ?? unfitness(step, child, wantedOf(step, child, amendment));

function wantedOf(step: Step, child: ChildState, { quantity, limitPrice }: AmendedTo): Wanted {
  const before = filledBefore(step, child);
  const total = (quantity === null ? child.terms.quantity : quantity - before) as Lots;
  const terms = {
    ...child.terms,
    quantity: (total - child.belief.filled) as Lots,
    limitPrice: limitPrice ?? child.terms.limitPrice,
  };
  const { limitPrice: price } = terms;
  return { terms, total, before, reduces: isReducing(child, { total, limitPrice: price }) };
}

function filledBefore(step: Step, { chain }: ChildState): Lots {
  if (chain === undefined) return 0 as Lots;
  const before = step.child(chain.order);
  return (before.belief.filled + filledBefore(step, before)) as Lots;
}

/** What of the order itself stands against any replace of it. */
function standingAgainst(step: Step, child: ChildState): string | null {
  const { stage, cancel, chain, replacedBy, monitor } = child;
  if (monitor === 'naive') return 'the naive engine replaces nothing';
  if (stage.kind !== 'working') return `it is ${stage.kind}`;
  if (cancel.reason !== null) return 'its cancel is wanted';
  if (isPastDeadline(step, child)) return 'its time is over';
  const next = replacedBy === undefined ? null : step.child(replacedBy);
  if (next !== null && next.stage.kind !== 'done') return 'it is being replaced already';
  // Its end was not heard of yet: what took its place may be over by now.
  if (next !== null && isAlive(next)) return 'it has been replaced';
  return chain !== undefined && step.child(chain.order).stage.kind !== 'done'
    ? 'what it took the place of is not settled'
    : null;
}

function unfitness(
  step: Step,
  child: ChildState,
  { terms, total, reduces }: Wanted,
): string | null {
  const same = total === child.terms.quantity && terms.limitPrice === child.terms.limitPrice;
  if (same) return 'nothing of it would change';
  if (child.terms.limitPrice === null && terms.limitPrice !== null) return 'it has no limit price';
  if (terms.quantity <= 0) return `${child.belief.filled} lots of it are filled`;
  const problem = minimumProblem(step.instrument(terms.symbol), terms, null);
  if (problem !== null) return problem;
  const asked = { terms, replaces: { order: child.clientOrderId, total } };
  if (reduces)
    return textOfVeto(
      refusalVeto(step.state, step.at, asked) ??
        budgetVeto(step.state, step.at, { kind: 'replace', reducing: true }),
    );
  const parent = step.parent(child.parentId);
  const budget = availableOf(parent.request.quantity, parent.exposed);
  if (total - exposureOfChild(child) > budget)
    return `only ${budget} lots more of the parent may still be sent`;
  // Half-open is tried by an order that nothing else hangs on.
  const { state: breaker } = step.state.breaker;
  if (breaker !== 'closed') return `circuit-breaker: ${breaker}`;
  const { quote } = step.quoteOf(terms.symbol);
  const veto = orderVeto(step, { parent, ...asked, child, quote, at: step.at });
  return textOfVeto(veto);
}

const textOfVeto = (veto: Veto | null): string | null =>
  veto === null ? null : `${veto.code}: ${veto.text}`;

function intend(step: Step, child: ChildState, { terms, total, before, reduces }: Wanted): void {
  const parent = step.parent(child.parentId);
  const attempt = parent.childCount;
  const identity = { kind: 'replace', index: attempt } as const;
  const clientOrderId = childIdOf(
    parent.request,
    identityContext(step.config, parent.date),
    identity,
  );
  const { slice, childKind, parentId, watch } = child;
  step.emit({
    kind: 'slice-released',
    parentId,
    slice,
    childKind,
    clientOrderId,
    terms,
    bid: null,
    ask: null,
    dryRun: false,
    replaces: { order: child.clientOrderId, total, attempt },
  });
  const { validFor } = step.config.venue;
  const poll = plus(step.at, step.config.fillDetection.firstPoll);
  const deadline = watch.deadline ?? poll;
  step.emit({
    kind: 'replace-intent',
    clientOrderId,
    command: {
      kind: 'replace',
      clientOrderId: child.clientOrderId,
      newClientOrderId: clientOrderId,
      venueOrderId: venueOrderIdOf(child.belief),
      symbol: terms.symbol,
      quantity: (before + total) as Lots,
      limitPrice: terms.limitPrice,
      attempt,
      ...stamped(step.state),
    },
    reduces,
    validUntil: validFor === null ? null : plus(atVenue(step.state, step.at), validFor),
    deadline,
    nextAt: earlier(poll, deadline),
  });
  applyUpdate(step, clientOrderId, ownUpdate('submitted'));
}

const earlier = (a: EpochMicros, b: EpochMicros): EpochMicros => (a < b ? a : b);

/** The successor that a replace of `child` numbered `attempt` asked for. */
export function successorOf(step: Step, child: ChildState, attempt: number): ChildState | null {
  const next = child.replacedBy === undefined ? undefined : step.child(child.replacedBy);
  return next?.chain?.attempt === attempt ? next : null;
}
