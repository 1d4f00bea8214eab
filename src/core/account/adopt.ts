/**
 * REC-7: an operator takes an order that nobody here placed into a strategy. It becomes an order of ours as it stands, with a parent of its
 * own: followed, canceled and counted as any other from then on. Nothing is sent for it.
 */
import { applyUpdate } from '../child/apply-update.js';
import { canonicalJson } from '../ground/canonical.js';
import { sha256Start } from '../ground/digest.js';
import { type Micros, type Lots } from '../ground/units.js';
import type { OrderTerms, ParentId } from '../order/order.js';
import type { OrderRequest } from '../order/order-request.js';
import { updateFromAcknowledgement } from '../order/update.js';
import { identityDates } from '../plan/identity.js';
import type { Plan } from '../plan/plan.js';
import { identityContext } from '../state/identity-context.js';
import type { FoundOrder, Orphan } from '../state/orphan.js';
import type { Step } from '../state/step.js';

export interface Adoption {
  readonly strategyId: string;
  readonly operator: string;
  readonly reason: string;
}

const FORM = 'squall-adopted-1';
/** 24 hex digits, as every id of ours. */
const ID_BYTES = 12;

export function adopt(step: Step, { found, cumQty }: Orphan, adoption: Adoption): void {
  const { venueOrderId, clientOrderId, symbol, side, quantity } = found;
  step.emit({ kind: 'orphan-adopted', venueOrderId, ...adoption });
  step.clear('orphan', venueOrderId);
  const parentId = parentIdFor(step, found);
  const { calendar } = step.instrument(symbol);
  const date = identityDates(calendar, step.at)[0] ?? '';
  const terms = termsOf(found);
  const request = requestFor(found, terms, adoption);
  step.emit({ kind: 'order-received', parentId, request, date, midTwice: null });
  const plan: Plan = {
    start: step.at,
    calendar,
    spacing: { kind: 'duration', duration: 0 as Micros },
    slices: 1,
    baseQuantity: quantity,
    remainder: 0,
    maxSliceQuantity: null,
  };
  const planned = { parentId, algo: 'direct', plan, warnings: [], arrivalMidTwice: null } as const;
  step.emit({ kind: 'parent-planned', ...planned });
  const slice = { parentId, slice: 0, childKind: 'slice' } as const;
  step.emit({ kind: 'slice-due', ...slice, overdueMicros: 0 as Micros });
  const released = { ...slice, clientOrderId, terms, bid: null, ask: null, dryRun: false } as const;
  step.emit({ kind: 'slice-released', ...released });
  const createdAt = found.createdAt ?? step.at;
  step.emit({ kind: 'order-adopted', clientOrderId, createdAt, nextAt: step.at });
  const status = cumQty > 0 ? 'partially_filled' : 'accepted';
  const asked = { clientOrderId, venueOrderId, symbol, side };
  const told = { status, cumQty, venueTime: null } as const;
  applyUpdate(step, clientOrderId, updateFromAcknowledgement(asked, told));
}

function parentIdFor(step: Step, { venueOrderId, clientOrderId }: FoundOrder): ParentId {
  const { mode, venue, account } = identityContext(step.config, '');
  const form = { form: FORM, mode, venue, account, venueOrderId, clientOrderId };
  return sha256Start(canonicalJson(form), ID_BYTES) as ParentId;
}

/** It is open, so that it rests or waits: how long it may, only the venue knows. */
const termsOf = ({
  symbol,
  side,
  quantity,
  type,
  limitPrice,
  stopPrice,
}: FoundOrder): OrderTerms => ({
  symbol,
  side,
  quantity: quantity satisfies Lots,
  type,
  limitPrice,
  stopPrice,
  timeInForce: 'gtc',
  postOnly: false,
});

const requestFor = (
  { clientOrderId }: FoundOrder,
  terms: OrderTerms,
  { strategyId }: Adoption,
): OrderRequest => ({
  ...terms,
  strategyId,
  algo: 'direct',
  limitPrice: terms.limitPrice === null ? null : { kind: 'fixed', price: terms.limitPrice },
  duration: null,
  slices: null,
  interval: null,
  start: null,
  acrossSessions: true,
  completion: 'leave',
  fillTimeout: null,
  idempotencyKey: `adopted ${clientOrderId}`,
  source: 'manual',
});
