/**
 * The list of open orders, or that of past ones, does not hold together where one page ends and the next begins: its cursor has gone on past an
 * order (`skips`), comes to one a second time, as where something came in before it meanwhile (`repeats`), leads to the same page
 * again (`stuck`), or is a time, after which orders of that very time are not told (`equal-times`). Past orders come `size` on a page, so that a
 * short history has several.
 *
 * Unrealistic: each page errs by itself; `repeats` makes a page one order longer than was asked for; past orders come 500 at a time from real venues.
 */
import { type EpochMicros, micros } from '../../core/ground/units.js';
import type { OrderSnapshot } from '../../core/order/execution-report.js';
import type { LinkReply, LinkRequest } from '../link/messages.js';
import { messageOf } from './draw.js';
import { type FaultContext, faultKind } from './fault-kind.js';
import { HIT_RULES, Hits, hitParameters } from './hits.js';
import type { FaultSpan, LinkFault, ReplyVerdict, RequestVerdict } from './link-fault.js';
import { type ValuesOf, choice, count, drawn, duration, withFallback } from './parameter.js';

const parameters = {
  ...hitParameters('page', 'pages'),
  of: withFallback(choice('which list', ['open-orders', 'history', 'both']), 'open-orders'),
  as: choice('how it errs', ['skips', 'repeats', 'stuck', 'equal-times']),
  size: withFallback(count('past orders on a page'), 2),
  grid: withFallback(
    drawn(duration('of `equal-times`: times within so much are equal'), 1_000, 60_000_000),
    micros(1),
  ),
};

type Page = Extract<LinkReply, { kind: 'open-orders' | 'history' }>;

class PagesAstray implements LinkFault {
  readonly #values: ValuesOf<typeof parameters>;
  readonly #hits: Hits;
  /** The last order before each cursor, by list. */
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

  requestArrives({ request }: LinkRequest): RequestVerdict {
    const { of, size } = this.#values;
    if (request.kind !== 'query-history' || of === 'open-orders') return null;
    return {
      kind: 'forward',
      copies: [{ request: { ...request, limit: size }, delay: micros(0) }],
    };
  }

  replyLeaves(sent: LinkRequest, reply: LinkReply, now: EpochMicros): ReplyVerdict {
    const asked = listedBy(sent.request, reply);
    const { of } = this.#values;
    if (asked === null || (of !== 'both' && of !== asked.page.kind)) return null;
    const { page, cursor } = asked;
    const { kind, orders, nextCursor } = page;
    if (nextCursor !== null) this.#lastBefore.set(`${kind} ${nextCursor}`, orders.at(-1));
    const astray = this.#astray(page, cursor);
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
    const last = this.#lastBefore.get(`${page.kind} ${cursor}`);
    if (last === undefined) return null;
    if (this.#values.as === 'repeats') return { ...page, orders: [last, ...orders] };
    const told = orders.filter((order) => this.#timeOf(order) !== this.#timeOf(last));
    return told.length === orders.length ? null : { ...page, orders: told };
  }

  #timeOf({ createdAt }: OrderSnapshot): number {
    return Math.floor((createdAt ?? 0) / this.#values.grid);
  }
}

interface Asked {
  readonly page: Page;
  readonly cursor: string | null;
}

/** Null where it is no page that was asked for. */
function listedBy(request: LinkRequest['request'], reply: LinkReply): Asked | null {
  if (request.kind === 'query-open-orders' && reply.kind === 'open-orders')
    return { page: reply, cursor: request.cursor };
  if (request.kind === 'query-history' && reply.kind === 'history')
    return { page: reply, cursor: request.cursor };
  return null;
}

export const pagesAstray = faultKind({
  kind: 'pages-astray',
  ids: ['QRY5'],
  holds: [],
  seam: 'semantic',
  text: 'A page of the open orders, or of past ones, skips one, repeats one, or leads nowhere.',
  scope: 'every instrument',
  acts: 'on pages of its list: `skips` where there is an order on it, all else on those after the first',
  counts: 'each page that was wrong',
  parameters,
  ...HIT_RULES,
  build: (values, context) => new PagesAstray(values, context),
});
