/** A feed over REST and a stream of quotes: what keeps a quote that does not change from growing old. */
import { describe, expect, it } from 'vitest';
import { epochMicros, lots, plus, seconds, ticks } from '../../../src/core/ground/units.js';
import { RestFeed } from '../../../src/live/rest/rest-feed.js';
import { VirtualClock } from '../../../src/sim/clock/virtual-clock.js';

const START = epochMicros(1_704_207_600_000_000);

describe('a feed over REST', () => {
  it('LIV-2: a quote that is shown to hold is as it was, and alive; without one there is nothing that lives', () => {
    const clock = new VirtualClock(START);
    const market = { ask: () => Promise.reject(new Error('nobody asks')) };
    const feed = new RestFeed({ clock, market, requestTimeout: seconds(1), symbols: ['A', 'B'] });
    const top = {
      bid: ticks(1),
      bidQuantity: lots(1),
      ask: ticks(2),
      askQuantity: lots(1),
      venueTime: START,
    };
    feed.quoted('A', top);
    while (clock.peekTime() !== null) clock.runOne();
    const later = plus(START, seconds(10));
    clock.advanceTo(later);
    feed.alive('A');
    feed.alive('B');
    while (clock.peekTime() !== null) clock.runOne();
    expect(feed.quoteOf('A')).toEqual({
      symbol: 'A',
      quote: { ...top, deliveredAt: START },
      aliveAt: later,
    });
    expect(feed.quoteOf('B')).toEqual({ symbol: 'B', quote: null, aliveAt: null });
  });
});
