/**
 * Messages carry a number that none can be read from (NaN, null, an empty text, a negative size, 1e400). What counts in
 * process is what the client must make of one: a quote or a report is dropped, and what was known before stays; of an
 * effect that was answered so the outcome is `unknown` (unparsable), and a read that was answered so `failed` (ambiguous). No
 * number is ever guessed. Refusals and empty lists have no numbers and pass.
 *
 * Unrealistic: one bad number spoils the whole message, and on the feed the next delivery brings the market as it is.
 */
import type { ExecutionReport } from '../../core/order/execution-report.js';
import { LINK_PATHS, type LinkPath } from '../../core/order/fault-record.js';
import type { ReplyLoss } from '../../core/order/venue-message.js';
import type { EpochMicros } from '../../core/ground/units.js';
import type { LinkReply, LinkRequest } from '../link/messages.js';
import { type Message, messageOf, reportMessage, shareDrawn } from './draw.js';
import { type FaultContext, faultKind } from './fault-kind.js';
import type { FaultSpan, FeedLoss, LinkFault, ReplyVerdict, ReportVerdict } from './link-fault.js';
import { Span } from './moment.js';
import { type ValuesOf, duration, moment, paths, share, withFallback } from './parameter.js';

const parameters = {
  at: moment('when it begins'),
  for: duration('how long it lasts'),
  probability: withFallback(share('share of messages hit in that time'), 1),
  paths: withFallback(paths('on which paths'), LINK_PATHS),
};

const UNPARSABLE: ReplyLoss = { kind: 'lost', shape: 'unparsable' };
const DROPPED = { kind: 'lose' } as const;

class BadNumber implements LinkFault {
  readonly feedLoss?: FeedLoss;
  readonly #values: ValuesOf<typeof parameters>;
  readonly #context: FaultContext;
  readonly #span: Span;
  #messages = 0;
  #quoteDropped = false;

  constructor(values: ValuesOf<typeof parameters>, context: FaultContext) {
    this.#values = values;
    this.#context = context;
    const span = new Span(context.momentOf(values.at), values.for);
    this.#span = span;
    if (values.paths.includes('feed'))
      this.feedLoss = {
        get from() {
          return span.from;
        },
        get to() {
          return span.to;
        },
        symbol: null,
        loses: (deliveredAt) => this.#dropsDelivery(deliveredAt),
      };
  }

  /** The feed counts once, however many deliveries were dropped. */
  activations(): number {
    return this.#messages + (this.#quoteDropped ? 1 : 0);
  }

  spans(): readonly FaultSpan[] {
    const { from, to } = this.#span;
    return [{ from, to, paths: this.#values.paths, symbol: null, acts: this.activations() }];
  }

  replyLeaves(sent: LinkRequest, reply: LinkReply, now: EpochMicros): ReplyVerdict {
    if (!hasNumbers(reply)) return null;
    return this.#isBad(sent.path, messageOf(sent), now) ? UNPARSABLE : null;
  }

  reportLeaves(report: ExecutionReport, now: EpochMicros): ReportVerdict {
    return this.#isBad('stream', reportMessage(report), now) ? DROPPED : null;
  }

  #isBad(path: LinkPath, message: Message, now: EpochMicros): boolean {
    if (!this.#span.has(now) || !this.#values.paths.includes(path)) return false;
    if (!this.#isDrawn(message)) return false;
    this.#messages += 1;
    return true;
  }

  #dropsDelivery(deliveredAt: EpochMicros): boolean {
    if (!this.#isDrawn({ key: `feed:${deliveredAt}`, nth: 1 })) return false;
    this.#quoteDropped = true;
    return true;
  }

  #isDrawn(message: Message): boolean {
    return shareDrawn(this.#context, message) < this.#values.probability;
  }
}

function hasNumbers(reply: LinkReply): boolean {
  switch (reply.kind) {
    case 'accepted':
    case 'depth':
      return true;
    case 'order':
      return reply.order !== null;
    case 'executions':
      return reply.executions.length > 0;
    case 'open-orders':
    case 'history':
      return reply.orders.length > 0;
    case 'positions':
      return reply.positions.length > 0;
    default:
      return false;
  }
}

export const badNumber = faultKind({
  kind: 'bad-number',
  ids: ['MD8'],
  holds: ['market-data'],
  seam: 'encoding',
  text: 'Numbers cannot be read: quotes and reports are dropped, answers count as none.',
  scope: 'every instrument',
  acts: 'on deliveries of the feed, and on answers and reports as they leave the venue, in the window',
  counts: 'each answer or report; the feed once per window, however many deliveries were dropped',
  parameters,
  exactlyOne: [],
  build: (values, context) => new BadNumber(values, context),
});
