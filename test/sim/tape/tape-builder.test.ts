/**
 * The tape builder keeps the contract of tape.ts or throws.
 */
import type { PriceQuanta, Quanta } from '../../../src/core/ground/units.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvariantError } from '../../../src/core/ground/invariant.js';
import { TapeBuilder } from '../../../src/sim/tape/tape-builder.js';
import { tapeChecksum } from '../../../src/sim/tape/tape-checksum.js';
import {
  ROW_GAP,
  ROW_KIND_MASK,
  ROW_LEVEL,
  ROW_SELL,
  ROW_SNAPSHOT,
  ROW_TRADE,
  type Tape,
  type TapeHeader,
  tapeEnd,
  tapeStart,
} from '../../../src/sim/tape/tape.js';

const header: TapeHeader = {
  symbol: 'X',
  tickSize: '0.1',
  lotSize: '1',
  quantaPerTick: 1,
  quantaPerLot: 1,
  format: 'generated',
  venueKind: 'generated',
  hasReceiveClock: false,
  receivedOffsetMs: null,
  dustRows: 0,
  subTickPrints: 0,
  skipped: new Map(),
  snapshotWorst: null,
};

type Level = readonly [kind: number, price: number, quantity: number];
type Row = readonly [time: number, kind: number, price?: number, quantity?: number, delay?: number];

function build(rows: readonly Row[]): Tape {
  const builder = new TapeBuilder();
  for (const [time, kind, price = 100, quantity = 5, delay = 0] of rows) {
    builder.push(time, kind, price as PriceQuanta, quantity as Quanta, delay);
  }
  return builder.finish(header);
}

const opened: readonly Row[] = [
  [10, ROW_SNAPSHOT, 0, 0],
  [10, ROW_LEVEL, 100, 5],
  [10, ROW_LEVEL | ROW_SELL, 101, 5],
];

/** Lexicographic. */
function compare(left: readonly number[], right: readonly number[]): number {
  const at = left.findIndex((value, i) => value !== right[i]);
  return at < 0 ? 0 : left[at]! - right[at]!;
}

describe('tape builder', () => {
  it('puts trades of an instant before its book rows and keeps the order within each', () => {
    const tape = build([
      ...opened,
      [20, ROW_LEVEL, 99, 1],
      [20, ROW_TRADE, 100, 2],
      [20, ROW_LEVEL, 98, 3],
      [20, ROW_TRADE, 99, 4],
    ]);
    expect([...tape.quantity].slice(3)).toEqual([2, 4, 1, 3]);
    expect([tapeStart(tape), tapeEnd(tape)]).toEqual([10, 20]);
  });

  // Rising times take the way of the generator, falling ones that of an import.
  it.each<[string, (rows: { time: number; trade: boolean }[]) => typeof rows]>([
    ['drawn times', (rows) => rows],
    ['rising times', (rows) => [...rows].sort((a, b) => a.time - b.time)],
  ])('orders any lanes stably by (time, trades first), losing nothing: %s', (_, arrange) => {
    const rows = fc.array(
      fc.record({ time: fc.integer({ min: 11, max: 20 }), trade: fc.boolean() }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(rows, (drawn) => {
        const pushed = arrange(drawn).map(({ time, trade }, i): Row => [
          time,
          trade ? ROW_TRADE : ROW_LEVEL,
          100 + i,
          i + 1,
          2 * i,
        ]);
        const tape = build([...opened, ...pushed]);
        const lane = (kind: number): number => ((kind & ROW_KIND_MASK) === ROW_TRADE ? 0 : 1);
        const expected = [...pushed].sort((a, b) =>
          compare([a[0], lane(a[1]), a[3]!], [b[0], lane(b[1]), b[3]!]),
        );
        const { time, kind, price, quantity, delay } = tape;
        const found = Array.from({ length: tape.rows }, (__, i): Row => [
          time[i]!,
          kind[i]!,
          price[i]!,
          quantity[i]!,
          delay[i]!,
        ]);
        expect(found.slice(3)).toEqual(expected);
      }),
    );
  });

  it('keeps the rows of an instant longer than its spare room', () => {
    const many = Array.from({ length: 3_000 }, (_, i): Row => [
      20,
      i % 3 === 2 ? ROW_TRADE : ROW_LEVEL,
      100,
      i + 1,
    ]);
    const tape = build([...opened, ...many]);
    const trades = many.filter(([, kind]) => kind === ROW_TRADE);
    const levels = many.filter(([, kind]) => kind === ROW_LEVEL);
    expect([...tape.quantity].slice(3)).toEqual([...trades, ...levels].map((row) => row[3]));
  });

  it('grows past its first capacity', () => {
    const many = Array.from({ length: 5_000 }, (_, i): Row => [11 + i, ROW_LEVEL, 100, i]);
    const tape = build([...opened, ...many]);
    expect(tape.rows).toBe(5_003);
    expect(tape.time).toHaveLength(5_003);
    expect(tape.quantity[5_002]).toBe(4_999);
  });

  /** Writes levels in place, each message at its time. */
  const written = (
    messages: readonly (readonly [at: number, levels: readonly Level[]])[],
    expected = 0,
  ): Tape => {
    const builder = new TapeBuilder(expected);
    builder.push(10, ROW_SNAPSHOT, 0 as PriceQuanta, 0 as Quanta, 0);
    for (const [at, levels] of messages) {
      const { kind, price, quantity } = builder.room(levels.length);
      for (const [index, [side, ticks, lots]] of levels.entries()) {
        const row = builder.rows + index;
        [kind[row], price[row], quantity[row]] = [side, ticks, lots];
      }
      builder.wrote(at, builder.rows + levels.length);
    }
    return builder.finish(header);
  };

  it('takes levels written in place as those that are pushed, however many', () => {
    const level = fc.tuple(
      fc.constantFrom(ROW_LEVEL, ROW_LEVEL | ROW_SELL),
      fc.integer({ min: 1, max: 2 ** 31 - 1 }),
      fc.nat(),
    );
    const first = fc.array(level, { minLength: 1, maxLength: 2_000 });
    const later = fc.array(fc.array(level, { maxLength: 900 }), { maxLength: 6 });
    fc.assert(
      fc.property(first, later, (opening, others) => {
        const messages = [opening, ...others].map((levels, index) => [10 + index, levels] as const);
        const rows = messages.flatMap(([at, levels]) =>
          levels.map(([side, ticks, lots]): Row => [at, side, ticks, lots]),
        );
        expect(tapeChecksum(written(messages))).toBe(
          tapeChecksum(build([[10, ROW_SNAPSHOT, 0, 0], ...rows])),
        );
      }),
      { numRuns: 30 },
    );
  });

  it.each<[string, Level, RegExp]>([
    ['a price of zero', [ROW_LEVEL, 0, 1], /row 2: price 0/],
    ['less than nothing', [ROW_LEVEL, 100, -1], /row 2: quantity -1/],
    ['a part of a quantum', [ROW_LEVEL, 100, 0.5], /row 2: quantity 0.5/],
  ])('refuses %s that is written in place', (_name, level, message) => {
    expect(() => written([[10, [[ROW_LEVEL, 100, 1], level]]])).toThrow(message);
  });

  it.each<[string, readonly Row[], RegExp]>([
    [
      'a level before the book opens',
      [[5, ROW_LEVEL]],
      /row 0: a level while the book is not open/,
    ],
    ['a level in a gap', [...opened, [20, ROW_GAP], [21, ROW_LEVEL]], /row 4: a level while/],
    ['a gap before the book opens', [[5, ROW_GAP]], /row 0: a gap while/],
    [
      'a snapshot without levels',
      [
        [5, ROW_SNAPSHOT],
        [6, ROW_TRADE],
      ],
      /row 0: a snapshot without levels/,
    ],
    ['a negative delay', [...opened, [20, ROW_TRADE, 100, 1, -1]], /row 3: negative delay/],
    ['a price of zero', [...opened, [20, ROW_TRADE, 0, 1]], /row 3: price 0/],
    ['a trade of nothing', [...opened, [20, ROW_TRADE, 100, 0]], /row 3: a trade of nothing/],
    ['a fractional quantity', [...opened, [20, ROW_LEVEL, 100, 1.5]], /row 3: quantity 1.5/],
    ['a fractional time', [...opened, [20.5, ROW_TRADE]], /row 3: time is not an integer/],
    ['a price beyond 32 bits', [[5, ROW_TRADE, 2 ** 31]], /32-bit/],
  ])('refuses %s', (_name, rows, message) => {
    expect(() => build(rows)).toThrow(InvariantError);
    expect(() => build(rows)).toThrow(message);
  });

  it('has a checksum that any change of any column changes', () => {
    const rows: readonly Row[] = [...opened, [20, ROW_TRADE, 100, 2, 7]];
    const sum = tapeChecksum(build(rows));
    expect(tapeChecksum(build(rows))).toBe(sum);
    const changed: readonly Row[] = [
      [21, ROW_TRADE, 100, 2, 7],
      [20, ROW_TRADE | ROW_SELL, 100, 2, 7],
      [20, ROW_TRADE, 101, 2, 7],
      [20, ROW_TRADE, 100, 2 ** 40, 7],
      [20, ROW_TRADE, 100, 2, 8],
    ];
    const sums = changed.map((row) => tapeChecksum(build([...opened, row])));
    expect(new Set([sum, ...sums]).size).toBe(6);
  });
});
