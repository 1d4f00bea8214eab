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
import type { Moment } from './moment.js';
import {
  type ValuesOf,
  choice,
  count,
  moment,
  optional,
  share,
  withFallback,
} from './parameter.js';

const parameters = {
  probability: optional(share('share of acceptances whose reply is lost')),
  nth: optional(count('the reply of exactly this acceptance of the run is lost, from 1')),
  at: optional(moment('the reply to the first acceptance from here on is lost')),
  shape: withFallback(choice('how the client sees it', ['timeout', '5xx', 'reset']), 'timeout'),
};

class AckLost implements LinkFault {
  readonly #values: ValuesOf<typeof parameters>;
  readonly #context: FaultContext;
  readonly #at: Moment | null;
  #accepted = 0;
  #count = 0;
  #hitAt: EpochMicros | null = null;

  constructor(values: ValuesOf<typeof parameters>, context: FaultContext) {
    this.#values = values;
    this.#context = context;
    this.#at = values.at === null ? null : context.momentOf(values.at);
  }

  activations(): number {
    return this.#count;
  }

  /** The one of a given number is in force when it hits, and no longer; one at a given time until it hits. */
  spans(now: EpochMicros): readonly FaultSpan[] {
    const from = this.#at === null ? (this.#hitAt ?? this.#context.start) : this.#at.at;
    if (from === null) return [];
    const to = this.#hitAt ?? now;
    return [{ from, to, paths: ['submit'], symbol: null, acts: this.#count }];
  }

  replyLeaves(sent: LinkRequest, reply: LinkReply, now: EpochMicros): ReplyVerdict {
    if (sent.request.kind !== 'submit' || reply.kind !== 'accepted') return null;
    this.#accepted += 1;
    if (!this.#hits(sent, now)) return null;
    this.#count += 1;
    if (this.#values.probability === null) this.#hitAt = now;
    return { kind: 'lost', shape: this.#values.shape };
  }

  #hits(sent: LinkRequest, now: EpochMicros): boolean {
    const { nth, probability } = this.#values;
    const at = this.#at;
    if (at !== null) return at.at !== null && now >= at.at && this.#count === 0;
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
  exactlyOne: [['probability', 'nth', 'at']],
  build: (values, context) => new AckLost(values, context),
});
