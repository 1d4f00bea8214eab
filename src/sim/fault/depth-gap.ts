/**
 * The client's copy of the book breaks at a gap in the depth stream and is good again once it is synchronised anew, at the
 * end of the window. A client that notices the gap has no book meanwhile: no quote, and no answer on depth. One
 * that does not goes on with bids that stand where it first saw them in the window, while asks move on: the book is
 * crossed where the market falls, and wide where it rises.
 *
 * Unrealistic: it always breaks on the side of the bids, all their levels alike, and signs of life of the feed go on. In a
 * recording, gaps are those of the recorder (F2), whatever this one does.
 */
import type { Ticks } from '../../core/ground/units.js';
import { faultKind } from './fault-kind.js';
import { Span } from './moment.js';
import {
  type ValuesOf,
  choice,
  duration,
  moment,
  optional,
  symbol,
  withFallback,
} from './parameter.js';
import { SeenBook, type Seeing, moved } from './seen-book.js';

const parameters = {
  at: moment('when the gap is'),
  for: duration('how long until the book is synchronised anew'),
  client: withFallback(choice('what the client makes of it', ['notices', 'misses']), 'notices'),
  symbol: optional(symbol('of which instrument; the first when left out')),
};

function broken({ client }: ValuesOf<typeof parameters>): Seeing {
  if (client === 'notices') return () => null;
  let stuck: Ticks | null = null;
  return ({ bids, asks }, { bid }) => {
    stuck ??= bid;
    return { bids: moved(bids, stuck - bid), asks };
  };
}

export const depthGap = faultKind({
  kind: 'depth-gap',
  ids: ['MD7'],
  holds: ['market-data'],
  seam: 'semantic',
  text: "The client's copy of the book is gone, or wrong, until it is synchronised anew.",
  scope: 'one instrument: `symbol`, or the first of the scenario',
  acts: 'on quotes as they are read and depth as it arrives, in the window',
  counts: 'each quote or depth that was missing or from a broken book',
  parameters,
  exactlyOne: [],
  build: (values, context) => {
    const span = new Span(context.momentOf(values.at), values.for);
    return new SeenBook({ span, symbol: values.symbol, seen: broken(values) }, context);
  },
});
