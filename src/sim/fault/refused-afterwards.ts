/**
 * The venue accepts an order and refuses it a moment later, unless some of it has traded by then; an order that took the place of another,
 * too, and the other one is gone all the same. It tells of it on the order stream, and queries show it, too.
 *
 * Unrealistic: nothing of the order's cause is left: the next one is accepted like any other, where a risk check would refuse it, too.
 */
import type { EpochMicros } from '../../core/ground/units.js';
import type { ClientOrderId } from '../../core/order/order.js';
import type { LinkReply, LinkRequest } from '../link/messages.js';
import { messageOf } from './draw.js';
import { type FaultContext, faultKind } from './fault-kind.js';
import { HIT_RULES, Hits, hitParameters } from './hits.js';
import type { FaultSpan, LinkFault, ReplyVerdict } from './link-fault.js';
import { SOME_SECONDS, type ValuesOf, code, drawn, duration, withFallback } from './parameter.js';

const parameters = {
  ...hitParameters('order', 'orders'),
  delay: drawn(duration('how long after it was accepted'), ...SOME_SECONDS),
  code: withFallback(code("the venue's word for why"), 'risk-check'),
};

class RefusedAfterwards implements LinkFault {
  readonly #values: ValuesOf<typeof parameters>;
  readonly #context: FaultContext;
  readonly #hits: Hits;
  #refused = 0;

  constructor(values: ValuesOf<typeof parameters>, context: FaultContext) {
    this.#values = values;
    this.#context = context;
    this.#hits = new Hits(values, context);
  }

  activations(): number {
    return this.#refused;
  }

  spans(now: EpochMicros): readonly FaultSpan[] {
    return this.#hits.spans(['submit'], now).map((span) => ({ ...span, acts: this.#refused }));
  }

  replyLeaves(sent: LinkRequest, reply: LinkReply, now: EpochMicros): ReplyVerdict {
    const made = madeBy(sent.request);
    if (made === null || reply.kind !== 'accepted') return null;
    if (!this.#hits.hits(messageOf(sent), now)) return null;
    const { delay, code: why } = this.#values;
    this.#context.stage.after(delay, (venue, at) => {
      if (venue.refuseAfterwards(made, why, at)) this.#refused += 1;
    });
    return null;
  }
}

/** The order that a request asks for. */
function madeBy(request: LinkRequest['request']): ClientOrderId | null {
  if (request.kind === 'submit') return request.clientOrderId;
  return request.kind === 'replace' ? request.newClientOrderId : null;
}

export const refusedAfterwards = faultKind({
  kind: 'refused-afterwards',
  ids: ['SUB6'],
  holds: [],
  seam: 'semantic',
  text: 'The venue accepts an order and refuses it a moment later.',
  scope: 'every instrument',
  acts: 'on orders that were accepted, by a submit or a replace, are still open and have not traded',
  counts: 'each order that was refused so',
  parameters,
  ...HIT_RULES,
  build: (values, context) => new RefusedAfterwards(values, context),
});
