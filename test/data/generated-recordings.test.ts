/**
 * What is known of the recorded sessions (recorded.test.ts), proven on generated files of the same formats: book against
 * the venue's best, no gap, never crossed, dust kept, one session in three formats, archive files.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspectFiles } from '../../src/data/inspect.js';
import { loadTape } from '../../src/data/open.js';
import { tapeChecksum } from '../../src/sim/tape/tape-checksum.js';
import { ROW_KIND_MASK, ROW_SNAPSHOT } from '../../src/sim/tape/tape.js';
import { TWIN_FACTS, type Twins, writeTwins } from './generated-recordings.js';
import { RECORDED } from './recorded-data.js';

let twins: Twins;
const root = () => ({ root: twins.root });
const instrument = { symbol: 'BTCUSDT', tickSize: '0.1', lotSize: '0.001' };

beforeAll(() => {
  twins = writeTwins();
});
afterAll(() => {
  twins.remove();
});

describe('generated sessions', () => {
  it.each(['spot', 'usdm', 'coinm'] as const)(
    'F2: rebuild the very best that bookTicker shows: %s',
    async (market) => {
      const report = await inspectFiles(RECORDED[market], root());
      const comparable = twins.comparable.get(market);
      expect(report.format).toBe('binance-raw');
      expect(comparable).toBeGreaterThan(500);
      expect(report.bookTicker).toEqual({ comparable, agreed: comparable });
      expect([report.sequenceGaps, report.crossedBooks]).toEqual([0, 0]);
      expect(report.skipped).toEqual({ 'depth-before-snapshot': 1 });
      expect(report.receivedOffsetMs).toBeCloseTo(TWIN_FACTS.clockBehindMs, 0);
    },
  );

  it('F3: keep dust exact on a finer quantum, and count it', async () => {
    const report = await inspectFiles(RECORDED.spot, root());
    expect(report.tape).toMatchObject({ venueKind: 'spot', tickSize: '0.01', lotSize: '0.00001' });
    expect(report.tape?.dustRows).toBe(TWIN_FACTS.dustRows);
    expect((await loadTape(RECORDED.spot, root())).quantaPerLot).toBe(2);
  });

  it('refuse a tick that does not hold the prices, a day without its snapshot, files in the wrong order', async () => {
    const coarse = { ...instrument, tickSize: '0.5' };
    await expect(loadTape(RECORDED.usdm, { ...root(), instrument: coarse })).rejects.toThrow(
      /off the tick size 0\.5/,
    );
    await expect(loadTape(RECORDED.spot.slice(1), root())).rejects.toThrow(/no snapshot/);
    await expect(loadTape(RECORDED.spot.toReversed(), root())).rejects.toThrow(
      /receive time goes back .* in the order they were recorded/,
    );
  });
});

describe('one generated USD-M session in three formats', () => {
  it('is the same tape: raw, Tardis and npz, grids named or derived', async () => {
    const raw = await loadTape(RECORDED.usdm, { ...root(), instrument });
    expect(raw.time[raw.kind.findIndex((kind) => (kind & ROW_KIND_MASK) === ROW_SNAPSHOT)]).toBe(
      raw.time[0],
    );
    for (const files of [RECORDED.usdm, RECORDED.tardis, RECORDED.npz]) {
      for (const named of [{}, { instrument }]) {
        expect(tapeChecksum(await loadTape(files, { ...root(), ...named }))).toBe(
          tapeChecksum(raw),
        );
      }
    }
  });

  it('is told by its archive files, and is not replayed from them', async () => {
    const raw = await inspectFiles(RECORDED.usdm, root());
    const quotes = await inspectFiles([...RECORDED.tardisQuotes, ...RECORDED.tardis], root());
    const trades = await inspectFiles(RECORDED.visionTrades, root());
    const ticker = await inspectFiles(RECORDED.visionTicker, root());
    expect([trades.archiveKind, ticker.archiveKind]).toEqual(['trades', 'bookTicker']);
    expect([trades.symbols, trades.sequenceGaps]).toEqual([['BTCUSDT'], 0]);
    expect(ticker.crossedBooks).toBe(0);
    const { top } = await loadTape([...RECORDED.tardisQuotes, ...RECORDED.tardis], root());
    const skipped = Object.entries(quotes.skipped).filter(([name]) => name.startsWith('ticker-'));
    expect(ticker.rows).toBe(skipped.reduce((sum, [, count]) => sum + count, top!.rows));
    expect([quotes.topRows, ticker.topRows]).toEqual([top!.rows, null]);
    expect(ticker.span.start).toBe(raw.span.start);
    await expect(loadTape(RECORDED.visionTrades, root())).rejects.toThrow(/no depth in this file/);
  });

  it('has bars without a gap', async () => {
    for (const [i, file] of RECORDED.klines.entries()) {
      const report = await inspectFiles([file], root());
      expect([report.archiveKind, report.rows, report.sequenceGaps]).toEqual([
        'klines',
        (i + 1) * 1_440,
        0,
      ]);
    }
  });
});
