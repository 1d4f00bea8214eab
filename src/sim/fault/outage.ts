/**
 * A black hole on some paths: nothing that leaves or arrives in the window gets through, and nobody is told. Requests
 * and replies end as the client's own timeout; stream reports are gone for good (streams have no replay); deliveries
 * of the feed never come, so the last quote stays and grows old.
 *
 * Unrealistic: connections break and heal at once and without a trace (no refused connect, no reset, no close frame,
 * no backlog flushed afterwards); a message in flight over a whole outage shorter than its latency survives it.
 */
import type { EpochMicros } from '../../core/ground/units.js';
import { LINK_PATHS, type LinkPath } from '../../core/order/fault-record.js';
import { type LinkRequest, TIMED_OUT } from '../link/messages.js';
import { type FaultContext, faultKind } from './fault-kind.js';
import type {
  FaultSpan,
  FeedLoss,
  LinkFault,
  ReplyVerdict,
  ReportVerdict,
  RequestVerdict,
} from './link-fault.js';
import {
  type ValuesOf,
  duration,
  moment,
  optional,
  paths,
  symbol,
  withFallback,
} from './parameter.js';
import { Span } from './moment.js';

const parameters = {
  paths: withFallback(paths('which paths are down'), LINK_PATHS),
  at: moment('when it begins'),
  for: duration('how long it lasts'),
  symbol: optional(symbol('whose feed is down; of all instruments when left out')),
};

const LOST = { kind: 'lose' } as const;

class Outage implements LinkFault {
  readonly feedLoss?: FeedLoss;
  readonly #values: ValuesOf<typeof parameters>;
  readonly #down: ReadonlySet<LinkPath>;
  readonly #span: Span;
  #messages = 0;
  #feedLost = false;

  constructor(values: ValuesOf<typeof parameters>, context: FaultContext) {
    this.#values = values;
    this.#down = new Set(values.paths);
    const span = new Span(context.momentOf(values.at), values.for);
    this.#span = span;
    if (this.#down.has('feed'))
      this.feedLoss = {
        get from() {
          return span.from;
        },
        get to() {
          return span.to;
        },
        symbol: values.symbol,
        loses: () => (this.#feedLost = true),
      };
  }

  /** Messages lost; the feed counts once, however many rows it lost. */
  activations(): number {
    return this.#messages + (this.#feedLost ? 1 : 0);
  }

  spans(): readonly FaultSpan[] {
    const { paths: down, symbol: of } = this.#values;
    const { from, to } = this.#span;
    return [{ from, to, paths: down, symbol: of, acts: this.activations() }];
  }

  requestLeaves(request: LinkRequest, now: EpochMicros): RequestVerdict {
    return this.#loses(request.path, now) ? LOST : null;
  }

  requestArrives(request: LinkRequest, now: EpochMicros): RequestVerdict {
    return this.#loses(request.path, now) ? LOST : null;
  }

  replyLeaves(request: LinkRequest, _reply: unknown, now: EpochMicros): ReplyVerdict {
    return this.#loses(request.path, now) ? TIMED_OUT : null;
  }

  replyArrives(request: LinkRequest, _reply: unknown, now: EpochMicros): ReplyVerdict {
    return this.#loses(request.path, now) ? TIMED_OUT : null;
  }

  reportLeaves(_report: unknown, now: EpochMicros): ReportVerdict {
    return this.#loses('stream', now) ? LOST : null;
  }

  reportArrives(_report: unknown, now: EpochMicros): ReportVerdict {
    return this.#loses('stream', now) ? LOST : null;
  }

  #loses(path: LinkPath, now: EpochMicros): boolean {
    if (!this.#span.has(now) || !this.#down.has(path)) return false;
    this.#messages += 1;
    return true;
  }
}

export const outage = faultKind({
  kind: 'outage',
  ids: ['MD2'],
  holds: ['market-data'],
  seam: 'semantic',
  text: 'Some or all paths are a black hole for a while.',
  scope:
    "the account's one connection of each path; the feed of every instrument, or with `symbol` and `paths: [feed]` of that one",
  acts: 'on messages as they leave and as they arrive',
  counts: 'each message lost; the feed once per outage, however many rows it lost',
  parameters,
  exactlyOne: [],
  build: (values, context) => new Outage(values, context),
});
