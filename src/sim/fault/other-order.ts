/**
 * A query for an order is answered with the body of another one: a cache, a proxy or a bug mixed two answers up. The body names
 * the order it is about; a client that does not look at that takes another order's fills for this one's.
 *
 * Unrealistic: the other order is always the one of ours that was told of last; answers to submits and lists of executions name no
 * order here and are left alone, since no client could tell.
 */
import type { ClientOrderId } from '../../core/order/order.js';
import type { OrderSnapshot } from '../../core/order/execution-report.js';
import { type EpochMicros, micros } from '../../core/ground/units.js';
import type { LinkReply, LinkRequest } from '../link/messages.js';
import { messageOf } from './draw.js';
import { type FaultContext, faultKind } from './fault-kind.js';
import { HIT_RULES, type HitValues, Hits, hitParameters } from './hits.js';
import type { FaultSpan, LinkFault, ReplyVerdict } from './link-fault.js';

const parameters = hitParameters('answer with an order', 'answers with an order');

class OtherOrder implements LinkFault {
  readonly #hits: Hits;
  /** The last two orders that were told of, the latest first. */
  #told: readonly OrderSnapshot[] = [];

  constructor(values: HitValues, context: FaultContext) {
    this.#hits = new Hits(values, context);
  }

  activations(): number {
    return this.#hits.count;
  }

  spans(now: EpochMicros): readonly FaultSpan[] {
    return this.#hits.spans(['query'], now);
  }

  replyLeaves(sent: LinkRequest, reply: LinkReply, now: EpochMicros): ReplyVerdict {
    if (reply.kind !== 'order' || reply.order === null) return null;
    const { order } = reply;
    const other = this.#otherThan(order.clientOrderId);
    this.#told = [
      order,
      ...this.#told.filter((one) => one.clientOrderId !== order.clientOrderId),
    ].slice(0, 2);
    if (other === null || !this.#hits.hits(messageOf(sent), now)) return null;
    return { kind: 'instead', reply: { kind: 'order', order: other }, delay: micros(0) };
  }

  #otherThan(clientOrderId: ClientOrderId): OrderSnapshot | null {
    return this.#told.find((told) => told.clientOrderId !== clientOrderId) ?? null;
  }
}

export const otherOrder = faultKind({
  kind: 'other-order',
  ids: ['SUB12'],
  seam: 'semantic',
  text: 'A query for an order is answered with another order.',
  scope: 'every instrument',
  acts: 'on answers to queries for an order that the venue knows, once it has told of two',
  counts: 'each answer about another order',
  holds: [],
  parameters,
  ...HIT_RULES,
  build: (values, context) => new OtherOrder(values, context),
});
