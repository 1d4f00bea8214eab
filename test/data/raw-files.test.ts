/** Files as they are recorded. Goal: whatever ends the process, what is there can be read; nothing that was there is touched. */
import { mkdtempSync, readFileSync, readdirSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type EpochMicros, epochMicros } from '../../src/core/ground/units.js';
import { inspectFiles } from '../../src/data/inspect.js';
import { RawFiles, type WriteBytes } from '../../src/data/binance/raw-files.js';
import { rawLines } from './format-writers.js';
import { makeSession } from './session.js';
import { temporaryFiles } from './temporary-files.js';

const { root } = temporaryFiles();
const folder = (): string => mkdtempSync(join(root, 'recorded-'));
const MIDNIGHT = Date.UTC(2024, 7, 9) * 1_000;
const at = (offset: number): EpochMicros => epochMicros(MIDNIGHT + offset);
const textOf = (file: string): string => gunzipSync(readFileSync(file)).toString();
const namesIn = (path: string): readonly string[] => readdirSync(path).toSorted();

describe('files of a recording', () => {
  const lines = rawLines(makeSession({ seed: 5, startMicros: at(60_000_000) }), 'spot');
  const written = (files: RawFiles): void => {
    for (const line of lines) {
      files.line(epochMicros(Number(line.slice(0, 16))), line.slice(20));
    }
  };

  it('LIV-2: hold each line as it was given, with the time of its receipt', () => {
    const path = folder();
    const files = new RawFiles(path, 'BTCUSDT');
    written(files);
    files.close();
    expect(files.written.map(({ file }) => textOf(file)).join('')).toBe(`${lines.join('\n')}\n`);
    expect(files.written.reduce((sum, { lines: of }) => sum + of, 0)).toBe(lines.length);
  });

  it('LIV-2: can be read at any time, up to the last flush, by a process that was killed', async () => {
    const files = new RawFiles(folder(), 'BTCUSDT');
    written(files);
    files.flush();
    files.line(at(3_600_000_000), '{"never":"flushed"}');
    const [{ file } = { file: '' }] = files.written;
    expect(textOf(file).trimEnd().split('\n')).toEqual(lines);
    expect(await inspectFiles([file])).toMatchObject({ sequenceGaps: 0, format: 'binance-raw' });
    files.close();
  });

  it('begin anew with the UTC day, and say so', () => {
    const path = folder();
    const files = new RawFiles(path, 'BTCUSDT');
    const begun = [-2, -1, 0, 1].map((offset) => files.line(at(offset), '{}'));
    files.close();
    expect(begun).toEqual([true, false, true, false]);
    expect(namesIn(path)).toEqual(['btcusdt_20240808_001.gz', 'btcusdt_20240809_001.gz']);
    expect(files.written.map(({ lines: of }) => of)).toEqual([2, 2]);
  });

  it('never touch one that is there', () => {
    const path = folder();
    const there = join(path, 'btcusdt_20240809_001.gz');
    writeFileSync(there, 'somebody’s');
    for (let part = 2; part < 4; part += 1) {
      const files = new RawFiles(path, 'BTCUSDT');
      files.line(at(part), '{}');
      files.close();
    }
    expect(readFileSync(there, 'utf8')).toBe('somebody’s');
    // In the order of recording.
    expect(
      namesIn(path)
        .slice(1)
        .map((name) => textOf(join(path, name))),
    ).toEqual([`${at(2)}000 {}\n`, `${at(3)}000 {}\n`]);
  });

  it('a line stays one, whatever white space a message has', () => {
    const files = new RawFiles(folder(), 'BTCUSDT');
    files.line(at(0), '{"a":\r\n1}\n');
    files.close();
    expect(textOf(files.written[0]!.file)).toBe(`${at(0)}000 {"a": 1} \n`);
  });

  it('a full disk is named with the file, and takes nothing of what was written before', () => {
    let room = Infinity;
    const write: WriteBytes = (descriptor, bytes) => {
      if (room === 0) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
      const taken = bytes.subarray(0, Math.min(room, 7));
      room -= taken.length;
      return writeSync(descriptor, taken);
    };
    const files = new RawFiles(folder(), 'BTCUSDT', write);
    files.line(at(0), '{"first":1}');
    files.flush();
    files.line(at(1), '{"second":2}');
    room = 10;
    const [{ file } = { file: '' }] = files.written;
    expect(() => files.flush()).toThrow(
      `${file} cannot be written: the disk is full (ENOSPC)\n  the 1 lines that are in it are whole; the last 1 are not\n  fix: make room`,
    );
    files.close();
    expect(textOf(file)).toBe(`${at(0)}000 {"first":1}\n`);
    expect(files.written[0]).toMatchObject({ lines: 1, bytes: readFileSync(file).length });
  });

  it('a folder that cannot be written to is named', () => {
    const files = new RawFiles(join(root, 'not-there'), 'BTCUSDT');
    expect(() => files.line(at(0), '{}')).toThrow(
      /btcusdt_20240809_001\.gz cannot be made: ENOENT\n {2}fix: a folder/,
    );
  });
});
