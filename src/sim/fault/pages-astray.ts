/**
 * The list of open orders does not hold together where one page ends and the next begins: its cursor has gone on past an order
 * (`skips`), comes to one a second time, as where something came in before it meanwhile (`repeats`), leads to the same page
 * again (`stuck`), or is a time, after which orders of that very time are not told (`equal-times`).
 *
 * Unrealistic: each page errs by itself; `repeats` makes a page one order longer than was asked for.
 */
import { type EpochMicros, micros } from '../../core/ground/units.js';
import type { OrderSnapshot } from '../../core/order/execution-report.js';
import type { LinkReply, LinkRequest } from '../link/messages.js';
import { messageOf } from './draw.js';
import { type FaultContext, faultKind } from './fault-kind.js';
import { HIT_RULES, Hits, hitParameters } from './hits.js';
import type { FaultSpan, LinkFault, ReplyVerdict } from './link-fault.js';
import { type ValuesOf, choice, drawn, duration, withFallback } from './parameter.js';

const parameters = {
  ...hitParameters('page of open orders', 'pages of open orders'),
  as: choice('how it errs', ['skips', 'repeats', 'stuck', 'equal-times']),
  grid: withFallback(
    drawn(duration('of `equal-times`: times within so much are equal'), 1_000, 60_000_000),
    micros(1),
  ),
};

type Page = Extract<LinkReply, { kind: 'open-orders' }>;

class PagesAstray implements LinkFault {
  readonly #values: ValuesOf<typeof parameters>;
  readonly #hits: Hits;
  /** The last order before each cursor. */
  readonly #lastBefore = new Map<string, OrderSnapshot | undefined>();

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
    const { cursor } = request;
    if (reply.nextCursor !== null) this.#lastBefore.set(reply.nextCursor, reply.orders.at(-1));
    const astray = this.#astray(reply, cursor);
    if (astray === null || !this.#hits.hits(messageOf(sent), now)) return null;
    return { kind: 'instead', reply: astray, delay: micros(0) };
  }

  /** Null where it could not err so. */
  #astray(page: Page, cursor: string | null): Page | null {
    const { orders } = page;
    if (this.#values.as === 'skips')
      return orders.length === 0 ? null : { ...page, orders: orders.slice(0, -1) };
    if (cursor === null) return null;
    if (this.#values.as === 'stuck') return { ...page, nextCursor: cursor };
    const last = this.#lastBefore.get(cursor);
    if (last === undefined) return null;
    if (this.#values.as === 'repeats') return { ...page, orders: [last, ...orders] };
    const told = orders.filter((order) => this.#timeOf(order) !== this.#timeOf(last));
    return told.length === orders.length ? null : { ...page, orders: told };
  }

  #timeOf({ createdAt }: OrderSnapshot): number {
    return Math.floor((createdAt ?? 0) / this.#values.grid);
  }
}

export const pagesAstray = faultKind({
  kind: 'pages-astray',
  ids: ['QRY5'],
  holds: [],
  seam: 'semantic',
  text: 'A page of the open orders skips one, repeats one, or leads nowhere.',
  scope: 'every instrument',
  acts: 'on pages of open orders: `skips` where there is one on it, all else on those after the first',
  counts: 'each page that was wrong',
  parameters,
  ...HIT_RULES,
  build: (values, context) => new PagesAstray(values, context),
});
