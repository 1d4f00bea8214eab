/**
 * The core fault: the venue accepted the order, the reply is lost. `timeout` is silence until the client gives up;
 * `5xx` and `reset` reach it at once, when the reply would have, and say nothing about the order. The
 * order lives; the stream and queries tell of it.
 *
 * Unrealistic: losses are independent of each other and of load.
 */
import type { EpochMicros } from '../../core/ground/units.js';
import type { LinkReply, LinkRequest } from '../link/messages.js';
import { messageOf } from './draw.js';
import { type FaultContext, faultKind } from './fault-kind.js';
import { Hits, HIT_RULES, hitParameters } from './hits.js';
import type { FaultSpan, LinkFault, ReplyVerdict } from './link-fault.js';
import { type ValuesOf, choice, withFallback } from './parameter.js';

const parameters = {
  ...hitParameters('acceptance', 'acceptances'),
  shape: withFallback(choice('how the client sees it', ['timeout', '5xx', 'reset']), 'timeout'),
};

class AckLost implements LinkFault {
  readonly #hits: Hits;
  readonly #verdict: ReplyVerdict;

  constructor(values: ValuesOf<typeof parameters>, context: FaultContext) {
    this.#hits = new Hits(values, context);
    this.#verdict = { kind: 'lost', shape: values.shape };
  }

  activations(): number {
    return this.#hits.count;
  }

  spans(now: EpochMicros): readonly FaultSpan[] {
    return this.#hits.spans(['submit'], now);
  }

  replyLeaves(sent: LinkRequest, reply: LinkReply, now: EpochMicros): ReplyVerdict {
    if (sent.request.kind !== 'submit' || reply.kind !== 'accepted') return null;
    return this.#hits.hits(messageOf(sent), now) ? this.#verdict : null;
  }
}

export const ackLost = faultKind({
  kind: 'ack-lost',
  ids: ['SUB2'],
  seam: 'encoding',
  text: 'The venue accepts a submit and the reply is lost.',
  scope: 'every instrument',
  acts: 'on the reply to an accepted submit as it leaves the venue',
  counts: 'each reply lost',
  parameters,
  ...HIT_RULES,
  build: (values, context) => new AckLost(values, context),
});
