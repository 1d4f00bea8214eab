/**
 * The venue does not keep what was canceled or has expired without a fill: asked for such an order some time after its end it says that it was archived
 * (Binance: −2026, "Order was canceled or expired with no executed qty over 90 days ago and has been archived."), and does not tell it among past
 * orders either. That is not "not found": the order was there, is over, and nothing of it was filled.
 *
 * Unrealistic: it can come seconds after the end; whether a real venue's list of past orders leaves such orders out is not documented.
 */
import { type EpochMicros, micros } from '../../core/ground/units.js';
import type { ExecutionReport } from '../../core/order/execution-report.js';
import type { ClientOrderId } from '../../core/order/order.js';
import type { OrderStatus } from '../../core/order/status.js';
import type { LinkReply, LinkRequest } from '../link/messages.js';
import { ORDER_ARCHIVED } from '../link/sim-error-classes.js';
import { type FaultContext, faultKind } from './fault-kind.js';
import { forceParameters, spanInForce } from './force.js';
import type { FaultSpan, LinkFault, ReplyVerdict } from './link-fault.js';
import type { Span } from './moment.js';
import { type ValuesOf, drawn, duration } from './parameter.js';
import { ToldOrders } from './told-orders.js';

const parameters = {
  age: drawn(duration('how long after its end an order is archived'), 1_000_000, 60_000_000),
  ...forceParameters,
};

const ENDS: ReadonlySet<OrderStatus | null> = new Set<OrderStatus | null>(['canceled', 'expired']);
const SAID: LinkReply = {
  kind: 'rejected',
  code: ORDER_ARCHIVED,
  text: 'Order was canceled or expired with no executed qty and has been archived.',
};

class OrderArchived implements LinkFault {
  readonly #age: number;
  readonly #span: Span;
  readonly #told = new ToldOrders();
  #count = 0;

  constructor(values: ValuesOf<typeof parameters>, context: FaultContext) {
    this.#age = values.age;
    this.#span = spanInForce(values, context);
  }

  activations(): number {
    return this.#count;
  }

  spans(): readonly FaultSpan[] {
    const { from, to } = this.#span;
    return [{ from, to, paths: ['query'], symbol: null, acts: this.#count }];
  }

  reportHeard(report: ExecutionReport, at: EpochMicros): void {
    this.#told.hear(report, at);
  }

  replyLeaves({ request }: LinkRequest, reply: LinkReply, now: EpochMicros): ReplyVerdict {
    if (!this.#span.has(now)) return null;
    if (request.kind === 'query-order')
      return reply.kind === 'order' && this.#isArchived(request.clientOrderId, now)
        ? this.#instead(SAID)
        : null;
    if (reply.kind !== 'history') return null;
    const orders = reply.orders.filter((order) => !this.#isArchived(order.clientOrderId, now));
    return orders.length === reply.orders.length ? null : this.#instead({ ...reply, orders });
  }

  #instead(reply: LinkReply): ReplyVerdict {
    this.#count += 1;
    return { kind: 'instead', reply, delay: micros(0) };
  }

  #isArchived(clientOrderId: ClientOrderId, now: EpochMicros): boolean {
    const last = this.#told.asOf(clientOrderId, (now - this.#age) as EpochMicros);
    return last !== null && ENDS.has(last.status) && last.cumQty === 0;
  }
}

export const orderArchived = faultKind({
  kind: 'order-archived',
  ids: ['QRY11'],
  holds: [],
  seam: 'semantic',
  text: 'An order that ended without a fill is archived: a query for it says so, and tells no more.',
  scope: 'every instrument',
  acts: 'on answers to queries for an order that was canceled or has expired without a fill, and on pages of past orders with such',
  counts: 'each answer and page',
  parameters,
  exactlyOne: [],
  build: (values, context) => new OrderArchived(values, context),
});
