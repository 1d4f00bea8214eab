/** Where an import puts the best prices of a recording beside the rows of its tape (F0, F18), on logs of a few lines. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeTape, encodeTape } from '../../src/data/arrow-file.js';
import { loadTape } from '../../src/data/open.js';
import type { Tape } from '../../src/sim/tape/tape.js';
import { tapeChecksum } from '../../src/sim/tape/tape-checksum.js';
import { temporaryFiles } from './temporary-files.js';

const files = temporaryFiles();

/** Milliseconds; the recorder's clock is 1,000 behind. */
const START = 1_704_067_200_000;
let clock = 0;

const line = (at: number, message: object): string =>
  `${BigInt(Math.round((START + at - 1_000) * 1_000)) * 1_000n} ${JSON.stringify(message)}`;

const write = (lines: readonly string[]): string[] => {
  clock += 1;
  return files.write(new Map([[`top-${clock}`, lines.join('\n')]]));
};

type Stamp = (at: number) => object;
const spot: Stamp = (at) => ({ E: START + at });
const futures: Stamp = (at) => ({ E: START + at, T: START + at });

const depth = (stamp: Stamp, at: number, ...[U, u, pu]: readonly number[]): string => {
  const ids = pu === undefined ? { U, u } : { U, u, pu };
  const data = { e: 'depthUpdate', ...stamp(at), s: 'X', ...ids, b: [['10', String(u)]], a: [] };
  return line(at, { stream: 'x@depth', data });
};
const snapshot = line(0, { lastUpdateId: 100, bids: [['10', '1']], asks: [['11', '3']] });
const trade = (at: number, t: number): string => {
  const data = { e: 'trade', ...futures(at), s: 'X', t, p: '10', q: '1', m: true };
  return line(at, { stream: 'x@trade', data });
};
const ticker = (at: number, u: number, more: object = {}): string =>
  line(at, {
    stream: 'x@bookTicker',
    data: { u, s: 'X', b: '10', B: '2.5', a: '11', A: '3', ...more },
  });

/** `ms before row n: bid x quantity, ask x quantity +delay`. */
function topOf({ top, quantaPerLot }: Tape): string[] {
  if (top === null) return [];
  return Array.from({ length: top.rows }, (_, row) => {
    const bid = `${top.bid[row]!} x ${top.bidQuantity[row]! / quantaPerLot}`;
    const ask = `${top.ask[row]!} x ${top.askQuantity[row]! / quantaPerLot}`;
    const delay = top.delay[row]! === 0 ? '' : ` +${top.delay[row]! / 1_000}`;
    const at = top.time[row]! / 1_000 - START;
    return `${at} before row ${top.before[row]!}: ${bid}, ${ask}${delay}`;
  });
}

describe('the top rows of a recording', () => {
  it('F18 F0: stand by update id, at the time of their receipt, between the diffs around them', async () => {
    // Rows: 0 to 2 the opening at 100, 3 the trade at 150, 4 the diff at 200, 5 the one at 300.
    const tape = await loadTape(
      write([
        snapshot,
        depth(spot, 100, 101, 101),
        ticker(120, 102),
        trade(150, 1),
        depth(spot, 200, 102, 105),
        // Older than the diff that came before it: it stands before it, and is known when it was received.
        ticker(240, 104),
        ticker(250, 106),
        depth(spot, 300, 106, 108),
        // As new as the last diff: the diff's word is the last.
        ticker(300, 108),
      ]),
      { instrument: { symbol: 'X', tickSize: '1', lotSize: '1' } },
    );
    expect(topOf(tape)).toEqual([
      '120 before row 3: 10 x 2, 11 x 3',
      '200 before row 4: 10 x 2, 11 x 3 +40',
      '250 before row 5: 10 x 2, 11 x 3',
      '300 before row 5: 10 x 2, 11 x 3',
    ]);
  });

  it('F18 F0: have a time of their own on futures, never one outside the diffs they stand between', async () => {
    const stamps = [110, 150, 260];
    const lines = [
      snapshot,
      depth(futures, 100, 99, 101, 98),
      ...stamps.map((at, index) => ticker(at + 2, 102 + index, futures(at))),
      depth(futures, 200, 102, 105, 101),
      trade(260, 1),
    ];
    const tape = await loadTape(write(lines));
    expect(topOf(tape).map((row) => row.split(' ')[0])).toEqual(['110', '150', '200']);
    expect([...tape.top!.delay]).toEqual([2_000, 2_000, 62_000]);
  });

  it('F18 F2: are counted and left out before the book, while it is lost, and behind the last row', async () => {
    const tape = await loadTape(
      write([
        snapshot,
        ticker(50, 99),
        depth(spot, 100, 101, 101),
        ticker(150, 102),
        depth(spot, 200, 105, 106),
        ticker(250, 107),
        line(350, { lastUpdateId: 109, bids: [['10', '1']], asks: [['11', '3']] }),
        depth(spot, 400, 109, 112),
        ticker(400, 113),
        ticker(450, 114),
      ]),
    );
    expect(topOf(tape).map((row) => row.split(' ')[0])).toEqual(['150']);
    expect(tape.skipped.get('ticker-without-book')).toBe(3);
    expect(tape.skipped.get('ticker-after-end')).toBe(1);
  });

  it('F18: off the tick they are counted and left out', async () => {
    const tape = await loadTape(
      write([
        snapshot,
        depth(spot, 100, 101, 101),
        ticker(150, 102, { b: '10.5' }),
        depth(spot, 200, 102, 103),
      ]),
    );
    expect(tape.top).toBeNull();
    expect(tape.skipped.get('ticker-off-tick')).toBe(1);
  });

  it('F18: of Tardis stand by time, before a diff of their instant, an empty side left out', async () => {
    const row = (...fields: readonly (string | number)[]): string =>
      ['binance-futures', 'X', ...fields].join(',');
    const at = (ms: number): number => (START + ms) * 1_000;
    const levels = [
      'exchange,symbol,timestamp,local_timestamp,is_snapshot,side,price,amount',
      row(at(50), at(60), 'true', 'bid', 10, 1),
      row(at(50), at(60), 'true', 'ask', 11, 3),
      row(at(100), at(110), 'false', 'bid', 10, 2),
      row(at(200), at(210), 'false', 'bid', 10, 3),
      row(at(300), at(310), 'false', 'bid', 10, 4),
    ];
    const quotes = [
      'exchange,symbol,timestamp,local_timestamp,ask_amount,ask_price,bid_price,bid_amount',
      row(at(150), at(160), 3, 11, 10, 2),
      row(at(200), at(212), '', '', 10, 7),
    ];
    const paths = files.write(
      new Map([
        ['levels.csv.gz', gzipSync(levels.join('\n'))],
        ['quotes.csv.gz', gzipSync(quotes.join('\n'))],
      ]),
    );
    // Rows: 0 to 2 the opening at 100, 3 the diff at 200, 4 the one at 300.
    expect(topOf(await loadTape(paths))).toEqual([
      '150 before row 3: 10 x 2, 11 x 3',
      '200 before row 3: 10 x 7, 0 x 0 +2',
    ]);
  });

  it('F18: go through an Arrow file, and a file without them is what it was', async () => {
    const lines = [
      snapshot,
      depth(spot, 100, 101, 101),
      ticker(150, 102),
      ticker(160, 103),
      depth(spot, 200, 102, 105),
    ];
    const tape = await loadTape(write(lines));
    const read = decodeTape('tape.arrow', encodeTape(tape));
    expect(tapeChecksum(read)).toBe(tapeChecksum(tape));
    expect(topOf(read)).toEqual(topOf(tape));
    expect(topOf(read)).toHaveLength(2);
    expect(read.rows).toBe(tape.rows);
    const without = encodeTape({ ...tape, top: null }).toString('latin1');
    expect(without).not.toContain('topRows');
    expect(encodeTape(tape).toString('latin1')).toContain('"topRows":2');
  });

  it('F18: that break their contract with the rows are refused, also where an Arrow file has a good seal', async () => {
    const lines = [
      snapshot,
      depth(spot, 100, 101, 101),
      ticker(150, 102),
      depth(spot, 200, 102, 105),
    ];
    const tape = await loadTape(write(lines));
    const { top } = tape;
    const forged = [
      { ...top!, before: Int32Array.of(9) },
      { ...top!, before: Int32Array.of(0) },
      { ...top!, time: Float64Array.of(tape.time[0]!) },
      { ...top!, bid: Int32Array.of(-1) },
      { ...top!, bidQuantity: Float64Array.of(0.5) },
      { ...top!, delay: Int32Array.of(-1) },
    ];
    for (const one of forged) {
      const bytes = encodeTape({ ...tape, top: one });
      expect(() => decodeTape('tape.arrow', bytes)).toThrow(/damaged: top row 0/);
    }
  });
});
