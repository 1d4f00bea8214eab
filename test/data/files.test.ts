/**
 * What stands around a format: lines, packed files, detection by content, the public archive.
 */
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { unpackedChunks } from '../../src/data/byte-source.js';
import { DataError } from '../../src/data/data-error.js';
import { detectFormat } from '../../src/data/detect.js';
import { inspectFiles } from '../../src/data/inspect.js';
import { readLines } from '../../src/data/lines.js';
import { loadTape } from '../../src/data/open.js';
import { bytesOf, gzip, rawText, tardisLevelLines, zip } from './format-writers.js';
import { makeSession } from './session.js';
import { temporaryFiles } from './temporary-files.js';

const files = temporaryFiles();

const one = (name: string, bytes: Uint8Array | string): string =>
  files.write(new Map([[name, bytes]]))[0]!;

async function* chunked(text: string, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < text.length; at += size) yield Buffer.from(text.slice(at, at + size));
}

async function linesOf(text: string, size: number): Promise<string[]> {
  const lines: string[] = [];
  await readLines('file', chunked(text, size), (bytes, start, end) => {
    lines.push(bytes.toString('utf8', start, end));
  });
  return lines;
}

describe('lines', () => {
  it.each([1, 2, 3, 7, 100])(
    'are the same however the bytes arrive: %i at a time',
    async (size) => {
      expect(await linesOf('one\r\n\ntwo\nthree', size)).toEqual(['one', '', 'two', 'three']);
      expect(await linesOf('', size)).toEqual([]);
      expect(await linesOf('a\n', size)).toEqual(['a']);
    },
  );

  it('name the line of a NUL byte, whichever chunk it came in', async () => {
    for (const size of [1, 4, 100]) {
      await expect(linesOf('one\ntwo\nth\0ree\n', size)).rejects.toThrow(/file:3: a NUL byte/);
    }
  });
});

describe('files', () => {
  it('that unpack without end are given up early', async () => {
    const bomb = one('bomb.gz', gzipSync(Buffer.alloc(200 * 1024 * 1024, '\n')));
    let bytes = 0;
    const read = async (): Promise<void> => {
      for await (const chunk of unpackedChunks(bomb)) bytes += chunk.length;
    };
    await expect(read()).rejects.toThrow(/unpacks to more than/);
    expect(bytes).toBeLessThan(80 * 1024 * 1024);
  });

  it('that are not there, or folders, are refused by name', async () => {
    const missing = join(files.root, 'missing.gz');
    await expect(loadTape([missing])).rejects.toThrow(`${missing}: no such file`);
    await expect(loadTape(['missing.gz'], { root: files.root })).rejects.toThrow(
      `${missing}: no such file`,
    );
    await expect(loadTape([files.root])).rejects.toThrow(/not a file/);
    await expect(loadTape([])).rejects.toBeInstanceOf(DataError);
  });

  it('of two formats are not one session', async () => {
    const session = makeSession({ seed: 1, durationSeconds: 3 });
    const raw = one('raw.log', rawText(session, 'usdm'));
    const tardis = one('levels.csv', tardisLevelLines(session).join('\n'));
    await expect(loadTape([raw, tardis])).rejects.toThrow(
      /a tardis file beside a binance-raw file/,
    );
  });

  it('are told apart by content, not by name', async () => {
    const session = makeSession({ seed: 1, durationSeconds: 3 });
    const raw = one('levels.csv', gzip(bytesOf(rawText(session, 'spot'))));
    expect(await detectFormat(raw)).toEqual({ format: 'binance-raw' });
    const tardis = one('market.npz', `\ufeff${tardisLevelLines(session).join('\r\n')}`);
    expect(await detectFormat(tardis)).toEqual({ format: 'tardis' });
  });

  it('are read as the format the caller names, or refused with the line', async () => {
    const session = makeSession({ seed: 1, durationSeconds: 3 });
    const raw = one('raw.log', rawText(session, 'usdm'));
    await expect(loadTape([raw], { format: 'tardis' })).rejects.toThrow(
      /raw\.log:1: not the header/,
    );
    await expect(loadTape([raw], { format: 'hftbacktest' })).rejects.toThrow(/not a NumPy array/);
    await expect(loadTape([raw], { format: 'arrow' })).rejects.toThrow(/not a whole Arrow file/);
  });
});

describe('files of the Binance archive', () => {
  const spotTrades = [
    '7,61800.10,0.5,30900.05,1723161256322,True,True',
    '8,61800.20,0.1,6180.02,1723161256400,False,True',
  ];

  it.each([
    ['spot trades, no header', spotTrades, 'trades', 0],
    ['spot trades with a hole', [spotTrades[0]!, spotTrades[1]!.replace('8,', '9,')], 'trades', 1],
    [
      'USD-M aggregate trades, with header',
      [
        'agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker',
        '1,61800.1,0.5,10,12,1723161256322,true',
      ],
      'aggTrades',
      0,
    ],
    [
      'minute bars with a bar missing, microseconds, no header',
      [
        '1735689600000000,1,2,1,2,5,1735689659999999,9,3,1,1,0',
        '1735689720000000,1,2,1,2,5,1735689779999999,9,3,1,1,0',
      ],
      'klines',
      1,
    ],
  ] as const)('are recognised: %s', async (_name, lines, kind, sequenceGaps) => {
    const file = one(
      'BTCUSDT-x-2024.zip',
      zip({ 'BTCUSDT-x-2024-08-08.csv': bytesOf(`${lines.join('\n')}\n`) }),
    );
    const report = await inspectFiles([file]);
    expect(report).toMatchObject({
      format: 'binance-vision',
      archiveKind: kind,
      sequenceGaps,
      symbols: ['BTCUSDT'],
    });
    expect(report.rows).toBe(lines.filter((line) => /^\d/.test(line)).length);
    await expect(loadTape([file])).rejects.toThrow(/no depth in this file/);
  });

  it('are refused with the line where a value is none', async () => {
    const file = one(
      'trades.csv',
      [...spotTrades, spotTrades[0]!.replace('0.5', 'NaN')].join('\n'),
    );
    await expect(inspectFiles([file])).rejects.toThrow(/trades\.csv:3: field 3 is not a plain/);
  });
});
