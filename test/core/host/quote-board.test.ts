/** The quote board: what a reader can know of the market at each time, against a plain list of all deliveries. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QuoteBoard } from '../../../src/core/host/quote-board.js';
import { type EpochMicros, epochMicros, lots, ticks } from '../../../src/core/ground/units.js';

const at = epochMicros;

const write = (board: QuoteBoard, venueTime: number, deliveredAt: number, bid: number): void =>
  board.write(at(venueTime), at(deliveredAt), ticks(bid), lots(1), ticks(bid + 2), lots(3));

describe('quote board', () => {
  it('shows nothing before the first delivery, and each quote from its delivery on', () => {
    const board = new QuoteBoard();
    write(board, 100, 105, 10);
    write(board, 103, 108, 11);
    expect(board.latest(at(104))).toBeNull();
    expect(board.aliveAt(at(104))).toBeNull();
    expect(board.latest(at(105))).toEqual({
      bid: 10,
      bidQuantity: 1,
      ask: 12,
      askQuantity: 3,
      venueTime: 100,
      deliveredAt: 105,
    });
    expect(board.latest(at(107))?.bid).toBe(10);
    expect(board.latest(at(108))?.bid).toBe(11);
  });

  it('keeps the last of several quotes of one delivery', () => {
    const board = new QuoteBoard();
    write(board, 100, 105, 10);
    write(board, 101, 105, 11);
    expect(board.latest(at(105))?.bid).toBe(11);
  });

  it('is alive by quotes and by deliveries that changed nothing', () => {
    const board = new QuoteBoard();
    write(board, 100, 105, 10);
    board.alive(at(101), at(106));
    expect(board.aliveAt(at(105))).toBe(105);
    expect(board.aliveAt(at(200))).toBe(106);
    write(board, 102, 107, 11);
    expect(board.aliveAt(at(200))).toBe(107);
    expect(board.latest(at(106))?.bid).toBe(10);
  });

  it('has no quote once the book lost its top, yet the feed lives', () => {
    const board = new QuoteBoard();
    write(board, 100, 105, 10);
    board.clear(at(101), at(106));
    expect(board.latest(at(105))?.bid).toBe(10);
    expect(board.latest(at(106))).toBeNull();
    expect(board.aliveAt(at(106))).toBe(106);
    write(board, 102, 107, 11);
    expect(board.latest(at(107))?.bid).toBe(11);
  });

  it('shows its reader the market through the lens, at the time it looks', () => {
    const board = new QuoteBoard((quote, now) => (now < 200 ? { ...quote, bid: ticks(1) } : null));
    write(board, 100, 105, 10);
    expect(board.latest(at(105))?.bid).toBe(1);
    expect(board.latest(at(200))).toBeNull();
  });

  it('refuses deliveries that go back', () => {
    const board = new QuoteBoard();
    write(board, 100, 105, 10);
    expect(() => write(board, 101, 104, 11)).toThrow(/went back/);
  });

  it('refuses a read before what it forgot, rather than answer wrong', () => {
    const board = new QuoteBoard();
    for (let time = 0; time < 10_000; time += 1) write(board, time, time + 5, 10);
    expect(() => board.latest(at(10))).toThrow(/before what is kept/);
    expect(board.latest(at(9_999))?.deliveredAt).toBe(9_999);
  });

  it('SIG-4: shows the last hundred quotes where it keeps them, whatever came between, at any time it is read', () => {
    const delivery = fc.record({
      after: fc.integer({ min: 0, max: 3 }),
      what: fc.constantFrom('quote', 'clear', 'clear', 'clear', 'alive'),
    });
    const deliveries = fc.array(delivery, { minLength: 1_000, maxLength: 1_500, size: 'max' });
    fc.assert(
      fc.property(deliveries, fc.integer({ min: 1, max: 100 }), (all, most) => {
        const board = new QuoteBoard(null, { keeps: 100 });
        const held = new Map<number, number | null>();
        let time = 0;
        all.forEach(({ after, what }, index) => {
          time += after;
          if (what === 'quote') write(board, time, time, index + 1);
          else if (what === 'clear') board.clear(at(time), at(time));
          else board.alive(at(time), at(time));
          if (what !== 'alive') held.set(time, what === 'quote' ? index + 1 : null);
        });
        const bids = [...held.values()].filter((bid) => bid !== null).toReversed();
        expect(board.recent(at(time), most).map(({ bid }) => bid)).toEqual(bids.slice(0, most));
      }),
      { numRuns: 20 },
    );
  });

  it('SIG-4: shows no quote before it is delivered', () => {
    const board = new QuoteBoard(null, { keeps: 100 });
    for (let time = 100; time < 110; time += 1) write(board, time, time + 5, time);
    expect(board.recent(at(107), 100).map(({ bid }) => bid)).toEqual([102, 101, 100]);
  });

  it('keeps all that is under way when a burst outruns the ring', () => {
    const board = new QuoteBoard();
    for (let time = 0; time < 5_000; time += 1) write(board, 0, time, time + 1);
    expect(board.latest(at(0))?.bid).toBe(1);
    expect(board.latest(at(2_500))?.bid).toBe(2_501);
    expect(board.latest(at(9_999))?.bid).toBe(5_000);
  });

  it('any stretch of writes, signs and reads agrees with a list of all deliveries', () => {
    const step = fc.record({
      kind: fc.constantFrom('quote', 'none', 'alive'),
      wait: fc.integer({ min: 0, max: 40 }),
      delay: fc.integer({ min: 0, max: 400 }),
      read: fc.integer({ min: 0, max: 400 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 800 }), (steps) => {
        const board = new QuoteBoard();
        const rows: { deliveredAt: number; bid: number | null }[] = [];
        const signs: number[] = [];
        let venueTime = 0;
        let delivered = 0;
        for (const [index, { kind, wait, delay, read }] of steps.entries()) {
          venueTime += wait;
          delivered = Math.max(delivered, venueTime + delay);
          signs.push(delivered);
          if (kind === 'alive') board.alive(at(venueTime), at(delivered));
          else if (kind === 'none') {
            board.clear(at(venueTime), at(delivered));
            rows.push({ deliveredAt: delivered, bid: null });
          } else {
            write(board, venueTime, delivered, index + 1);
            rows.push({ deliveredAt: delivered, bid: index + 1 });
          }
          const now: EpochMicros = at(venueTime + read);
          const expected = rows.findLast((row) => row.deliveredAt <= now)?.bid ?? null;
          expect(board.latest(now)?.bid ?? null).toBe(expected);
          expect(board.aliveAt(now)).toBe(signs.findLast((sign) => sign <= now) ?? null);
        }
      }),
    );
  });
});
