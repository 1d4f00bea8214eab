/**
 * Arrow files that somebody forged and sealed again: refused with a reason, or a tape that keeps every promise of a tape, so
 * that it can be replayed like any other. And bombs: what a file says of itself does not count, only what is unpacked.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { decodeTape, encodeTape } from '../../src/data/arrow-file.js';
import { unpackedChunks } from '../../src/data/byte-source.js';
import { DataError } from '../../src/data/data-error.js';
import { seal } from '../../src/data/file-seal.js';
import { loadTape } from '../../src/data/open.js';
import { openZip, zipChunks } from '../../src/data/zip-entry.js';
import { randomWalkTape } from '../../src/sim/market/random-walk.js';
import { RandomStreams } from '../../src/sim/random/random.js';
import { checkForeignTape } from '../../src/sim/tape/check-tape.js';
import { expectAnswered, hostileCases, hostileTimeoutMs } from '../support/hostile-cases.js';
import { runMain } from '../cli/support/run-main.js';
import { gzip, rawText, tardisLevelLines, eventRecords, npzBytes, zip } from './format-writers.js';
import { makeSession } from './session.js';

const folder = mkdtempSync(join(tmpdir(), 'squall-forged-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const put = (name: string, bytes: Uint8Array): string => {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return file;
};

const sound = encodeTape(
  randomWalkTape(new RandomStreams(5).of('market'), { durationSeconds: 8, messagesPerSecond: 10 }),
);
const UNSEALED = /squall-crc32:[0-9a-f]{8}/g;

/** Sums it up again, as a forger would. */
function resealed(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1').replace(UNSEALED, 'squall-crc32:00000000');
  const again = Buffer.from(text, 'latin1');
  seal(again);
  return again;
}

const anywhere = fc.double({ min: 0, max: 1, noNaN: true });
const numbers = fc.constantFrom(
  0,
  1,
  -1,
  NaN,
  Infinity,
  -Infinity,
  2 ** 53,
  2 ** 31,
  1e15,
  1e300,
  0.5,
);

const forged = fc.oneof(
  // A few bytes, anywhere.
  fc.array(fc.tuple(anywhere, fc.nat(255)), { minLength: 1, maxLength: 4 }).map((edits) => {
    const bytes = Buffer.from(sound);
    for (const [at, byte] of edits) bytes[Math.floor(at * (bytes.length - 1))] = byte;
    return bytes;
  }),
  // A number of a column.
  fc.tuple(anywhere, numbers).map(([at, value]) => {
    const bytes = Buffer.from(sound);
    const place = 344 + 8 * Math.floor((at * (bytes.length - 1_500)) / 8);
    bytes.writeDoubleLE(value, place);
    return bytes;
  }),
  // Another number in the header, as long as the old one or not.
  fc
    .tuple(
      fc.constantFrom('rows', 'quantaPerTick', 'quantaPerLot', 'dustRows', 'bid'),
      fc.nat(10 ** 9),
    )
    .map(([key, value]) =>
      Buffer.from(
        sound
          .toString('latin1')
          .replace(
            new RegExp(`("${key}":)(\\d+)`),
            (_, name: string, old: string) =>
              `${name}${String(value).slice(0, old.length).padStart(old.length, '1')}`,
          ),
        'latin1',
      ),
    ),
  fc
    .constantFrom('"0.0"', '"-.1"', '"1e9"', '"9.9"', '"0.2"')
    .map((step) =>
      Buffer.from(sound.toString('latin1').replace(/("tickSize":)"0\.1"/, `$1${step}`), 'latin1'),
    ),
  // Shorter, longer.
  anywhere.map((share) => Buffer.from(sound.subarray(0, Math.floor(share * sound.length)))),
  fc.nat(64).map((more) => Buffer.concat([sound, Buffer.alloc(more)])),
);

describe('an Arrow file that was forged and sealed again', () => {
  it(
    'is refused, or is a tape like any other',
    () => {
      fc.assert(
        fc.property(forged, (bytes) => {
          try {
            checkForeignTape(decodeTape('forged.arrow', resealed(bytes)));
          } catch (error) {
            expect(error).toBeInstanceOf(DataError);
          }
        }),
        { numRuns: hostileCases },
      );
    },
    hostileTimeoutMs(5),
  );

  it(
    'is replayed or refused, and never a bug',
    async () => {
      await fc.assert(
        fc.asyncProperty(forged, async (bytes) => {
          const market = put('forged.arrow', resealed(bytes));
          const asked = [
            '--market',
            market,
            '--side',
            'buy',
            '--quantity',
            '0.5',
            '--duration',
            '4s',
          ];
          const ran = await runMain(['run', ...asked, '--fit', '--db', join(folder, 'r.db')], {
            cwd: folder,
          });
          expectAnswered(ran);
        }),
        { numRuns: hostileCases },
      );
    },
    hostileTimeoutMs(200),
  );

  it('with rows in no order, of no kind or at no price is refused by the row', () => {
    const tape = decodeTape('sound.arrow', sound);
    const edits: readonly (readonly [string, (bytes: Buffer) => void])[] = [
      ['row 9: time falls', (bytes) => bytes.writeDoubleLE(1, 344 + 8 * 9)],
      [
        'row 0: a snapshot without levels',
        (bytes) => bytes.writeDoubleLE(tape.time[0]! - 0.5, 344),
      ],
      ['row 0: kind 80', (bytes) => bytes.fill(0x50, 344 + 8 * tape.rows, 344 + 9 * tape.rows)],
    ];
    for (const [words, edit] of edits) {
      const bytes = Buffer.from(sound);
      edit(bytes);
      expect(() => decodeTape('forged.arrow', resealed(bytes))).toThrow(words);
    }
  });
});

describe('what unpacks without end', () => {
  const MEGABYTES = 1024 * 1024;
  const zeros = Buffer.alloc(100 * MEGABYTES, '\n');
  const padding = Buffer.alloc(8 * MEGABYTES, 1);

  it('is known by the bytes that were unpacked, not by those that stand behind them', async () => {
    const file = put('padded.gz', Buffer.concat([gzipSync(zeros), padding]));
    const read = async (): Promise<void> => {
      for await (const _ of unpackedChunks(file)) continue;
    };
    await expect(read()).rejects.toThrow(/unpacks to more than \d+ times its size/);
  });

  it('in an archive, not by the size it says it has', async () => {
    const packed = Buffer.concat([deflateRawSync(zeros), padding]);
    const entry = await openZip(put('bomb.zip', zip({ 'a.csv': Buffer.from('x') })));
    const file = put('packed', packed);
    const bomb = {
      ...entry,
      file,
      start: 0,
      method: 8,
      packedBytes: packed.length,
      crc: crc32(zeros),
    };
    const read = async (): Promise<void> => {
      for await (const _ of zipChunks(bomb)) continue;
    };
    await expect(read()).rejects.toThrow(/unpacks to more than \d+ times its size/);
  });
});

describe('more rows than may be', () => {
  const session = makeSession({ seed: 4, durationSeconds: 8 });
  const sessions: readonly (readonly [string, string, Uint8Array])[] = [
    ['binance-raw', 'm.gz', gzip(Buffer.from(rawText(session, 'usdm')))],
    ['tardis', 'm.csv', Buffer.from(tardisLevelLines(session).join('\n'))],
    ['hftbacktest', 'm.npz', npzBytes(eventRecords(session))],
  ];

  it.each(sessions)('are refused with the place and the setting: %s', async (_, name, bytes) => {
    const file = put(name, bytes);
    const instrument = { symbol: session.symbol, tickSize: '0.1', lotSize: '0.001' };
    const limited = loadTape([file], { instrument, limits: { rowsMax: 50 } });
    await expect(limited).rejects.toThrow(
      /: ?(row )?\d+: more than 50 rows .* SQUALL_DATA_ROWS_MAX/,
    );
    const env = { SQUALL_DATA_ROWS_MAX: '50' };
    const ran = await runMain(['data', 'inspect', file], { env });
    expect(ran.code).toBe(3);
    expect(ran.err).toContain('SQUALL_DATA_ROWS_MAX');
  });
});
