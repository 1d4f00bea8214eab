import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeTape, encodeTape, writeArrowFile } from '../../src/data/arrow-file.js';
import { DataError } from '../../src/data/data-error.js';
import { loadTape } from '../../src/data/open.js';
import { randomWalkTape } from '../../src/sim/market/random-walk.js';
import { wildTape } from '../../src/sim/market/wild-tape.js';
import { RandomStreams } from '../../src/sim/random/random.js';
import { tapeChecksum } from '../../src/sim/tape/tape-checksum.js';
import { temporaryFiles } from './temporary-files.js';

const files = temporaryFiles();
const streams = new RandomStreams(5);
const calm = randomWalkTape(streams.of('market'), { durationSeconds: 10 });
const wild = { ...wildTape(streams.of('wild'), calm), skipped: new Map([['zero-print', 3]]) };

describe('Arrow file', () => {
  it.each([
    ['calm', calm],
    ['wild', wild],
  ])('gives back the whole tape: %s', async (name, tape) => {
    const file = join(files.root, `${name}.arrow`);
    await writeArrowFile(file, tape);
    const { time, kind, price, quantity, delay, ...header } = await loadTape([file]);
    const { time: _t, kind: _k, price: _p, quantity: _q, delay: _d, ...expected } = tape;
    expect(header).toEqual(expected);
    expect(tapeChecksum({ ...header, time, kind, price, quantity, delay })).toBe(
      tapeChecksum(tape),
    );
  });

  it('hands out columns over the very bytes of the file, uncopied', () => {
    const bytes = encodeTape(calm);
    const tape = decodeTape('tape.arrow', bytes);
    for (const column of [tape.time, tape.kind, tape.price, tape.quantity, tape.delay]) {
      expect(column.buffer).toBe(bytes.buffer);
    }
  });

  it('is the same bytes for the same tape', () => {
    expect(Buffer.compare(encodeTape(calm), encodeTape(calm))).toBe(0);
  });

  it('refuses any single damaged byte that matters, and never fails otherwise', () => {
    const bytes = encodeTape(calm);
    const sum = tapeChecksum(calm);
    const { tickSize, lotSize, symbol } = calm;
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const damaged = bytes.map((byte, i) => (i === at ? byte ^ flip : byte));
        let error: unknown = null;
        try {
          const tape = decodeTape('tape.arrow', damaged);
          // What was hit is padding, or a name nobody reads.
          expect(tapeChecksum(tape)).toBe(sum);
          expect(tape).toMatchObject({ tickSize, lotSize, symbol });
        } catch (caught) {
          error = caught;
        }
        if (error !== null) expect(error).toBeInstanceOf(DataError);
      }),
      { numRuns: 300 },
    );
  });

  it('names a version it does not read', () => {
    const text = Buffer.from(encodeTape(calm)).toString('latin1');
    const key = 'squall.tapeVersion';
    const at = text.indexOf('1', text.indexOf(key) + key.length);
    expect(at).toBeGreaterThan(0);
    expect(() =>
      decodeTape(
        'old.arrow',
        Buffer.from(text.replaceAll(/(?<=squall\.header)Crc32/g, 'crc32'), 'latin1'),
      ),
    ).toThrow(/old\.arrow: the Arrow file is damaged/);
  });

  it('keeps its grid: another tick or lot is refused, an equal one spelled otherwise is not', async () => {
    const file = join(files.root, 'grid.arrow');
    await writeArrowFile(file, calm);
    const instrument = { symbol: 'BTCUSDT', tickSize: '0.10', lotSize: '0.0010' };
    expect((await loadTape([file], { instrument })).rows).toBe(calm.rows);
    const other = { ...instrument, tickSize: '0.01' };
    await expect(loadTape([file], { instrument: other })).rejects.toThrow(
      /a tape of tick size 0\.1/,
    );
    const symbol = { ...instrument, symbol: 'ETHUSDT' };
    await expect(loadTape([file], { instrument: symbol })).rejects.toThrow(
      /a tape of BTCUSDT, not of ETHUSDT/,
    );
    await expect(loadTape([file, file])).rejects.toThrow(/a second Arrow file/);
    expect(readFileSync(file).subarray(0, 6).toString()).toBe('ARROW1');
  });
});
