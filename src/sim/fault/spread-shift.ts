/**
 * The market as the client sees it gets wide: bid and ask it reads stand `factor` times as far from their mid, rounded
 * away from it to ticks; depth moves out with them, level spacing kept. `step`: at once, until the end. `ramp`: grows
 * evenly from 1 at the beginning to `factor` at the end. Gone at the end either way.
 *
 * Unrealistic, on purpose: it changes what the engine sees and nothing else. The venue's book, its fills and the truth
 * stay as recorded, so a taker that trades all the same pays the recorded spread.
 */
import { type EpochMicros, ticks } from '../../core/ground/units.js';
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
import { type BidAsk, SeenBook, type Seeing, moved } from './seen-book.js';

const parameters = {
  at: moment('when it begins'),
  for: duration('how long it lasts'),
  factor: factor('how many times as wide', 1, 100),
  shape: withFallback(choice('how it comes', ['step', 'ramp']), 'step'),
  symbol: optional(symbol('of which instrument; the first when left out')),
};

/** The factor is kept in thousandths: products stay integers, and 1.1 is 1.1. */
const THOUSAND = 1000;
const LOWEST = ticks(1);

function widening({ factor: times, shape }: ValuesOf<typeof parameters>, span: Span): Seeing {
  const full = Math.round(times * THOUSAND);
  const thousandthsAt = (now: EpochMicros): number => {
    if (shape === 'step') return full;
    const { from, to } = span;
    return THOUSAND + Math.floor(((full - THOUSAND) * (now - from)) / (to - from));
  };
  return ({ bids, asks }, top, now) => {
    const wide = widened(top, thousandthsAt(now));
    return { bids: moved(bids, wide.bid - top.bid), asks: moved(asks, wide.ask - top.ask) };
  };
}

function widened({ bid, ask }: BidAsk, thousandths: number): BidAsk {
  const midTwice = (bid + ask) * THOUSAND;
  const spread = (ask - bid) * thousandths;
  const low = Math.floor((midTwice - spread) / (2 * THOUSAND));
  const high = Math.ceil((midTwice + spread) / (2 * THOUSAND));
  return { bid: low < LOWEST ? LOWEST : ticks(low), ask: ticks(high) };
}

export const spreadShift = faultKind({
  kind: 'spread-shift',
  ids: ['MD3'],
  holds: [],
  seam: 'semantic',
  text: 'Quotes and depth reach the client wider than the market is.',
  scope: 'one instrument: `symbol`, or the first of the scenario',
  acts: 'on quotes as they are read and depth as it arrives, in the window',
  counts: 'each quote or depth seen wider than it was',
  parameters,
  exactlyOne: [],
  build: (values, context) => {
    const span = new Span(context.momentOf(values.at), values.for);
    return new SeenBook({ span, symbol: values.symbol, seen: widening(values, span) }, context);
  },
});
