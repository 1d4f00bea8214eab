/**
 * ORD-1: the path of an order from its arrival to the plan: recognised or new, validated, past the guards, then the
 * market is read (arrival mid, depth for routing, volume for the liquidity limit). The same request twice creates
 * nothing (TWAP-5).
 */
import type { Instrument } from '../ground/instrument.js';
import { invariant } from '../ground/invariant.js';
import type { Lots } from '../ground/units.js';
import { breakerIntakeVeto } from '../guard/breaker.js';
import { askConfirmation } from '../guard/confirmation.js';
import { killSwitchVeto } from '../guard/kill-switch.js';
import { intakeVeto } from '../guard/limits.js';
import { gateVeto } from '../guard/gate.js';
import { quarantineVeto } from '../guard/quarantine.js';
import { heldUntil, rateVeto } from '../guard/rate-limit.js';
import type { Veto } from '../order/outcome.js';
import type { OrderTerms, ParentId } from '../order/order.js';
import type { OrderRequest, RawOrderRequest } from '../order/order-request.js';
import { isParentTerminal } from '../order/parent.js';
import { identityDates, parentIdOf } from '../plan/identity.js';
import { validateRequest } from '../plan/validate.js';
import { ofParent } from '../state/owner.js';
import type { ParentState } from '../state/state.js';
import type { Step } from '../state/step.js';
import { identityContext } from '../state/identity-context.js';
import { askFirstPosition } from './first-position.js';
import { planIfReady } from './plan-order.js';
import { askToReduce, mayReduce } from './reduce-gated.js';

/** What became of a request on its arrival. */
export type Taken =
  | { readonly as: 'received'; readonly parentId: ParentId }
  | { readonly as: 'duplicate' }
  | { readonly as: 'refused'; readonly why: string };

export function takeOrder(step: Step, raw: RawOrderRequest): Taken {
  const instrument = step.config.instruments.get(raw.symbol);
  if (instrument === undefined) {
    const known = [...step.config.instruments.keys()].join(', ');
    return refuse(step, 'unknown-symbol', {
      field: 'symbol',
      text: `no instrument ${raw.symbol}; known: ${known}`,
    });
  }
  const validated = validateRequest(raw, instrument);
  if (!validated.ok) {
    step.emit({
      kind: 'order-refused',
      parentId: null,
      code: 'invalid',
      problems: validated.problems,
    });
    const why = validated.problems.map(({ field, text }) => `${field}: ${text}`).join('; ');
    return { as: 'refused', why };
  }
  const { request } = validated;
  const { date, parentId, earlier } = identify(step, request, instrument);
  if (earlier !== null) {
    recognise(step, parentId, earlier);
    return { as: 'duplicate' };
  }
  const { quote } = step.quoteOf(request.symbol);
  const unconfirmed = askConfirmation(step, request, quote);
  if (unconfirmed !== null)
    return refuse(step, unconfirmed.code, { field: '', text: unconfirmed.text });
  const veto = vetoOf(step, request);
  if (veto !== null) return refuse(step, veto.code, { field: '', text: veto.text });
  const midTwice = quote === null ? null : quote.bid + quote.ask;
  step.emit({ kind: 'order-received', parentId, request, date, midTwice });
  if (gateVeto(step.state) === null) readMarket(step, parentId, request);
  else askToReduce(step, parentId);
  return { as: 'received', parentId };
}

const vetoOf = (step: Step, request: OrderRequest): Veto | null =>
  killSwitchVeto(step.state) ??
  breakerIntakeVeto(step.state) ??
  quarantineVeto(step.state, request.strategyId, request.symbol) ??
  intakeVeto(step, wholeOf(request), step.at) ??
  (mayReduce(request) ? null : gateVeto(step.state));

/** As if it were one order. */
const wholeOf = (request: OrderRequest): OrderTerms => ({
  ...request,
  limitPrice: request.limitPrice?.kind === 'fixed' ? request.limitPrice.price : null,
});

function refuse(
  step: Step,
  code: string,
  problem: { readonly field: string; readonly text: string },
): Taken {
  step.emit({ kind: 'order-refused', parentId: null, code, problems: [problem] });
  return { as: 'refused', why: problem.text };
}

interface Identity {
  readonly date: string;
  readonly parentId: ParentId;
  /** The parent that this request is a repetition of; null = new. */
  readonly earlier: ParentState | null;
}

function identify(step: Step, request: OrderRequest, instrument: Instrument): Identity {
  const dates = identityDates(instrument.calendar, step.at);
  const ids = dates.map((date) => parentIdOf(request, identityContext(step.config, date)));
  const earlier = ids
    .map((id) => step.state.parents.get(id))
    .find((parent) => parent !== undefined);
  const [date, parentId] = [dates[0], ids[0]];
  invariant(date !== undefined && parentId !== undefined, 'every instant has a date');
  return { date, parentId, earlier: earlier ?? null };
}

function recognise(step: Step, parentId: ParentId, earlier: ParentState): void {
  step.emit({
    kind: 'duplicate-request',
    parentId,
    duplicateOf: earlier.parentId,
    status: earlier.status,
    terminal: isParentTerminal(earlier.status),
    remaining: Math.max(0, earlier.request.quantity - earlier.filled) as Lots,
  });
}

/** What is on the quote board is known already; what takes a round trip is waited for before the plan is made. */
function readMarket(step: Step, parentId: ParentId, request: OrderRequest): void {
  const asker = { purpose: 'arrival', owner: ofParent(parentId) } as const;
  const { symbol } = request;
  // A book that may not be asked for now is one that cannot be read: it never blocks an order.
  if (request.algo === 'auto' && heldUntil(step.state, step.at, 'read-depth') === null)
    step.ask({ kind: 'read-depth', symbol, levels: step.config.routing.depthLevels }, asker);
  if (isVolumeWanted(step)) step.ask({ kind: 'read-volume', symbol }, asker);
  askFirstPosition(step, symbol, asker);
  planIfReady(step, parentId);
}

/** As the book: a volume that may not be asked for now is not known. */
const isVolumeWanted = ({ config, state, at }: Step): boolean =>
  config.slicing.liquidityCheckEnabled &&
  (config.venue.asksVolume !== true || rateVeto(state, at) === null);
