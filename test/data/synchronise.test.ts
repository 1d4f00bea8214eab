/**
 * Opening a book, losing it and opening it again, on logs of a few lines whose tapes are written out.
 */
import { describe, expect, it } from 'vitest';
import { inspectFiles } from '../../src/data/inspect.js';
import { loadTape } from '../../src/data/open.js';
import {
  ROW_GAP,
  ROW_INELIGIBLE,
  ROW_KIND_MASK,
  ROW_LEVEL,
  ROW_SELL,
  ROW_SNAPSHOT,
  ROW_TRADE,
  type Tape,
} from '../../src/sim/tape/tape.js';
import { temporaryFiles } from './temporary-files.js';

const files = temporaryFiles();

/** Milliseconds; the recorder's clock is 1,000 behind. */
const START = 1_704_067_200_000;
let clock = 0;

const line = (at: number, message: object): string =>
  `${BigInt(Math.round((START + at - 1_000) * 1_000)) * 1_000n} ${JSON.stringify(message)}`;

type Levels = readonly (readonly [string, string])[];

interface Diff {
  readonly at: number;
  readonly ids: readonly [first: number, last: number, previous?: number];
  readonly b?: Levels;
  readonly a?: Levels;
  readonly receivedAt?: number;
}

function diff({ at, ids: [U, u, pu], b = [], a = [], receivedAt = at }: Diff): string {
  const stamps = pu === undefined ? { E: START + at } : { E: START + at + 5, T: START + at, pu };
  const data = { e: 'depthUpdate', ...stamps, s: 'X', U, u, b, a };
  return line(receivedAt, { stream: 'x@depth@100ms', data });
}

const snapshot = (at: number, lastUpdateId: number, bids: Levels, asks: Levels): string =>
  line(at, { lastUpdateId, bids, asks });

function trade(at: number, id: number, p: string, extra: object = {}): string {
  const data = {
    e: 'trade',
    E: START + at,
    T: START + at,
    s: 'X',
    t: id,
    p,
    q: '1',
    m: true,
    ...extra,
  };
  return line(at, { stream: 'x@trade', data });
}

const ticker = (at: number, u: number, best: readonly [string, string, string, string]): string => {
  const [b, B, a, A] = best;
  return line(at, { stream: 'x@bookTicker', data: { u, s: 'X', b, B, a, A } });
};

const write = (lines: readonly string[]): string[] => {
  clock += 1;
  return files.write(new Map([[`log-${clock}`, lines.join('\n')]]));
};

const NAMES = new Map([
  [ROW_LEVEL, 'bid'],
  [ROW_LEVEL | ROW_SELL, 'ask'],
  [ROW_TRADE, 'bought'],
  [ROW_TRADE | ROW_SELL, 'sold'],
  [ROW_TRADE | ROW_SELL | ROW_INELIGIBLE, 'sold (not matched)'],
  [ROW_SNAPSHOT, 'snapshot'],
  [ROW_GAP, 'gap'],
]);

/** `ms what price x quantity +delay`, in the units of the file. */
function rowsOf(tape: Tape): string[] {
  const step = Number(tape.tickSize) / tape.quantaPerTick;
  return Array.from({ length: tape.rows }, (_, row) => {
    const kind = tape.kind[row]!;
    const at = tape.time[row]! / 1_000 - START;
    const book = (kind & ROW_KIND_MASK) === ROW_SNAPSHOT || (kind & ROW_KIND_MASK) === ROW_GAP;
    const what = book
      ? ''
      : ` ${Math.round(tape.price[row]! * step * 100) / 100} x ${tape.quantity[row]!}`;
    const delay = tape.delay[row]! === 0 ? '' : ` +${tape.delay[row]! / 1_000}`;
    return `${at} ${NAMES.get(kind)!}${what}${delay}`;
  });
}

const BIDS: Levels = [
  ['10', '1'],
  ['9', '2'],
];
const ASKS: Levels = [
  ['11', '3'],
  ['12', '4'],
];

describe('synchronisation of a spot log', () => {
  it('F2: opens at the first kept diff, snapshot and diff applied together', async () => {
    const tape = await loadTape(
      write([
        diff({ at: 0, ids: [90, 95], b: [['8', '7']] }),
        trade(40, 1, '10'),
        diff({
          at: 100,
          ids: [96, 103],
          b: [
            ['10', '5'],
            ['7', '0'],
          ],
          a: [['11', '0']],
        }),
        snapshot(150, 100, BIDS, ASKS),
        diff({ at: 200, ids: [104, 105], b: [['9', '0']] }),
      ]),
    );
    expect(rowsOf(tape)).toEqual([
      '40 sold 10 x 1',
      // Known only once the snapshot had come, 50 ms after the diff.
      '100 snapshot +50',
      '100 bid 10 x 5 +50',
      '100 bid 9 x 2 +50',
      '100 bid 7 x 0 +50',
      '100 ask 11 x 0 +50',
      '100 ask 12 x 4 +50',
      '200 bid 9 x 0',
    ]);
    expect(tape.snapshotWorst).toEqual({ bid: 9, ask: 12 });
    expect(Object.fromEntries(tape.skipped)).toEqual({ 'depth-before-snapshot': 1 });
    expect(tape.receivedOffsetMs).toBe(1_000);
  });

  it('F2: opens with every diff of the opening instant that came with the first', async () => {
    const log = (receivedAt: number) =>
      write([
        snapshot(0, 100, BIDS, ASKS),
        diff({ at: 100, ids: [101, 101], b: [['10', '5']] }),
        diff({ at: 100, ids: [102, 102], b: [['10', '6']], a: [['11', '9']], receivedAt }),
        diff({ at: 200, ids: [103, 103], b: [['10', '7']] }),
      ]);
    const opened = ['100 bid 9 x 2', '100 ask 11 x 9', '100 ask 12 x 4', '200 bid 10 x 7'];
    expect(rowsOf(await loadTape(log(100)))).toEqual(['100 snapshot', '100 bid 10 x 6', ...opened]);
    // Received later, it is known later: the book opens without it.
    expect(rowsOf(await loadTape(log(130)))).toEqual([
      '100 snapshot',
      '100 bid 10 x 5',
      '100 bid 9 x 2',
      '100 ask 11 x 3',
      '100 ask 12 x 4',
      '100 bid 10 x 6 +30',
      '100 ask 11 x 9 +30',
      '200 bid 10 x 7',
    ]);
  });

  it('F2 F:MD7: shows a lost diff as a gap, and trades only until the next snapshot', async () => {
    const lines = [
      snapshot(0, 100, BIDS, ASKS),
      diff({ at: 100, ids: [101, 101], b: [['10', '2']] }),
      diff({ at: 200, ids: [105, 106], b: [['10', '3']] }),
      trade(250, 1, '10'),
      diff({ at: 300, ids: [107, 108], b: [['10', '4']] }),
      snapshot(350, 109, BIDS, ASKS),
      diff({ at: 400, ids: [109, 112], b: [['10', '6']] }),
    ];
    const tape = await loadTape(write(lines));
    expect(rowsOf(tape).filter((row) => !/ (9|11|12) x/.test(row))).toEqual([
      '100 snapshot',
      '100 bid 10 x 2',
      '200 gap',
      '250 sold 10 x 1',
      '400 snapshot',
      '400 bid 10 x 6',
    ]);
    expect((await inspectFiles(write(lines))).sequenceGaps).toBe(1);
    expect(Object.fromEntries(tape.skipped)).toEqual({ 'depth-after-gap': 2 });
  });

  it('F2 F:MD7: orders by update id, and no row before one of a lower id', async () => {
    const tape = await loadTape(
      write([
        snapshot(0, 100, BIDS, ASKS),
        diff({ at: 100, ids: [101, 101], b: [['10', '2']] }),
        diff({ at: 290, ids: [103, 103], b: [['10', '4']], receivedAt: 300 }),
        diff({ at: 300, ids: [102, 102], b: [['10', '3']], receivedAt: 301 }),
        trade(300, 1, '10'),
      ]),
    );
    expect(rowsOf(tape).slice(-3)).toEqual([
      '300 sold 10 x 1',
      '300 bid 10 x 3 +1',
      '300 bid 10 x 4 +1',
    ]);
  });

  it('F1: delays what took longer than the quickest row, in whole milliseconds, rounded up', async () => {
    const tape = await loadTape(
      write([
        snapshot(0, 100, BIDS, ASKS),
        diff({ at: 100, ids: [101, 101], receivedAt: 107 }),
        diff({ at: 200, ids: [102, 102], b: [['10', '2']], receivedAt: 203.2 }),
        diff({ at: 300, ids: [103, 103], b: [['10', '3']], receivedAt: 304.3 }),
      ]),
    );
    expect(rowsOf(tape).slice(-2)).toEqual(['200 bid 10 x 2', '300 bid 10 x 3 +2']);
    expect(rowsOf(tape)[0]).toBe('100 snapshot +4');
    // 1,000 behind, less the 3.2 that the quickest row took.
    expect(tape.receivedOffsetMs).toBe(996.8);
  });

  it('F0: checks the book against bookTicker at the same update id, and only there', async () => {
    const report = await inspectFiles(
      write([
        snapshot(0, 100, BIDS, ASKS),
        diff({ at: 100, ids: [101, 101], b: [['10', '2']] }),
        ticker(101, 101, ['10.0', '2.00', '11', '3']),
        ticker(120, 102, ['1', '1', '2', '2']),
        diff({ at: 200, ids: [102, 103], b: [['10', '0']] }),
        ticker(201, 103, ['10', '1', '11', '3']),
      ]),
    );
    expect(report.bookTicker).toEqual({ comparable: 2, agreed: 1 });
  });

  it('F:MD6: counts a crossed book', async () => {
    const lines = [
      snapshot(0, 100, BIDS, ASKS),
      diff({ at: 100, ids: [101, 101], b: [['11', '2']] }),
      diff({ at: 200, ids: [102, 102], b: [['11', '0']] }),
    ];
    const report = await inspectFiles(write(lines));
    expect(report.crossedBooks).toBe(1);
  });

  it('refuses two symbols where none is named, and takes the one that is', async () => {
    const other = trade(150, 1, '10').replace('"s":"X"', '"s":"Y"');
    const lines = [snapshot(0, 100, BIDS, ASKS), diff({ at: 100, ids: [101, 101] }), other];
    await expect(loadTape(write(lines))).rejects.toThrow(/:3.*a second symbol, Y, after X/);
    const instrument = { symbol: 'X', tickSize: '1', lotSize: '1' };
    const tape = await loadTape(write(lines), { instrument });
    expect(Object.fromEntries(tape.skipped)).toEqual({ 'other-symbol': 1 });
  });
});

describe('synchronisation of a futures log', () => {
  const opening = [
    snapshot(0, 100, BIDS, ASKS),
    diff({ at: 10, ids: [90, 95, 89] }),
    diff({ at: 100, ids: [98, 103, 95], b: [['10', '2']] }),
  ];

  it('F2: opens at U <= lastUpdateId <= u, then follows pu', async () => {
    const tape = await loadTape(
      write([
        ...opening,
        diff({ at: 200, ids: [110, 120, 103], b: [['10', '3']] }),
        diff({ at: 300, ids: [130, 140, 125], b: [['10', '4']] }),
      ]),
    );
    expect(tape.venueKind).toBe('usdm');
    expect(rowsOf(tape).filter((row) => row.includes(' 10 x') || row.includes('gap'))).toEqual([
      '100 bid 10 x 2',
      '200 bid 10 x 3',
      '300 gap',
    ]);
  });

  it('F2: opens where the id of the snapshot falls between two diffs', async () => {
    const tape = await loadTape(
      write([snapshot(0, 97, BIDS, ASKS), ...opening.slice(1), trade(150, 1, '10')]),
    );
    expect(rowsOf(tape)[0]).toBe('100 snapshot');
  });

  it('F10: keeps insurance fund and ADL prints apart, and counts zero prints', async () => {
    const tape = await loadTape(
      write([
        ...opening,
        trade(150, 1, '10', { X: 'MARKET' }),
        trade(160, 2, '10', { X: 'INSURANCE_FUND' }),
        trade(170, 3, '0', { X: 'NA', q: '0' }),
      ]),
    );
    expect(rowsOf(tape).slice(-2)).toEqual(['150 sold 10 x 1', '160 sold (not matched) 10 x 1']);
    expect(Object.fromEntries(tape.skipped)).toMatchObject({
      'not-matched:INSURANCE_FUND': 1,
      'zero-print': 1,
    });
  });
});

describe('grids', () => {
  const instrument = { symbol: 'X', tickSize: '1', lotSize: '1' };
  const opening = [snapshot(0, 100, BIDS, ASKS), diff({ at: 100, ids: [101, 101] })];

  it('F3: keep dust and sub-tick prints exact on finer quanta, and count them', async () => {
    const dusty = diff({ at: 200, ids: [102, 102], b: [['10', '1.25']] });
    const tape = await loadTape(write([...opening, dusty, trade(300, 1, '10.5')]), { instrument });
    expect([tape.quantaPerLot, tape.dustRows]).toEqual([4, 1]);
    expect([tape.quantaPerTick, tape.subTickPrints]).toEqual([2, 1]);
    expect([tape.quantity[tape.rows - 2], tape.price[tape.rows - 1]]).toEqual([5, 21]);
  });

  it('refuse a level off the tick, with its line', async () => {
    const off = diff({ at: 200, ids: [102, 102], b: [['10.5', '1']] });
    await expect(loadTape(write([...opening, off]), { instrument })).rejects.toThrow(
      /:3: .*off the tick size 1/,
    );
  });

  it('refuse prices that no 32-bit grid holds', async () => {
    const fine = trade(300, 1, '10.00000000001');
    await expect(loadTape(write([...opening, fine]), { instrument })).rejects.toThrow(/too fine/);
  });
});
