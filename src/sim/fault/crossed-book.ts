/**
 * The book as the client sees it is crossed: in quotes and depth the best bid stands `ticks` above the best ask, or on it
 * with 0 (locked). Asks stay where they are, bids move up to them, spacing kept.
 *
 * Unrealistic, on purpose: it changes what the engine sees and nothing else. Nobody trades against the crossed prices.
 */
import { faultKind } from './fault-kind.js';
import { Span } from './moment.js';
import {
  type ValuesOf,
  count,
  drawn,
  duration,
  moment,
  optional,
  symbol,
  withFallback,
} from './parameter.js';
import { SeenBook, type Seeing, moved } from './seen-book.js';

const parameters = {
  at: moment('when it begins'),
  for: duration('how long it lasts'),
  ticks: withFallback(drawn(count('how far the bid is above the ask; 0 = locked', 0), 0.25, 20), 1),
  symbol: optional(symbol('of which instrument; the first when left out')),
};

const crossing =
  ({ ticks }: ValuesOf<typeof parameters>): Seeing =>
  ({ bids, asks }, { bid, ask }) => ({ bids: moved(bids, ask + ticks - bid), asks });

export const crossedBook = faultKind({
  kind: 'crossed-book',
  ids: ['MD6'],
  holds: ['market-data'],
  seam: 'semantic',
  text: 'Quotes and depth reach the client with the bid at or above the ask.',
  scope: 'one instrument: `symbol`, or the first of the scenario',
  acts: 'on quotes as they are read and depth as it arrives, in the window',
  counts: 'each quote or depth seen crossed',
  parameters,
  exactlyOne: [],
  build: (values, context) => {
    const span = new Span(context.momentOf(values.at), values.for);
    return new SeenBook({ span, symbol: values.symbol, seen: crossing(values) }, context);
  },
});
