/**
 * The book as the client sees it gets thin: every size it reads of quotes and depth is `keeps` of what it is, at least one
 * lot, on both sides or on one. Where `keeps` is 0 the side is empty: no quote any more, and depth without it.
 *
 * Unrealistic, on purpose: it changes what the engine sees and nothing else: an order meets the recorded book. Every level
 * gets thin alike and none vanishes, where in reality the best go first.
 */
import type { DepthLevel } from '../../core/order/outcome.js';
import { lots } from '../../core/ground/units.js';
import { faultKind } from './fault-kind.js';
import { Span } from './moment.js';
import {
  type ValuesOf,
  choice,
  duration,
  factor,
  moment,
  optional,
  symbol,
  withFallback,
} from './parameter.js';
import { SeenBook, type Seeing } from './seen-book.js';

const parameters = {
  at: moment('when it begins'),
  for: duration('how long it lasts'),
  keeps: withFallback(factor('share of each size that is left', 0, 0.1), 0),
  side: withFallback(choice('which side of the book', ['both', 'bid', 'ask']), 'both'),
  symbol: optional(symbol('of which instrument; the first when left out')),
};

function drying({ keeps, side }: ValuesOf<typeof parameters>): Seeing {
  const thin = (levels: readonly DepthLevel[]): readonly DepthLevel[] =>
    keeps === 0
      ? []
      : levels.map(({ price, quantity }) => {
          return { price, quantity: lots(Math.max(1, Math.floor(quantity * keeps))) };
        });
  return ({ bids, asks }) => ({
    bids: side === 'ask' ? bids : thin(bids),
    asks: side === 'bid' ? asks : thin(asks),
  });
}

export const drought = faultKind({
  kind: 'drought',
  ids: ['MD5'],
  holds: ['thin-book', 'market-data'],
  seam: 'semantic',
  text: 'Quotes and depth reach the client with a fraction of their sizes, or without a side.',
  scope: 'one instrument: `symbol`, or the first of the scenario',
  acts: 'on quotes as they are read and depth as it arrives, in the window',
  counts: 'each quote or depth seen thinner than it was',
  parameters,
  exactlyOne: [],
  build: (values, context) => {
    const span = new Span(context.momentOf(values.at), values.for);
    return new SeenBook({ span, symbol: values.symbol, seen: drying(values) }, context);
  },
});
