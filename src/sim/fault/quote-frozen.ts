/**
 * The feed says that it lives and tells nothing new: quotes stay as they were when the window began, while each delivery
 * counts as a sign of life, so that the quote never looks old. The first delivery after the window brings the market as
 * it is by then. Depth is asked for and is not frozen.
 *
 * Unrealistic: every change of the top of the book is kept back, for as long as the window says; prints come as always.
 */
import { type FaultContext, faultKind } from './fault-kind.js';
import type { FaultSpan, FeedLoss, LinkFault } from './link-fault.js';
import { Span } from './moment.js';
import { type ValuesOf, duration, moment, optional, symbol } from './parameter.js';

const parameters = {
  at: moment('when it begins'),
  for: duration('how long it lasts'),
  symbol: optional(symbol('whose quotes stay; those of all instruments when left out')),
};

class QuoteFrozen implements LinkFault {
  readonly feedFreeze: FeedLoss;
  readonly #span: Span;
  readonly #symbol: string | null;
  #keptBack = 0;

  constructor(values: ValuesOf<typeof parameters>, context: FaultContext) {
    const span = new Span(context.momentOf(values.at), values.for);
    this.#span = span;
    this.#symbol = values.symbol;
    this.feedFreeze = {
      get from() {
        return span.from;
      },
      get to() {
        return span.to;
      },
      symbol: values.symbol,
      loses: () => {
        this.#keptBack = 1;
        return true;
      },
    };
  }

  activations(): number {
    return this.#keptBack;
  }

  spans(): readonly FaultSpan[] {
    const { from, to } = this.#span;
    return [{ from, to, paths: ['feed'], symbol: this.#symbol, acts: this.#keptBack }];
  }
}

export const quoteFrozen = faultKind({
  kind: 'quote-frozen',
  ids: ['MD1'],
  holds: [],
  seam: 'semantic',
  text: 'Quotes stay as they were while signs of life of the feed go on.',
  scope: 'every instrument, or one: `symbol`',
  acts: 'on deliveries of the feed that change the best prices, in the window',
  counts: 'once per window in which a quote was kept back, however many were',
  parameters,
  exactlyOne: [],
  build: (values, context) => new QuoteFrozen(values, context),
});
