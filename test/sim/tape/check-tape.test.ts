/** What a tape that somebody else wrote is refused for beside its numbers: the order of its rows, and kinds nobody knows. */
import { describe, expect, it } from 'vitest';
import { checkForeignTape } from '../../../src/sim/tape/check-tape.js';
import {
  ROW_LEVEL,
  ROW_SELL,
  ROW_SNAPSHOT,
  ROW_TRADE,
  type Tape,
} from '../../../src/sim/tape/tape.js';

type Row = readonly [time: number, kind: number, price?: number, quantity?: number];

const tapeOf = (...rows: readonly Row[]): Tape => ({
  symbol: 'X',
  tickSize: '0.1',
  lotSize: '1',
  format: 'generated',
  quantaPerTick: 1,
  quantaPerLot: 1,
  venueKind: 'spot',
  hasReceiveClock: false,
  receivedOffsetMs: null,
  dustRows: 0,
  subTickPrints: 0,
  skipped: new Map(),
  snapshotWorst: null,
  rows: rows.length,
  time: Float64Array.from(rows, ([time]) => time),
  kind: Uint8Array.from(rows, ([, kind]) => kind),
  price: Int32Array.from(rows, ([, , price]) => price ?? 0),
  quantity: Float64Array.from(rows, ([, , , quantity]) => quantity ?? 0),
  delay: new Int32Array(rows.length),
  top: null,
});

const OPEN: readonly Row[] = [
  [10, ROW_SNAPSHOT],
  [10, ROW_LEVEL, 100, 5],
  [10, ROW_LEVEL | ROW_SELL, 101, 5],
];

describe('a tape that was not built here', () => {
  it('is taken where trades of an instant stand before its book rows', () => {
    const rows: readonly Row[] = [...OPEN, [20, ROW_TRADE, 100, 1], [20, ROW_LEVEL, 100, 4]];
    expect(() => checkForeignTape(tapeOf(...rows))).not.toThrow();
  });

  it.each<[string, readonly Row[], string]>([
    [
      'a trade stands behind book rows of its instant',
      [...OPEN, [20, ROW_LEVEL, 100, 4], [20, ROW_TRADE, 100, 1]],
      'tape row 4: a trade behind book rows',
    ],
    [
      'time falls',
      [...OPEN, [20, ROW_LEVEL, 100, 4], [19, ROW_LEVEL, 100, 3]],
      'tape row 4: time falls',
    ],
    ['a kind has bits nobody knows', [...OPEN, [20, 128, 100, 4]], 'tape row 3: kind 128'],
  ])('is refused where %s', (_title, rows, words) => {
    expect(() => checkForeignTape(tapeOf(...rows))).toThrow(words);
  });
});
