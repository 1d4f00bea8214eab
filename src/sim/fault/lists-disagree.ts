/**
 * The list of open orders comes out of a cache, and the query for a single order does not: a page is told as it was told up to `age`
 * ago. What opened since then is missing, what ended is still on it.
 *
 * Unrealistic: only a page that was asked for before can be told again, so that the first list of a run is never behind.
 */
import { type EpochMicros, micros } from '../../core/ground/units.js';
import type { OrderSnapshot } from '../../core/order/execution-report.js';
import type { LinkReply, LinkRequest } from '../link/messages.js';
import { messageOf } from './draw.js';
import { type FaultContext, faultKind } from './fault-kind.js';
import { HIT_RULES, Hits, hitParameters } from './hits.js';
import type { FaultSpan, LinkFault, ReplyVerdict } from './link-fault.js';
import { type ValuesOf, drawn, duration } from './parameter.js';

const parameters = {
  ...hitParameters('page of open orders', 'pages of open orders'),
  age: drawn(duration('how far behind a page is at most'), 1_000_000, 60_000_000),
};

type Page = Extract<LinkReply, { kind: 'open-orders' }>;

interface Told {
  readonly at: EpochMicros;
  readonly page: Page;
}

class ListsDisagree implements LinkFault {
  readonly #values: ValuesOf<typeof parameters>;
  readonly #hits: Hits;
  /** By what was asked, oldest first. */
  readonly #told = new Map<string, readonly Told[]>();

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

  replyLeaves(sent: LinkRequest, reply: LinkReply, now: EpochMicros): ReplyVerdict {
    const { request } = sent;
    if (request.kind !== 'query-open-orders' || reply.kind !== 'open-orders') return null;
    const asked = `${request.limit} ${request.cursor ?? ''}`;
    const recent = (this.#told.get(asked) ?? []).filter(({ at }) => at >= now - this.#values.age);
    this.#told.set(asked, [...recent, { at: now, page: reply }]);
    const old = recent.find(({ page }) => namesOf(page.orders) !== namesOf(reply.orders));
    if (old === undefined || !this.#hits.hits(messageOf(sent), now)) return null;
    return { kind: 'instead', reply: old.page, delay: micros(0) };
  }
}

const namesOf = (orders: readonly OrderSnapshot[]): string =>
  orders.map(({ venueOrderId }) => venueOrderId).join(' ');

export const listsDisagree = faultKind({
  kind: 'lists-disagree',
  ids: ['QRY4'],
  holds: [],
  seam: 'semantic',
  text: 'The list of open orders is what it was a while ago, and the query for a single order is not.',
  scope: 'every instrument',
  acts: 'on pages of open orders that have other orders than when they were asked for before',
  counts: 'each page that was behind',
  parameters,
  ...HIT_RULES,
  build: (values, context) => new ListsDisagree(values, context),
});
