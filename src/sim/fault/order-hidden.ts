/**
 * The venue took the order and its queries do not know it yet: for a while after it was accepted it is not found, and has no
 * executions. The reply to the submit and the stream do tell of it. `venue.visibilityLag` does the same to all orders of a run,
 * and the engine knows of that one; of this it does not.
 *
 * Unrealistic: all queries of an order begin to show it at the same instant; real replicas differ.
 */
import { type EpochMicros, micros, plus } from '../../core/ground/units.js';
import type { ExecutionReport } from '../../core/order/execution-report.js';
import type { ClientOrderId } from '../../core/order/order.js';
import type { LinkReply, LinkRequest } from '../link/messages.js';
import { reportMessage } from './draw.js';
import { type FaultContext, faultKind } from './fault-kind.js';
import { HIT_RULES, Hits, hitParameters } from './hits.js';
import type { FaultSpan, LinkFault, ReplyVerdict } from './link-fault.js';
import { SOME_SECONDS, type ValuesOf, drawn, duration } from './parameter.js';

const parameters = {
  ...hitParameters('accepted order', 'accepted orders'),
  lag: drawn(duration('how long queries do not know the order'), ...SOME_SECONDS),
};

class OrderHidden implements LinkFault {
  readonly #values: ValuesOf<typeof parameters>;
  readonly #hits: Hits;
  readonly #hiddenUntil = new Map<ClientOrderId, EpochMicros>();

  constructor(values: ValuesOf<typeof parameters>, context: FaultContext) {
    this.#values = values;
    this.#hits = new Hits(values, context);
  }

  activations(): number {
    return this.#hits.count;
  }

  spans(now: EpochMicros): readonly FaultSpan[] {
    return this.#hits.spans(['query'], now);
  }

  reportHeard(report: ExecutionReport, at: EpochMicros): void {
    if (report.execType === 'accepted' && this.#hits.hits(reportMessage(report), at))
      this.#hiddenUntil.set(report.clientOrderId, plus(at, this.#values.lag));
  }

  replyLeaves({ request }: LinkRequest, reply: LinkReply, now: EpochMicros): ReplyVerdict {
    const isHidden = (id: ClientOrderId): boolean => now < (this.#hiddenUntil.get(id) ?? 0);
    const instead = (other: LinkReply): ReplyVerdict => ({
      kind: 'instead',
      reply: other,
      delay: micros(0),
    });
    if (request.kind === 'query-order' && reply.kind === 'order')
      return isHidden(request.clientOrderId) ? instead({ kind: 'order', order: null }) : null;
    if (request.kind === 'query-executions' && reply.kind === 'executions')
      return isHidden(request.clientOrderId)
        ? instead({ kind: 'executions', executions: [] })
        : null;
    if (reply.kind !== 'open-orders') return null;
    const orders = reply.orders.filter(({ clientOrderId }) => !isHidden(clientOrderId));
    return orders.length === reply.orders.length ? null : instead({ ...reply, orders });
  }
}

export const orderHidden = faultKind({
  kind: 'order-hidden',
  ids: ['QRY1'],
  holds: [],
  seam: 'semantic',
  text: 'Queries do not know an accepted order yet.',
  scope: 'every instrument',
  acts: 'on replies to queries for the order, its executions, and open orders',
  counts: 'each order hidden',
  parameters,
  ...HIT_RULES,
  build: (values, context) => new OrderHidden(values, context),
});
