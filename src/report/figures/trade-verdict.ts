/**
 * Became of each order what was asked? By the venue's executions where they are known, by what the engine believes
 * where they are not; and where something is missing, which share and why.
 */
import { isParentTerminal } from '../../core/order/parent.js';
import type { Lots } from '../../core/ground/units.js';
import { formatQuantity } from '../../core/ground/instrument.js';
import { lengthText } from '../../core/ground/length-text.js';
import { executedByOrder } from '../projection/executed.js';
import type { ProjectedChild, ProjectedParent } from '../projection/projection.js';
import type { TradeVerdict } from '../schema/verdict.js';
import { percentOf } from '../text/numbers.js';
import { type ReportContext, childrenOf, instrumentOf } from './report-context.js';
import { type Expiries, expiriesOf, missingOrders } from './missing-orders.js';

/** One order of the run, and what was executed of it. */
interface Traded {
  readonly parent: ProjectedParent;
  readonly children: readonly ProjectedChild[];
  readonly executed: number;
}

/** Orders whose reasons are told; of the others, how many there are. */
const ORDERS_TOLD = 3;

const NONE: Expiries = new Map();

export function tradeVerdict(context: ReportContext): TradeVerdict {
  const { parents, refusals } = context.projection;
  const executed = executedOf(context);
  const traded = [...parents.values()].map((parent): Traded => {
    const children = childrenOf(context, parent);
    const sum = children.reduce((total, child) => total + executed(child), 0);
    return { parent, children, executed: sum };
  });
  const odd = traded.filter(({ parent, executed: done }) => done !== parent.request.quantity);
  const expiries = odd.length === 0 ? NONE : expiriesOf(context.run.ledger);
  const reasons = [
    ...odd.slice(0, ORDERS_TOLD).map((order) => reasonOf(context, order, expiries)),
    ...(odd.length > ORDERS_TOLD ? [`and ${odd.length - ORDERS_TOLD} more orders`] : []),
    ...refusals
      .slice(0, ORDERS_TOLD)
      .map(
        ({ code, problems }) => `refused (${code}): ${problems.map(({ text }) => text).join(', ')}`,
      ),
    ...(refusals.length > ORDERS_TOLD ? [`and ${refusals.length - ORDERS_TOLD} more refused`] : []),
  ];
  const complete = reasons.length === 0;
  return {
    complete,
    missingShare: complete ? 0 : missingShare(traded, refusals.length),
    why: complete ? null : reasons.join('; '),
  };
}

/** What was executed of an order, in lots. */
function executedOf({ run: { ledger } }: ReportContext): (child: ProjectedChild) => number {
  if (ledger === null) return (child) => child.filled;
  const lots = executedByOrder(ledger);
  return ({ clientOrderId }) => lots.get(clientOrderId) ?? 0;
}

/** What a refused order was worth is not known: beside others it leaves the share unknown. */
function missingShare(orders: readonly Traded[], refused: number): number | null {
  if (refused > 0) return orders.length === 0 ? 1 : null;
  const [only] = orders;
  if (orders.length === 1 && only !== undefined) return shareOf(only);
  let sum = 0;
  let weights = 0;
  for (const order of orders) {
    const { arrivalMidTwice, request } = order.parent;
    if (arrivalMidTwice === null) return null;
    const weight = arrivalMidTwice * request.quantity;
    sum += shareOf(order) * weight;
    weights += weight;
  }
  return weights > 0 ? sum / weights : null;
}

const shareOf = ({ parent, executed }: Traded): number =>
  Math.max(0, parent.request.quantity - executed) / parent.request.quantity;

function reasonOf(context: ReportContext, order: Traded, expiries: Expiries): string {
  const { parent, executed } = order;
  const { symbol, quantity } = parent.request;
  const amount = (lots: number): string =>
    `${formatQuantity(instrumentOf(context, symbol), lots as Lots)} ${symbol}`;
  if (executed > quantity) return `${parent.name} ${amount(executed - quantity)} more than asked`;
  const share = percentOf(shareOf(order));
  return `${parent.name} ${amount(quantity - executed)} missing (${share} %): ${whyOf(context, order, expiries)}`;
}

function whyOf({ run }: ReportContext, { parent, children }: Traded, expiries: Expiries): string {
  const { stop, status } = parent;
  if (stop !== null) {
    const { code, measured, limit } = stop;
    const after = lengthText(stop.at - run.virtual.start);
    const stopped = `stopped early ${after} into the run, ${code} (measured ${measured}, limit ${limit})`;
    // The venue's words for it: the code alone does not tell cash from position.
    const refused = missingOrders(children.filter(wasRefused), { neverSent: 0, expiries });
    return refused === '' ? stopped : `${stopped}: ${refused}`;
  }
  if (status === 'canceled') return 'canceled on request';
  const known = missingOrders(children, { neverSent: parent.slicesCanceled, expiries });
  if (!isParentTerminal(status)) {
    const end = run.endedWith === 'data' ? 'the data ended' : 'the run ended';
    return `still ${status} when ${end}${known === '' ? '' : `, ${known}`}`;
  }
  return known === '' ? `the engine believes it ${status.replaceAll('_', ' ')}` : known;
}

const wasRefused = ({ status }: ProjectedChild): boolean =>
  status === 'rejected' || status === 'failed';
