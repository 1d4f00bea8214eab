/**
 * A split, or another name, while an order is worked: from a moment on the venue takes no order of the symbol (`unknown-symbol`), and with
 * `ratio` the client sees its prices divided by that, as after a split of so many for one. Nothing of it ends within the run.
 *
 * Unrealistic: the venue's book, its fills and the truth go on at the old prices; what rests is not canceled, real venues end it
 * overnight, and cancels pass. Nobody announces it.
 */
import type { EpochMicros } from '../../core/ground/units.js';
import type { ClientOrderId } from '../../core/order/order.js';
import type { TopOfBook } from '../../core/order/outcome.js';
import type { VenueRequest } from '../../core/order/venue-message.js';
import type { LinkReply, LinkRequest } from '../link/messages.js';
import { type FaultContext, faultKind } from './fault-kind.js';
import { spanInForce } from './force.js';
import type {
  FaultSpan,
  InstrumentLens,
  LinkFault,
  ReplyVerdict,
  RequestVerdict,
} from './link-fault.js';
import { type Span } from './moment.js';
import {
  type ValuesOf,
  drawn,
  factor,
  moment,
  symbol,
  optional,
  withFallback,
} from './parameter.js';
import { SeenBook, type Seeing, moved } from './seen-book.js';

const parameters = {
  at: moment('when it happens'),
  ratio: withFallback(
    drawn(factor('how many are one from then on, for prices', 0, 1000), 0.1, 20),
    1,
  ),
  symbol: optional(symbol('of which instrument; the first when left out')),
};

const divided =
  (ratio: number): Seeing =>
  ({ bids, asks }, { bid, ask }) => {
    const by = Math.round(((bid + ask) / 2) * (1 / ratio - 1));
    return { bids: moved(bids, by), asks: moved(asks, by) };
  };

class SymbolChanged implements LinkFault {
  readonly quoteLens: InstrumentLens;
  readonly #span: Span;
  readonly #symbol: string;
  readonly #book: SeenBook;
  readonly #orders = new Set<ClientOrderId>();
  #refused = 0;

  constructor({ at, ratio, symbol: named }: ValuesOf<typeof parameters>, context: FaultContext) {
    this.#span = spanInForce({ at, for: null }, context);
    this.#symbol = named ?? context.firstSymbol;
    this.#book = new SeenBook(
      { span: this.#span, symbol: this.#symbol, seen: divided(ratio) },
      context,
    );
    const { lens } = this.#book.quoteLens;
    this.quoteLens = {
      symbol: this.#symbol,
      lens: (quote: TopOfBook, now: EpochMicros) => (ratio === 1 ? quote : lens(quote, now)),
    };
  }

  activations(): number {
    return this.#refused + this.#book.activations();
  }

  spans(): readonly FaultSpan[] {
    const { from, to } = this.#span;
    if (!Number.isFinite(from)) return [];
    return [
      { from, to, paths: ['feed', 'submit'], symbol: this.#symbol, acts: this.activations() },
    ];
  }

  requestArrives({ request }: LinkRequest, now: EpochMicros): RequestVerdict {
    if (!this.#isOfSymbol(request) || !this.#span.has(now)) return null;
    this.#refused += 1;
    const text = `${this.#symbol} is not traded any more`;
    return { kind: 'reply', reply: { kind: 'rejected', code: 'unknown-symbol', text } };
  }

  /** A replace names its order, and the order its symbol. */
  #isOfSymbol(request: VenueRequest): boolean {
    if (request.kind === 'replace') return this.#orders.has(request.clientOrderId);
    if (request.kind !== 'submit' || request.terms.symbol !== this.#symbol) return false;
    this.#orders.add(request.clientOrderId);
    return true;
  }

  replyArrives(sent: LinkRequest, reply: LinkReply, now: EpochMicros): ReplyVerdict {
    return this.#book.replyArrives(sent, reply, now);
  }
}

export const symbolChanged = faultKind({
  kind: 'symbol-changed',
  ids: ['MD10'],
  holds: [],
  seam: 'semantic',
  text: 'A split or another name: the venue takes no order of the symbol any more, and its prices are others.',
  scope: 'one instrument: `symbol`, or the first of the scenario',
  acts: 'on submits and replaces as they arrive; with `ratio` on quotes and depth as they are read',
  counts: 'each submit or replace that was refused, and each quote or depth seen at other prices',
  parameters,
  exactlyOne: [],
  build: (values, context) => new SymbolChanged(values, context),
});
