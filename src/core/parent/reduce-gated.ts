/**
 * REC-2: an order that comes while the gate is shut. It waits for the venue's list of open orders, read to its end, and then for the
 * positions, in this order: what fills between the two counts as open and as filled, which lets less through and never more. A
 * question that fails refuses it. Two at once count for each other from when the first may leave.
 */
import type { HeardAnswer } from '../child/monitor.js';
import type { Lots, Side } from '../ground/units.js';
import { gateVeto } from '../guard/gate.js';
import { heldUntil } from '../guard/rate-limit.js';
import { reduceProblem } from '../guard/reduce-only.js';
import type { OrderSnapshot } from '../order/execution-report.js';
import type { ParentId } from '../order/order.js';
import type { OrderRequest } from '../order/order-request.js';
import { isParentTerminal } from '../order/parent.js';
import type { ReduceLook } from '../state/intake.js';
import { ofParent } from '../state/owner.js';
import type { ParentState } from '../state/state.js';
import type { Step } from '../state/step.js';

/** Orders on a page, and pages: more than that nobody can judge in time. */
const PAGE = 500;
const PAGES_MOST = 20;

/** Whether an order may be looked at although the gate is shut: a single one, which may turn out to reduce. */
export const mayReduce = ({ algo }: Pick<OrderRequest, 'algo'>): boolean => algo === 'direct';

/** Asks for the first page, and for nothing else: what is decided last is decided on what is so last. */
export function askToReduce(step: Step, parentId: ParentId): void {
  const { symbol, side } = step.parent(parentId).request;
  if (!mayAsk(step)) {
    refuse(step, parentId, 'the venue takes no question now');
    return;
  }
  const look: ReduceLook = { own: ownWorking(step, symbol, side), others: [], pages: 0 };
  step.emit({ kind: 'reduce-looked', parentId, look });
  askPage(step, parentId, null);
}

const mayAsk = (step: Step): boolean =>
  heldUntil(step.state, step.at, 'read-open-orders') === null &&
  heldUntil(step.state, step.at, 'read-positions') === null;

function askPage(step: Step, parentId: ParentId, cursor: string | null): void {
  const asker = { purpose: 'arrival', owner: ofParent(parentId) } as const;
  step.ask({ kind: 'read-open-orders', limit: PAGE, cursor }, asker);
}

/** @returns whether it may be planned; where not, it waits on or was refused. */
export function onReduceAnswer(step: Step, parent: ParentState, { answer }: HeardAnswer): boolean {
  const { parentId, reduce } = parent;
  if (reduce === undefined) return true;
  if (answer.kind === 'open-orders') {
    onPage(step, parent, answer);
    return false;
  }
  const why =
    answer.kind === 'positions'
      ? problemOf(step, parent, positionIn(answer.positions, parent.request.symbol))
      : `what the venue holds could not be read${answer.kind === 'failed' ? `: ${answer.text}` : ''}`;
  if (why === null) return true;
  refuse(step, parentId, why);
  return false;
}

/** No row is flat; a question that failed is not. */
const positionIn = (
  rows: readonly { readonly symbol: string; readonly quantity: Lots }[],
  symbol: string,
): Lots => rows.find((row) => row.symbol === symbol)?.quantity ?? (0 as Lots);

function onPage(
  step: Step,
  { parentId, reduce, request }: ParentState,
  page: { readonly orders: readonly OrderSnapshot[]; readonly nextCursor: string | null },
): void {
  if (reduce === undefined) return;
  const others = new Map(reduce.others);
  for (const { clientOrderId, venueOrderId, symbol, side, quantity, cumQty } of page.orders) {
    const isOurs = step.state.children.has(clientOrderId);
    if (isOurs || symbol !== request.symbol || side !== request.side) continue;
    others.set(venueOrderId, Math.max(0, quantity - (cumQty ?? 0)) as Lots);
  }
  const pages = reduce.pages + 1;
  step.emit({ kind: 'reduce-looked', parentId, look: { ...reduce, others: [...others], pages } });
  if (page.nextCursor === null && mayAsk(step))
    step.ask({ kind: 'read-positions' }, { purpose: 'arrival', owner: ofParent(parentId) });
  else if (page.nextCursor !== null && pages < PAGES_MOST && mayAsk(step))
    askPage(step, parentId, page.nextCursor);
  else refuse(step, parentId, 'the list of open orders could not be read to its end');
}

function problemOf(step: Step, { request, reduce }: ParentState, position: Lots): string | null {
  const { symbol, side, quantity } = request;
  const instrument = step.instrument(symbol);
  const own = new Map(reduce?.own);
  for (const [parentId, lots] of ownWorking(step, symbol, side))
    own.set(parentId, Math.max(lots, own.get(parentId) ?? 0) as Lots);
  const working = (sum(own.values()) + sum(new Map(reduce?.others).values())) as Lots;
  return reduceProblem({ instrument, side, quantity, position, working });
}

const sum = (of: Iterable<number>): number => [...of].reduce((all, lots) => all + lots, 0);

/** What our own orders of a side may still fill, by parent; of one that was let through all that it is for. */
function ownWorking(
  { state }: Step,
  symbol: string,
  side: Side,
): readonly (readonly [ParentId, Lots])[] {
  const working: [ParentId, Lots][] = [];
  for (const [
    parentId,
    { request, status, plan, reduce, exposed, filled },
  ] of state.parents.entries()) {
    if (request.symbol !== symbol || request.side !== side) continue;
    const whole = reduce !== undefined && plan !== null && !isParentTerminal(status);
    const lots = (whole ? request.quantity : exposed) - filled;
    if (lots > 0) working.push([parentId, lots as Lots]);
  }
  return working;
}

function refuse(step: Step, parentId: ParentId, text: string): void {
  const { code } = gateVeto(step.state) ?? { code: 'gate-closed' };
  const problems = [{ field: '', text: `reconciling, and not known to reduce: ${text}` }];
  step.emit({ kind: 'order-refused', parentId, code, problems });
}
