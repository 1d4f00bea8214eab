/**
 * The venue confirms a cancel that did not take effect: it does so `delay` later, so that what fills in between fills after a
 * cancel that was confirmed (FIL3), or never, and the order lives on (CAN2). It says `canceled`, or, while it is still to come,
 * `pending-cancel` (CAN4), which queries then show, too. The stream says what is true, when it is true.
 *
 * Unrealistic: the cancel that takes effect later is not asked for again by the venue; a second cancel of the client is.
 */
import { type EpochMicros, type Micros, micros, plus } from '../../core/ground/units.js';
import type { ExecutionReport } from '../../core/order/execution-report.js';
import type { ClientOrderId } from '../../core/order/order.js';
import type { LinkReply, LinkRequest } from '../link/messages.js';
import { messageOf } from './draw.js';
import { type FaultContext, faultKind } from './fault-kind.js';
import { HIT_RULES, Hits, hitParameters } from './hits.js';
import type { FaultSpan, LinkFault, ReplyVerdict, RequestVerdict } from './link-fault.js';
import { type ValuesOf, choice, duration, optional, withFallback } from './parameter.js';
import { ToldOrders } from './told-orders.js';

const parameters = {
  ...hitParameters('cancel', 'cancels', 0.2),
  delay: optional(duration('when it takes effect; never when left out')),
  says: withFallback(choice('what the venue says', ['canceled', 'pending-cancel']), 'canceled'),
};

const ALWAYS = Infinity as EpochMicros;

class CancelPretended implements LinkFault {
  readonly #values: ValuesOf<typeof parameters>;
  readonly #hits: Hits;
  readonly #told = new ToldOrders();
  /** Until when queries show a cancel as pending. */
  readonly #pending = new Map<ClientOrderId, EpochMicros>();

  constructor(values: ValuesOf<typeof parameters>, context: FaultContext) {
    this.#values = values;
    this.#hits = new Hits(values, context);
  }

  activations(): number {
    return this.#hits.count;
  }

  spans(now: EpochMicros): readonly FaultSpan[] {
    return this.#hits.spans(['cancel'], now);
  }

  reportHeard(report: ExecutionReport, at: EpochMicros): void {
    this.#told.hear(report, at);
  }

  requestArrives(sent: LinkRequest, now: EpochMicros): RequestVerdict {
    const { request } = sent;
    if (request.kind !== 'cancel') return null;
    const order = this.#told.asOf(request.clientOrderId, now);
    if (order === null || order.leaves === 0 || !this.#hits.hits(messageOf(sent), now)) return null;
    const { delay, says } = this.#values;
    if (says === 'pending-cancel')
      this.#pending.set(request.clientOrderId, delay === null ? ALWAYS : plus(now, delay));
    return {
      kind: 'forward',
      reply: {
        kind: 'accepted',
        venueOrderId: order.venueOrderId,
        status: says === 'canceled' ? 'canceled' : 'pending_cancel',
        cumQty: order.cumQty,
        venueTime: order.venueTime,
      },
      copies:
        delay === null
          ? []
          : [{ request: carriedOutLate(request, plus(now, delay), delay), delay }],
    };
  }

  replyLeaves({ request }: LinkRequest, reply: LinkReply, now: EpochMicros): ReplyVerdict {
    if (request.kind !== 'query-order' || reply.kind !== 'order' || reply.order === null)
      return null;
    const until = this.#pending.get(request.clientOrderId);
    if (until === undefined || now >= until || reply.order.status === 'filled') return null;
    const order = {
      ...reply.order,
      status: 'pending_cancel',
      venueWord: 'pending_cancel',
    } as const;
    return { kind: 'instead', reply: { kind: 'order', order }, delay: micros(0) };
  }
}

type Cancel = Extract<LinkRequest['request'], { readonly kind: 'cancel' }>;

/** Taken in time: it is not too old then. */
const carriedOutLate = (cancel: Cancel, sentAt: EpochMicros, delay: Micros): Cancel => ({
  ...cancel,
  sentAt,
  ...(cancel.validUntil === undefined ? {} : { validUntil: plus(cancel.validUntil, delay) }),
});

export const cancelPretended = faultKind({
  kind: 'cancel-pretended',
  ids: ['CAN2', 'CAN4', 'FIL3'],
  holds: [],
  seam: 'semantic',
  text: 'A cancel is confirmed and takes effect later, or never.',
  scope: 'every instrument',
  acts: 'on cancels of open orders as they arrive',
  counts: 'each cancel that did not take effect at once',
  parameters,
  ...HIT_RULES,
  build: (values, context) => new CancelPretended(values, context),
});
