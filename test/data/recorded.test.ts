/**
 * What is known to be true of the recorded Binance sessions, checked again on what we make of them.
 */
import { describe, expect, it } from 'vitest';
import { DataError } from '../../src/data/data-error.js';
import { inspectFiles } from '../../src/data/inspect.js';
import { loadTape } from '../../src/data/open.js';
import { tapeChecksum } from '../../src/sim/tape/tape-checksum.js';
import {
  ROW_KIND_MASK,
  ROW_LEVEL,
  ROW_SNAPSHOT,
  ROW_TRADE,
  type Tape,
} from '../../src/sim/tape/tape.js';
import { dataRoot } from '../support/what-is-here.js';
import { RECORDED } from './recorded-data.js';

const root = dataRoot;

describe('recorded Binance sessions', () => {
  it.each([
    ['spot, over midnight', RECORDED.spot, 1_072],
    ['USD-M', RECORDED.usdm, 629],
    ['COIN-M, over midnight', RECORDED.coinm, 1_885],
  ] as const)(
    'rebuild the very best that bookTicker shows: %s',
    async (_name, files, comparable) => {
      const report = await inspectFiles(files, { root });
      expect(report.format).toBe('binance-raw');
      expect(report.sequenceGaps).toBe(0);
      expect(report.crossedBooks).toBe(0);
      expect(report.bookTicker).toEqual({ comparable, agreed: comparable });
    },
  );

  it('state what is known of spot: grid, dust, a recorder 1.27 s behind', async () => {
    const report = await inspectFiles(RECORDED.spot, { root });
    expect(report.symbols).toEqual(['BTCUSDT']);
    expect(report.span).toEqual({
      start: '2024-08-08T23:54:15.342000Z',
      end: '2024-08-09T00:05:05.809000Z',
    });
    expect(report.tape).toEqual({
      venueKind: 'spot',
      tickSize: '0.01',
      lotSize: '0.00001',
      dustRows: 7,
      subTickPrints: 0,
    });
    expect(report.receivedOffsetMs).toBeCloseTo(1_276.16, 2);
    expect(report.skipped).toEqual({ 'depth-before-snapshot': 2, 'ticker-without-book': 2 });
  });

  it('keep dust exact on a finer quantum, and the lots whole', async () => {
    const tape = await loadTape(RECORDED.spot, { root });
    expect(tape.quantaPerLot).toBe(10);
    expect(offLots(tape)).toBe(7);
    expect(tape.rows).toBe(319_990);
  });

  it('take the steps of the instrument where it is named', async () => {
    const instrument = { symbol: 'BTCUSDT', tickSize: '0.10', lotSize: '0.001' };
    const named = await loadTape(RECORDED.usdm, { root, instrument });
    const derived = await loadTape(RECORDED.usdm, { root });
    expect([named.tickSize, named.lotSize]).toEqual(['0.1', '0.001']);
    expect(tapeChecksum(named)).toBe(tapeChecksum(derived));
  });

  it('refuse an instrument whose tick does not hold the recorded prices', async () => {
    const instrument = { symbol: 'BTCUSDT', tickSize: '0.5', lotSize: '0.001' };
    await expect(loadTape(RECORDED.usdm, { root, instrument })).rejects.toThrow(
      /off the tick size 0\.5/,
    );
  });

  it('refuse a second day without its snapshot', async () => {
    await expect(loadTape(RECORDED.spot.slice(1), { root })).rejects.toThrow(/no snapshot/);
  });

  it('refuse files in the wrong order', async () => {
    await expect(loadTape(RECORDED.spot.toReversed(), { root })).rejects.toThrow(
      /receive time goes back .* in the order they were recorded/,
    );
  });
});

describe('one USD-M session in three formats', () => {
  it('is the same book at every instant: raw, Tardis and npz', async () => {
    const instrument = { symbol: 'BTCUSDT', tickSize: '0.1', lotSize: '0.001' };
    const raw = await loadTape(RECORDED.usdm, { root, instrument });
    const tardis = await loadTape(RECORDED.tardis, { root, instrument });
    const npz = await loadTape(RECORDED.npz, { root, instrument });
    expect(tapeChecksum(tardis)).toBe(tapeChecksum(raw));
    expect(venueFacts(npz)).toEqual(venueFacts(raw));
    expect(tapeChecksum({ ...npz, delay: raw.delay })).toBe(tapeChecksum(raw));
    // The npz keeps received times shifted by a length in nanoseconds, the others keep whole microseconds: three of
    // 21,313 prints come out a millisecond apart in delay, and no book row does.
    const apart = rowsApart(raw.delay, npz.delay);
    expect(apart.map((row) => raw.kind[row]! & ROW_KIND_MASK)).toEqual([
      ROW_TRADE,
      ROW_TRADE,
      ROW_TRADE,
    ]);
    expect(apart.every((row) => Math.abs(raw.delay[row]! - npz.delay[row]!) === 1_000)).toBe(true);
  });

  it('opens with the snapshot and the first diff applied together', async () => {
    const tape = await loadTape(RECORDED.usdm, { root });
    const opens = tape.kind.findIndex((kind) => (kind & ROW_KIND_MASK) === ROW_SNAPSHOT);
    expect(tape.time[opens]).toBe(1_723_161_256_505_000);
    const before = tape.kind.subarray(0, opens);
    expect(before.every((kind) => (kind & ROW_KIND_MASK) === ROW_TRADE)).toBe(true);
    expect(tape.kind[opens + 1]! & ROW_KIND_MASK).toBe(ROW_LEVEL);
  });

  it('says of each file what it is', async () => {
    const quotes = await inspectFiles([...RECORDED.tardisQuotes, ...RECORDED.tardis], { root });
    expect(quotes.skipped).toEqual({ 'ticker-without-book': 33 });
    const trades = await inspectFiles(RECORDED.visionTrades, { root });
    expect([trades.archiveKind, trades.rows, trades.symbols]).toEqual([
      'trades',
      21_313,
      ['BTCUSDT'],
    ]);
    const ticker = await inspectFiles(RECORDED.visionTicker, { root });
    expect([ticker.archiveKind, ticker.rows, ticker.crossedBooks]).toEqual([
      'bookTicker',
      66_089,
      0,
    ]);
    expect(ticker.span.start).toBe('2024-08-08T23:54:16.313000Z');
  });

  it('is not replayed from trades alone', async () => {
    const refused = loadTape(RECORDED.visionTrades, { root });
    await expect(refused).rejects.toThrow(/no depth in this file/);
    await expect(refused).rejects.toBeInstanceOf(DataError);
  });
});

describe('Binance archive', () => {
  it('finds whole months of minute bars without a gap', async () => {
    const minutes = [29, 28].map((days) => days * 1_440);
    for (const [i, file] of RECORDED.klines.entries()) {
      const report = await inspectFiles([file], { root });
      expect([report.archiveKind, report.rows, report.sequenceGaps]).toEqual([
        'klines',
        minutes[i],
        0,
      ]);
    }
  });
});

function offLots(tape: Tape): number {
  const isBook = (kind: number): boolean => (kind & ROW_KIND_MASK) === ROW_LEVEL;
  return tape.quantity.reduce(
    (count, quantity, row) =>
      count + (isBook(tape.kind[row]!) && quantity % tape.quantaPerLot > 0 ? 1 : 0),
    0,
  );
}

/** What the header says of the venue, not of the recorder. */
function venueFacts(tape: Tape) {
  const { rows, symbol, tickSize, lotSize, quantaPerTick, quantaPerLot, snapshotWorst, venueKind } =
    tape;
  return { rows, symbol, tickSize, lotSize, quantaPerTick, quantaPerLot, snapshotWorst, venueKind };
}

function rowsApart(left: Int32Array, right: Int32Array): number[] {
  const apart: number[] = [];
  left.forEach((value, row) => {
    if (value !== right[row]) apart.push(row);
  });
  return apart;
}
