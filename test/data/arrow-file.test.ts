/**
 * Arrow files: the whole tape comes back, uncopied, and no damaged byte reaches the library.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableFromArrays, tableToIPC } from 'apache-arrow';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeTape, encodeTape, writeArrowFile } from '../../src/data/arrow-file.js';
import { DataError } from '../../src/data/data-error.js';
import { UNSEALED, seal as sealBytes } from '../../src/data/file-seal.js';
import { loadTape } from '../../src/data/open.js';
import { randomWalkTape } from '../../src/sim/market/random-walk.js';
import { wildTape } from '../support/wild-tape.js';
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

  it('refuses any single damaged byte, before the library reads one of them', () => {
    const bytes = encodeTape(calm);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const damaged = Buffer.from(bytes);
        damaged[at]! ^= flip;
        expect(() => decodeTape('tape.arrow', damaged)).toThrow(DataError);
      }),
      { numRuns: 500 },
    );
  });

  it('refuses a file that is cut short or of another program', () => {
    const bytes = encodeTape(calm);
    for (const length of [6, 100, bytes.length / 2, bytes.length - 1]) {
      expect(() => decodeTape('tape.arrow', bytes.subarray(0, length))).toThrow(DataError);
    }
    const foreign = Buffer.from(
      tableToIPC(tableFromArrays({ price: Int32Array.of(1, 2) }), 'file'),
    );
    expect(() => decodeTape('their.arrow', foreign)).toThrow(
      /their\.arrow: not a whole Arrow file of ours/,
    );
  });

  it('names a version it does not read', () => {
    const seal = /squall-crc32:[0-9a-f]{8}/g;
    // A text in the file is its length in four bytes, then itself, then a zero.
    const versionText = '\x01\0\0\x001\0';
    const text = encodeTape(calm).toString('latin1');
    expect(text).toContain(versionText);
    const edited = text.replaceAll(versionText, '\x01\0\0\x002\0').replaceAll(seal, UNSEALED);
    const later = Buffer.from(edited, 'latin1');
    sealBytes(later);
    expect(() => decodeTape('later.arrow', later)).toThrow(/tape version 2, this build reads 1/);
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
