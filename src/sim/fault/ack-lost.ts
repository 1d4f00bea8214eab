/**
 * The core fault: the venue accepted the order, the reply is lost. `timeout` is silence until the client gives up;
 * `5xx` and `reset` reach it at once, when the reply would have, and say nothing about the order. The
 * order lives; the stream and queries tell of it.
 *
 * Unrealistic: losses are independent of each other and of load.
 */
import type { EpochMicros } from '../../core/ground/units.js';
import type { LinkReply, LinkRequest } from '../link/messages.js';
import { shareDrawn } from './draw.js';
import { type FaultContext, faultKind } from './fault-kind.js';
import type { FaultSpan, LinkFault, ReplyVerdict } from './link-fault.js';
import { type ValuesOf, choice, count, optional, share, withFallback } from './parameter.js';

const parameters = {
  probability: optional(share('share of acceptances whose reply is lost')),
  nth: optional(count('the reply of exactly this acceptance of the run is lost, from 1')),
  shape: withFallback(choice('how the client sees it', ['timeout', '5xx', 'reset']), 'timeout'),
};

class AckLost implements LinkFault {
  readonly #values: ValuesOf<typeof parameters>;
  readonly #context: FaultContext;
  #accepted = 0;
  #count = 0;
  #hitAt: EpochMicros | null = null;

  constructor(values: ValuesOf<typeof parameters>, context: FaultContext) {
    this.#values = values;
    this.#context = context;
  }

  activations(): number {
    return this.#count;
  }

  /** The one of a given number is in force when it hits, and no longer. */
  spans(now: EpochMicros): readonly FaultSpan[] {
    const from = this.#hitAt ?? this.#context.start;
    const to = this.#hitAt ?? now;
    return [{ from, to, paths: ['submit'], symbol: null, acts: this.#count }];
  }

  replyLeaves(sent: LinkRequest, reply: LinkReply, now: EpochMicros): ReplyVerdict {
    if (sent.request.kind !== 'submit' || reply.kind !== 'accepted') return null;
    this.#accepted += 1;
    if (!this.#hits(sent)) return null;
    this.#count += 1;
    if (this.#values.nth !== null) this.#hitAt = now;
    return { kind: 'lost', shape: this.#values.shape };
  }

  #hits(sent: LinkRequest): boolean {
    const { nth, probability } = this.#values;
    if (nth !== null) return this.#accepted === nth;
    return shareDrawn(this.#context, sent) < (probability ?? 0);
  }
}

export const ackLost = faultKind({
  kind: 'ack-lost',
  id: 'SUB2',
  seam: 'encoding',
  text: 'The venue accepts a submit and the reply is lost.',
  parameters,
  exactlyOne: [['probability', 'nth']],
  build: (values, context) => new AckLost(values, context),
});
