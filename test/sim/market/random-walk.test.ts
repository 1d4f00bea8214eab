/**
 * The generated market and its wild variant: a function of the seed, and what docs/rules/fills.md says markets do.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type RandomWalkOptions,
  randomWalkTape,
  walkRoom,
} from '../../../src/sim/market/random-walk.js';
import { wildTape } from '../../support/wild-tape.js';
import { RandomStreams } from '../../../src/sim/random/random.js';
import { tapeChecksum } from '../../../src/sim/tape/tape-checksum.js';
import {
  ROW_GAP,
  ROW_INELIGIBLE,
  ROW_KIND_MASK,
  ROW_LEVEL,
  ROW_SELL,
  ROW_SNAPSHOT,
  ROW_TRADE,
  type Tape,
} from '../../../src/sim/tape/tape.js';

const walk = (seed: number, options: Partial<RandomWalkOptions> = {}): Tape =>
  randomWalkTape(new RandomStreams(seed).of('market'), options);
const wild = (seed: number, calm: Tape): Tape => wildTape(new RandomStreams(seed).of('wild'), calm);

interface Seen {
  crossed: number;
  /** Prints at the displayed best, and through it. */
  atBest: number;
  through: number;
  inside: number;
}

/** The plainest of books. */
class PlainBook {
  readonly #bids = new Map<number, number>();
  readonly #asks = new Map<number, number>();

  take(kind: number, price: number, quantity: number): void {
    const side = (kind & ROW_SELL) === 0 ? this.#bids : this.#asks;
    if ((kind & ROW_KIND_MASK) !== ROW_LEVEL) {
      this.#bids.clear();
      this.#asks.clear();
    } else if (quantity === 0) side.delete(price);
    else side.set(price, quantity);
  }

  get bid(): number {
    return Math.max(...this.#bids.keys());
  }

  get ask(): number {
    return Math.min(...this.#asks.keys());
  }
}

function replay(tape: Tape): Seen {
  const book = new PlainBook();
  const seen: Seen = { crossed: 0, atBest: 0, through: 0, inside: 0 };
  for (let row = 0; row < tape.rows; row += 1) {
    const kind = tape.kind[row]!;
    const price = tape.price[row]!;
    if ((kind & ROW_KIND_MASK) === ROW_TRADE) {
      const beyond = (kind & ROW_SELL) === 0 ? price - book.ask : book.bid - price;
      seen[beyond === 0 ? 'atBest' : beyond > 0 ? 'through' : 'inside'] += 1;
      continue;
    }
    book.take(kind, price, tape.quantity[row]!);
    const ends = row + 1 === tape.rows || tape.time[row + 1]! > tape.time[row]!;
    if (ends && book.bid >= book.ask) seen.crossed += 1;
  }
  return seen;
}

const count = (tape: Tape, wanted: number): number =>
  tape.kind.reduce((total, kind) => total + ((kind & ROW_KIND_MASK) === wanted ? 1 : 0), 0);

describe('random walk', () => {
  it('is a function of its seed and options', () => {
    expect(tapeChecksum(walk(1))).toBe(tapeChecksum(walk(1)));
    expect(tapeChecksum(walk(1))).not.toBe(tapeChecksum(walk(2)));
    expect(tapeChecksum(walk(1))).not.toBe(tapeChecksum(walk(1, { throughBps: 0 })));
  });

  it.each<[string, number, Partial<RandomWalkOptions>, string]>([
    ['a minute', 7, { durationSeconds: 60 }, '2af95d4d62b669fe'],
    ['the default', 1, {}, 'ce4694fb0244ea00'],
    [
      'large messages',
      1,
      { messagesPerSecond: 10, changesPerMessage: 36, durationSeconds: 200 },
      'd3fe3e714211ccfc',
    ],
    [
      'two levels and wild moves',
      7,
      {
        levelsPerSide: 2,
        spreadTicksMean: 1,
        stepTicksMax: 100,
        durationSeconds: 50,
        volatilityBps: 10_000,
      },
      'e1f2583a9ec9bede',
    ],
    [
      'a thousand levels, every message late',
      7,
      { levelsPerSide: 1_000, changesPerMessage: 400, durationSeconds: 20, lateBps: 10_000 },
      '5e29d43d5ca44aee',
    ],
    [
      'many takers',
      743_430_067,
      { lateBps: 0, ordersPerSecond: 300, throughBps: 9_000, durationSeconds: 30 },
      'a5911fa2e331269e',
    ],
  ])('is the market it was when the generator was first written: %s', (_, seed, options, sum) => {
    expect(tapeChecksum(walk(seed, options))).toBe(sum);
  });

  it('is the same where it is written over a worn tape, whatever its length', () => {
    const room = walkRoom();
    let worn: Tape | undefined;
    for (const [seed, durationSeconds] of [
      [1, 60],
      [2, 20],
      [3, 60],
      [4, 90],
      [5, 89],
    ] as const) {
      const options = { durationSeconds };
      const source = new RandomStreams(seed).of('market');
      const tape = randomWalkTape(source, options, worn === undefined ? room : { ...room, worn });
      expect(tapeChecksum(tape)).toBe(tapeChecksum(walk(seed, options)));
      worn = tape;
    }
  });

  it('fills ten minutes with some 200 rows a second, prints included', () => {
    const tape = walk(3);
    expect(tape.rows).toBeGreaterThan(90_000);
    expect(count(tape, ROW_TRADE)).toBeGreaterThan(4_000);
    const seconds = (tape.time[tape.rows - 1]! - tape.time[0]!) / 1e6;
    expect(seconds).toBeGreaterThan(598);
    expect(seconds).toBeLessThanOrEqual(600);
  });

  it('prints at the displayed best and through it, as recordings do', () => {
    const { atBest, through, inside } = replay(walk(4, { durationSeconds: 120 }));
    const prints = atBest + through + inside;
    expect(atBest / prints).toBeGreaterThan(0.3);
    expect(through / prints).toBeGreaterThan(0.15);
  });

  it('never shows a crossed book, whatever the options', () => {
    fc.assert(
      fc.property(
        fc.record({
          durationSeconds: fc.integer({ min: 1, max: 10 }),
          levelsPerSide: fc.integer({ min: 2, max: 30 }),
          depthLotsMean: fc.integer({ min: 1, max: 50 }),
          changesPerMessage: fc.integer({ min: 1, max: 12 }),
          spreadTicksMean: fc.integer({ min: 1, max: 6 }),
          stepTicksMax: fc.integer({ min: 1, max: 40 }),
          throughBps: fc.integer({ min: 0, max: 10_000 }),
          lateBps: fc.integer({ min: 0, max: 10_000 }),
        }),
        fc.nat(),
        (options, seed) => {
          expect(replay(walk(seed, options)).crossed).toBe(0);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('starts from the asked-for prices and knows its worst levels', () => {
    const tape = walk(5, {
      startTicks: 50_000,
      levelsPerSide: 10,
      spreadTicksMean: 3,
      durationSeconds: 5,
    });
    expect(tape.kind[0]! & ROW_KIND_MASK).toBe(ROW_SNAPSHOT);
    expect(tape.price[1]).toBe(50_000);
    expect(tape.snapshotWorst).toEqual({ bid: 49_991, ask: 50_012 });
    const opening = tape.time.reduce((rows, time) => rows + (time === tape.time[0] ? 1 : 0), 0);
    expect(opening).toBe(21);
  });
});

describe('wild tape', () => {
  const calm = walk(6, { durationSeconds: 200 });
  const tape = wild(6, calm);

  it('is a function of its seed', () => {
    expect(tapeChecksum(wild(6, calm))).toBe(tapeChecksum(tape));
    expect(tapeChecksum(wild(7, calm))).not.toBe(tapeChecksum(tape));
  });

  it('has everything recordings do to a venue', () => {
    expect(replay(tape).crossed).toBeGreaterThan(20);
    expect(replay(tape).through).toBeGreaterThan(100);
    expect(count(tape, ROW_GAP)).toBeGreaterThan(1);
    expect(count(tape, ROW_SNAPSHOT)).toBeGreaterThan(1);
    expect(tape.dustRows).toBeGreaterThan(100);
    expect(tape.subTickPrints).toBeGreaterThan(10);
    expect(tape.kind.some((kind) => (kind & ROW_INELIGIBLE) !== 0)).toBe(true);
    expect(Math.max(...tape.delay)).toBeGreaterThan(10_000);
    const worst = tape.snapshotWorst!;
    const far = tape.price.filter((price, row) => {
      const isBid = (tape.kind[row]! & (ROW_KIND_MASK | ROW_SELL)) === ROW_LEVEL;
      return isBid && price < worst.bid - 500;
    });
    expect(far.length).toBeGreaterThan(10);
  });

  it('keeps the contract of a tape for any seed', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        // `finish` checks it.
        expect(wild(seed, walk(seed, { durationSeconds: 5 })).rows).toBeGreaterThan(100);
      }),
      { numRuns: 60 },
    );
  });
});
