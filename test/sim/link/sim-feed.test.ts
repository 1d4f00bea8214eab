/** The simulated feed: quotes by delivery time, depth by query, and what losing deliveries does to what is known. */
import { describe, expect, it } from 'vitest';
import type { QuoteView } from '../../../src/core/order/outcome.js';
import type { FeedRead } from '../../../src/core/state/command.js';
import { QuoteBoard } from '../../../src/core/host/quote-board.js';
import {
  type EpochMicros,
  type Micros,
  epochMicros,
  lots,
  micros,
  millis,
  plus,
  ticks,
} from '../../../src/core/ground/units.js';
import { FeedLine } from '../../../src/sim/link/feed-line.js';
import { LinkRig, START } from './link-rig.js';

const symbol = 'BTCUSDT';
const readVolume: FeedRead = { kind: 'read-volume', readId: 1, symbol };
const at = (ms: number): EpochMicros => plus(START, millis(ms));

/** Writes a top of book at venue time `ms` for each row. */
const quoteAt = (rig: LinkRig, ms: number, bid: number, delay = 0): void =>
  rig.quotes.quote(at(ms), delay, bid, 1, bid + 2, 1);

describe('simulated feed', () => {
  it('shows of a quote what was delivered by the instant it is looked at', () => {
    const rig = new LinkRig();
    quoteAt(rig, 10, 100);
    quoteAt(rig, 20, 101);
    const seenAt = (ms: number): QuoteView => {
      rig.run(ms);
      return rig.feed.quoteOf(symbol);
    };
    expect(seenAt(14)).toEqual({ symbol, quote: null, aliveAt: null });
    expect(seenAt(15)).toMatchObject({ quote: { bid: 100, ask: 102 }, aliveAt: at(15) });
    expect(seenAt(24)).toMatchObject({ quote: { bid: 100 }, aliveAt: at(15) });
    expect(rig.feed.quoteOf('NOSUCH')).toEqual({ symbol: 'NOSUCH', quote: null, aliveAt: null });
  });

  it('answers nothing from inside send', () => {
    const rig = new LinkRig();
    rig.feed.send(readVolume);
    expect(rig.seen).toEqual([]);
    rig.run();
    expect(rig.seen).toHaveLength(1);
  });

  it('depth is a round trip on the query path', () => {
    const rig = new LinkRig();
    rig.readAt(0, { kind: 'read-depth', readId: 4, symbol, levels: 5 });
    rig.run();
    expect(rig.seen).toMatchObject([
      { ms: 60, input: { answer: { kind: 'depth', asks: [{ price: 10_010 }, {}] } } },
    ]);
  });

  it('a book the venue does not know is a failed read, one empty side is not', () => {
    for (const [asks, kind] of [
      [[], 'failed'],
      [[{ price: ticks(1), quantity: lots(1) }], 'depth'],
    ] as const) {
      const rig = new LinkRig();
      rig.venue.depth = () => ({ bids: [], asks });
      rig.readAt(0, { kind: 'read-depth', readId: 4, symbol, levels: 5 });
      rig.run();
      expect(rig.seen).toMatchObject([{ input: { answer: { kind } } }]);
    }
  });

  it('volume is known at once, a strange symbol never', () => {
    const rig = new LinkRig();
    rig.readAt(0, { kind: 'read-volume', readId: 5, symbol });
    rig.readAt(1, { ...readVolume, readId: 6, symbol: 'NOSUCH' });
    rig.readAt(2, { kind: 'read-depth', readId: 7, symbol: 'NOSUCH', levels: 1 });
    rig.run();
    expect(rig.seen).toMatchObject([
      { ms: 0, input: { answer: { kind: 'volume', averageDailyVolume: 2_500_000_000 } } },
      { ms: 1, input: { answer: { kind: 'failed', failure: 'permanent' } } },
      { ms: 2, input: { answer: { kind: 'failed', failure: 'permanent' } } },
    ]);
  });
});

describe('feed line', () => {
  it('F1: delivers at venue time + recorded delay + latency, never going back', () => {
    const rig = new LinkRig();
    quoteAt(rig, 10, 100, 50_000);
    quoteAt(rig, 11, 101);
    expect(rig.board.latest(at(64))).toBeNull();
    expect(rig.board.latest(at(65))?.bid).toBe(101);
    expect(rig.board.latest(at(65))?.deliveredAt).toBe(at(65));
  });

  it('a book without a top has no quote, and the feed lives', () => {
    const rig = new LinkRig();
    quoteAt(rig, 10, 100);
    rig.quotes.none(at(20), 0);
    expect(rig.board.latest(at(24))?.bid).toBe(100);
    expect(rig.board.latest(at(25))).toBeNull();
    expect(rig.board.aliveAt(at(25))).toBe(at(25));
  });

  const NO_LATENCY = { sample: (): Micros => micros(0) };

  const lossy = (
    ...windows: readonly (readonly [number, number])[]
  ): { board: QuoteBoard; line: FeedLine } => {
    const board = new QuoteBoard();
    const losses = windows.map(([from, to]) => ({
      from: epochMicros(from),
      to: epochMicros(to),
      symbol: null,
      loses: () => true,
    }));
    return { board, line: new FeedLine(board, NO_LATENCY, { losses, freezes: [] }) };
  };
  const quote = (line: FeedLine, time: number, bid: number): void =>
    line.quote(epochMicros(time), 0, bid, 1, bid + 1, 1);

  it('loses what would be delivered in a window, its end not included, and keeps the rest', () => {
    const { board, line } = lossy([100, 200], [150, 160], [300, 310]);
    for (const time of [99, 100, 155, 199, 200, 299, 305, 310]) quote(line, time, time);
    const seen = [99, 150, 199, 200, 299, 305, 310].map(
      (now) => board.latest(epochMicros(now))?.bid,
    );
    expect(seen).toEqual([99, 99, 99, 200, 299, 299, 310]);
  });

  it('grows old in a loss, and the first delivery after it brings the top as it is by then', () => {
    const { board, line } = lossy([100, 200]);
    quote(line, 90, 90);
    quote(line, 110, 110);
    line.alive(epochMicros(120), 0);
    expect(board.aliveAt(epochMicros(199))).toBe(90);
    line.alive(epochMicros(210), 0);
    expect(board.latest(epochMicros(209))?.bid).toBe(90);
    expect(board.latest(epochMicros(210))).toMatchObject({ bid: 110, deliveredAt: 210 });
    line.alive(epochMicros(220), 0);
    expect(board.latest(epochMicros(220))?.deliveredAt).toBe(210);
    expect(board.aliveAt(epochMicros(220))).toBe(220);
  });

  it('also when what was missed is that there is no top any more', () => {
    const { board, line } = lossy([100, 200]);
    quote(line, 90, 90);
    line.none(epochMicros(110), 0);
    expect(board.latest(epochMicros(199))?.bid).toBe(90);
    line.alive(epochMicros(210), 0);
    expect(board.latest(epochMicros(210))).toBeNull();
  });
});
