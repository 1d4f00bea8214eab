/** SIG-4: what a feed over a socket keeps of what it was shown. */
import { expect, it } from 'vitest';
import {
  type EpochMicros,
  epochMicros,
  lots,
  seconds,
  ticks,
} from '../../../src/core/ground/units.js';
import { PortFeed } from '../../../src/live/port/port-feed.js';
import { VirtualClock } from '../../../src/sim/clock/virtual-clock.js';

const START = 1_000_000;

it('SIG-4: the last hundred quotes stay, whatever was shown beside them and when it is down', () => {
  const clock = new VirtualClock(epochMicros(START));
  const feed = new PortFeed(clock, { send: () => false, isUp: false }, seconds(1), ['BTCUSDT']);
  const board = feed.boards.get('BTCUSDT')!;
  const show = (at: EpochMicros, bid: number | null): void => {
    const quote = {
      bid: ticks(bid ?? 0),
      bidQuantity: lots(1),
      ask: ticks((bid ?? 0) + 1),
      askQuantity: lots(1),
      venueTime: at,
      deliveredAt: at,
    };
    feed.shown({ symbol: 'BTCUSDT', quote: bid === null ? null : quote, aliveAt: at });
  };
  for (let step = 1; step <= 1_030; step += 1) {
    const at = epochMicros(START + step * 1_000);
    clock.advanceTo(at);
    show(at, step % 3 === 0 ? null : step);
  }
  feed.disconnected();
  const kept = board.recent(clock.now(), 100).map(({ bid }) => bid);
  const told = Array.from({ length: 1_030 }, (_, step) => 1_030 - step).filter(
    (one) => one % 3 > 0,
  );
  expect(kept).toEqual(told.slice(0, 100));
  expect(feed.quoteOf('BTCUSDT').quote?.bid).toBe(1_030);
});
