/** Orders and signals of a running engine: given, looked at, called off. */
import { z } from 'zod';
import type { ClientOrderId, ParentId } from '../../core/order/order.js';
import type { ManualOrder } from '../../core/order/order-request.js';
import { isParentTerminal } from '../../core/order/parent.js';
import { isTerminal } from '../../core/order/status.js';
import type { OperatorCommand } from '../../core/state/input.js';
import type { ParentState } from '../../core/state/state.js';
import type { EngineDesk, Intake } from '../../runs/desk/engine-desk.js';
import { ProblemError } from '../problem.js';
import { reasonIn } from './carry-out.js';
import {
  type OrderBody,
  requestFrom,
  signalBody,
  signalFrom,
  singleOrderBody,
  slicedOrderBody,
} from './order-body.js';
import { childView, childrenOf, parentView, sliceViews } from './order-view.js';
import { pageAsked } from './page-asked.js';
import { commandProblem, orderProblem } from './refusal.js';
import { type Answer, type Asked, type Route, ok, route } from './route.js';

export const reasonBody = z.strictObject({
  reason: z.string().min(1).max(200).default('none given'),
});

const GIVEN = [200, 201, 202, 400, 403, 409, 415, 422, 503] as const;

export const ORDER_ROUTES: readonly Route[] = [
  route({
    method: 'POST',
    path: '/api/v1/orders',
    summary: 'Give one order (ORD-1)',
    role: 'trader',
    body: singleOrderBody,
    keyed: true,
    statuses: GIVEN,
    handle: giveOrder,
  }),
  route({
    method: 'POST',
    path: '/api/v1/orders/slice',
    summary: 'Give an order to be sent in slices (TWAP-1 to TWAP-8)',
    role: 'trader',
    body: slicedOrderBody,
    keyed: true,
    statuses: GIVEN,
    handle: giveOrder,
  }),
  route({
    method: 'GET',
    path: '/api/v1/orders',
    summary: 'Orders, the newest first: ?limit=&cursor=, ?open=1 for those that are not over',
    role: 'viewer',
    statuses: [200, 400],
    handle: listOrders,
  }),
  route({
    method: 'GET',
    path: '/api/v1/orders/{id}',
    summary:
      'An order by its parent id, with what it became, or one order at the venue by its client order id',
    role: 'viewer',
    statuses: [200, 404],
    handle: showOrder,
  }),
  route({
    method: 'POST',
    path: '/api/v1/orders/{id}/cancel',
    summary:
      'Call off an order, or one order at the venue: it is canceled once the venue says so (SCH-5)',
    role: 'trader',
    body: reasonBody,
    bodyOptional: true,
    statuses: [202, 403, 404, 409, 415, 422, 503],
    handle: cancelOrder,
  }),
  route({
    method: 'GET',
    path: '/api/v1/orders/{id}/slices',
    summary: 'The slices of an order: ?limit=&cursor=',
    role: 'viewer',
    statuses: [200, 400, 404],
    handle: listSlices,
  }),
  route({
    method: 'DELETE',
    path: '/api/v1/orders/{id}/slices',
    summary: 'Call off the slices that were not sent; what works goes on (SCH-5)',
    role: 'trader',
    statuses: [200, 403, 404, 503],
    handle: cancelSlices,
  }),
  route({
    method: 'POST',
    path: '/api/v1/signals',
    summary: 'Tell a signal: the same one twice makes one order (DED-2)',
    role: 'trader',
    body: signalBody,
    statuses: [200, 202, 400, 403, 409, 415, 422, 503],
    handle: takeSignal,
  }),
];

function viewOf(desk: EngineDesk, parent: ParentState) {
  const children = childrenOf(desk.state, new Set([parent.parentId])).get(parent.parentId) ?? [];
  return { order: parentView(desk, parent, children), children };
}

async function giveOrder(asked: Asked<OrderBody>): Promise<Answer> {
  const { desk, actor, body, idempotencyKey } = asked;
  const { said: secondFactor, why } = factorOf(asked);
  const request = requestFrom(desk, body, { idempotencyKey, secondFactor });
  const intake = await desk.takeOrder({ kind: 'order-request', request, by: actor });
  return answerToOrder(desk, intake, why);
}

/** ORD-6: asked for after the confirmation, and not looked at before: a code is right once. */
function factorOf({ actor, body, checkFactor }: Asked<OrderBody>): {
  readonly said: ManualOrder['secondFactor'];
  readonly why: string;
} {
  const { confirmation, secondFactor: code } = body;
  return code === undefined || confirmation === undefined
    ? { said: 'absent', why: '' }
    : checkFactor(actor.operator, code);
}

/** `factor`: why the code beside it failed. Errors: `ProblemError` for what was not taken. */
function answerToOrder(
  desk: EngineDesk,
  { block, parentId, refused }: Intake,
  factor: string,
): Answer {
  const denied = commandProblem(block);
  if (denied !== null) throw denied;
  for (const entry of block.entries) {
    if (entry.kind === 'order-refused') throw orderProblem(entry, block, factor);
    if (entry.kind === 'duplicate-request') return answerToDuplicate(desk, entry.duplicateOf);
  }
  if (refused !== null) throw orderProblem(refused, block);
  const parent = parentId === null ? undefined : desk.state.parents.get(parentId);
  if (parent === undefined) throw new ProblemError('refused', 'The engine did not take it.');
  // Its plan waits for an answer of the venue: look again.
  return { status: parent.plan === null ? 202 : 201, body: viewOf(desk, parent).order };
}

function answerToDuplicate(desk: EngineDesk, duplicateOf: ParentId): Answer {
  const parent = desk.state.parents.get(duplicateOf);
  if (parent === undefined) throw new ProblemError('refused', 'The engine did not take it.');
  if (!isParentTerminal(parent.status)) return ok({ ...viewOf(desk, parent).order, duplicateOf });
  const extras = { duplicateOf, orderStatus: parent.status };
  throw new ProblemError(
    'duplicate-of-terminal',
    `The same order was given and is ${parent.status}: to give it once more send another Idempotency-Key.`,
    extras,
  );
}

function listOrders({ desk, query }: Asked): Answer {
  const { limit, cursor } = pageAsked(query);
  const all = [...desk.state.parents.entries()].map(([, parent]) => parent);
  const isAsked = (parent: ParentState): boolean =>
    query['open'] !== '1' || !isParentTerminal(parent.status);
  // A cursor is how many came before: what is given meanwhile moves nothing.
  const found: { readonly at: number; readonly parent: ParentState }[] = [];
  for (let at = (cursor ?? all.length) - 1; at >= 0 && found.length <= limit; at -= 1) {
    const parent = all[at];
    if (parent !== undefined && isAsked(parent)) found.push({ at, parent });
  }
  const shown = found.slice(0, limit);
  const children = childrenOf(desk.state, new Set(shown.map(({ parent }) => parent.parentId)));
  const last = shown.at(-1);
  return ok({
    items: shown.map(({ parent }) => parentView(desk, parent, children.get(parent.parentId) ?? [])),
    nextCursor: found.length > limit && last !== undefined ? String(last.at) : null,
  });
}

function showOrder({ desk, param }: Asked): Answer {
  const id = param('id');
  const child = desk.state.children.get(id as ClientOrderId);
  if (child !== undefined) return ok(childView(desk, child));
  const { order, children } = viewOf(desk, parentNamed(desk, id));
  return ok({ ...order, children: children.map((one) => childView(desk, one)) });
}

/** Errors: `ProblemError`. */
function parentNamed(desk: EngineDesk, id: string): ParentState {
  const parent = desk.state.parents.get(id as ParentId);
  if (parent !== undefined) return parent;
  throw new ProblemError('no-such-parent', `No order has the id ${id}.`);
}

async function cancelOrder({
  desk,
  actor,
  param,
  body,
}: Asked<z.infer<typeof reasonBody>>): Promise<Answer> {
  const id = param('id');
  const isChild = desk.state.children.has(id as ClientOrderId);
  const isKnown = isChild || desk.state.parents.has(id as ParentId);
  const command: OperatorCommand = isChild
    ? { do: 'cancel-order', clientOrderId: id as ClientOrderId }
    : { do: 'cancel-parent', parentId: id as ParentId };
  const block = await desk.take({ kind: 'operator', command, ...actor, ...body });
  const problem = commandProblem(block, isKnown ? null : 'no-such-parent');
  if (problem !== null) throw problem;
  return { ...showOrder({ desk, param } as Asked), status: 202 };
}

function listSlices({ desk, param, query }: Asked): Answer {
  const parent = parentNamed(desk, param('id'));
  const { limit, cursor } = pageAsked(query);
  const from = cursor ?? 0;
  const children = childrenOf(desk.state, new Set([parent.parentId])).get(parent.parentId) ?? [];
  const views = sliceViews(desk, parent, { children, from, limit: limit + 1 });
  return ok({
    parentId: parent.parentId,
    status: parent.status,
    items: views.slice(0, limit),
    nextCursor: views.length > limit ? String(from + limit) : null,
  });
}

async function cancelSlices(asked: Asked): Promise<Answer> {
  const { desk, actor, param } = asked;
  const parentId = param('id') as ParentId;
  const isKnown = desk.state.parents.has(parentId);
  const reason = reasonIn(asked);
  const command = { do: 'cancel-slices', parentId } as const;
  const block = await desk.take({ kind: 'operator', command, ...actor, reason });
  const problem = commandProblem(block, isKnown ? null : 'no-such-parent');
  // Nothing is left of an order that is over: that is what was asked for.
  if (problem !== null && problem.code !== 'refused') throw problem;
  let canceled = 0;
  for (const entry of block.entries)
    if (entry.kind === 'slices-canceled' && entry.parentId === parentId) canceled += entry.count;
    else if (entry.kind === 'slice-ended' && entry.parentId === parentId) canceled += 1;
  return ok({ parentId, canceled, ...sentOf(desk, parentNamed(desk, parentId), canceled) });
}

function sentOf(desk: EngineDesk, { parentId, slicesCanceled }: ParentState, canceled: number) {
  const children = childrenOf(desk.state, new Set([parentId])).get(parentId) ?? [];
  const working = children.filter(({ belief }) => !isTerminal(belief.status)).length;
  const earlier = Math.max(0, slicesCanceled - canceled);
  return { working, alreadyDone: Math.max(0, children.length - working) + earlier };
}

async function takeSignal({
  desk,
  actor,
  body,
}: Asked<z.infer<typeof signalBody>>): Promise<Answer> {
  const signal = signalFrom(desk, body);
  const intake = await desk.takeOrder({ kind: 'signal', signal, by: actor });
  for (const entry of intake.block.entries) {
    if (entry.kind === 'signal-duplicate') {
      const { id, firstId, ageMicros, duplicateOf } = entry;
      return ok({ signal: id, firstSignal: firstId, ageMicros, duplicateOf });
    }
    if (entry.kind === 'signal-reserved' && intake.refused === null) {
      const { id, parentId } = entry.memory;
      return { status: 202, body: { signal: id, parentId } };
    }
  }
  throw signalProblem(intake);
}

function signalProblem({ block, refused }: Intake): ProblemError {
  const denied = commandProblem(block);
  if (denied !== null) return denied;
  const order = block.entries.find(({ kind }) => kind === 'order-refused');
  if (order?.kind === 'order-refused') return orderProblem(order, block);
  if (refused !== null) return orderProblem(refused, block);
  const signal = block.entries.find(({ kind }) => kind === 'signal-refused');
  const why = signal?.kind === 'signal-refused' ? signal.why : 'the engine did not take it';
  return new ProblemError('refused', `${why}.`);
}
