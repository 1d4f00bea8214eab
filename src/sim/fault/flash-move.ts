/**
 * The market as the client sees it jumps: every price it reads of quotes and depth stands `percent` of the mid higher or
 * lower than it is, rounded to ticks, spread and spacing kept. With `for` it comes back at the end;
 * without, it stays to the end of the run.
 *
 * Unrealistic, on purpose: it changes what the engine sees and nothing else. The venue's book, its fills and the truth
 * stay as recorded, nobody trades at the prices seen, and prints of the feed do not jump.
 */
import { faultKind } from './fault-kind.js';
import { forceParameters, spanInForce } from './force.js';
import {
  type ValuesOf,
  choice,
  drawn,
  factor,
  moment,
  optional,
  symbol,
  withFallback,
} from './parameter.js';
import { SeenBook, type Seeing, moved } from './seen-book.js';

const parameters = {
  ...forceParameters,
  at: moment('when it jumps'),
  percent: drawn(factor('by how much, of the mid', 0, 1000), 0.05, 50),
  direction: withFallback(choice('which way', ['up', 'down']), 'up'),
  symbol: optional(symbol('of which instrument; the first when left out')),
};

/** The percentage is kept in thousandths, so that 0.1 is 0.1; the mid is kept doubled. */
const WHOLE = 2 * 100 * 1000;

function jump({ percent, direction }: ValuesOf<typeof parameters>): Seeing {
  const thousandths = Math.round(percent * 1000) * (direction === 'up' ? 1 : -1);
  return ({ bids, asks }, { bid, ask }) => {
    const by = Math.round(((bid + ask) * thousandths) / WHOLE);
    return { bids: moved(bids, by), asks: moved(asks, by) };
  };
}

export const flashMove = faultKind({
  kind: 'flash-move',
  ids: ['MD4'],
  holds: [],
  seam: 'semantic',
  text: 'Prices reach the client a percentage away from where the market is, and return or stay.',
  scope: 'one instrument: `symbol`, or the first of the scenario',
  acts: 'on quotes as they are read and depth as it arrives, in the window',
  counts: 'each quote or depth seen elsewhere than it was',
  parameters,
  exactlyOne: [],
  build: (values, context) => {
    const span = spanInForce(values, context);
    return new SeenBook({ span, symbol: values.symbol, seen: jump(values) }, context);
  },
});
