/**
 * The venue's front answers everything with 503 for a while and hands nothing on. A client cannot know that nothing was done:
 * the same status comes from a front that had handed the request on, so the outcome of an effect is unknown.
 *
 * Unrealistic: the order stream and the feed go on as if nothing were; no notice is given before, and no time to come back.
 */
import type { EpochMicros } from '../../core/ground/units.js';
import type { LinkPath } from '../../core/order/fault-record.js';
import type { LinkRequest } from '../link/messages.js';
import { type FaultContext, faultKind } from './fault-kind.js';
import type { FaultSpan, LinkFault, RequestVerdict } from './link-fault.js';
import { Span } from './moment.js';
import { type ValuesOf, duration, moment, requestPaths, withFallback } from './parameter.js';

const parameters = {
  at: moment('when it begins'),
  for: duration('how long it lasts'),
  paths: withFallback(requestPaths('requests on which paths'), ['submit', 'cancel', 'query']),
};

const UNAVAILABLE: RequestVerdict = { kind: 'reply', reply: { kind: 'lost', shape: '5xx' } };

class Maintenance implements LinkFault {
  readonly #span: Span;
  readonly #paths: readonly LinkPath[];
  #count = 0;

  constructor(values: ValuesOf<typeof parameters>, context: FaultContext) {
    this.#span = new Span(context.momentOf(values.at), values.for);
    this.#paths = values.paths;
  }

  activations(): number {
    return this.#count;
  }

  spans(): readonly FaultSpan[] {
    const { from, to } = this.#span;
    return [{ from, to, paths: this.#paths, symbol: null, acts: this.#count }];
  }

  requestArrives({ path }: LinkRequest, now: EpochMicros): RequestVerdict {
    if (!this.#span.has(now) || !this.#paths.includes(path)) return null;
    this.#count += 1;
    return UNAVAILABLE;
  }
}

export const maintenance = faultKind({
  kind: 'maintenance',
  ids: ['SUB15'],
  holds: ['market-data'],
  seam: 'encoding',
  text: 'The venue answers every request with 503 for a while.',
  scope: 'every instrument',
  acts: 'on requests as they arrive',
  counts: 'each request answered so',
  parameters,
  exactlyOne: [],
  build: (values, context) => new Maintenance(values, context),
});
