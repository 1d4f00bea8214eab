/**
 * `squall data fetch` against an archive on the loopback: the file arrives whole and checked, or not at all, and each way of
 * going wrong has its words and its exit code.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { type RequestListener, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ArchiveFile, archivePath } from '../../src/data/binance/archive-file.js';
import { UnreachableError, fetchArchive } from '../../src/data/binance/fetch-archive.js';
import { inspectFiles } from '../../src/data/inspect.js';
import { exitCodeOf } from '../../src/cli/failure.js';
import { runMain, temporaryFolder } from '../cli/support/run-main.js';
import { barLines } from './archive-writers.js';
import { bytesOf, zip } from './format-writers.js';

const ZIP = Buffer.from(zip({ 'LINKUSDT-1m-2026-02.csv': bytesOf(`${barLines(1).join('\n')}\n`) }));
const PATH = '/data/futures/um/monthly/klines/LINKUSDT/1m/LINKUSDT-1m-2026-02.zip';
const WANTED: ArchiveFile = {
  ...{ market: 'um' as const, kind: 'klines' as const },
  ...{ symbol: 'LINKUSDT', date: '2026-02', interval: '1m' },
};
const sumOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const checksum = (bytes: Uint8Array = ZIP): string => `${sumOf(bytes)}  LINKUSDT-1m-2026-02.zip\n`;

let answer: RequestListener;
const asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(request.url ?? '');
  answer(request, response);
});
let url = '';
const folder = temporaryFolder();

/** What the archive holds, by path. */
const holds =
  (files: Readonly<Record<string, Uint8Array | string>>): RequestListener =>
  (request, response) => {
    const body = files[request.url ?? ''];
    response.writeHead(body === undefined ? 404 : 200).end(body);
  };
const whole = holds({ [PATH]: ZIP, [`${PATH}.CHECKSUM`]: checksum() });

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  asked.length = 0;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  folder.remove();
});

const squall = (...args: string[]) =>
  runMain(['data', 'fetch', ...args, '--url', url], { cwd: folder.path });
const KLINES = ['--market', 'um', '--kind', 'klines'];
const fetched = (pauses: number[]) => {
  const pause = (millis: number): Promise<void> => {
    pauses.push(millis);
    return Promise.resolve();
  };
  return fetchArchive({ url, pause }, WANTED, join(folder.path, 'third'));
};

describe('squall data fetch binance-vision', () => {
  it('gets a file, checks it, and keeps one that is here', async () => {
    answer = whole;
    const first = await squall('binance-vision', 'LINKUSDT', '2026-02', ...KLINES, '--out', 'new');
    const file = join(folder.path, 'new', 'LINKUSDT-1m-2026-02.zip');
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toBe(
      `new/LINKUSDT-1m-2026-02.zip: fetched, ${ZIP.length} bytes, SHA-256 as announced\n`,
    );
    expect(readFileSync(file).equals(ZIP)).toBe(true);
    expect((await inspectFiles([file])).rows).toBe(1_440);
    expect(readdirSync(join(folder.path, 'new'))).toEqual(['LINKUSDT-1m-2026-02.zip']);
    asked.length = 0;
    const again = await squall(
      ...['binance-vision', 'LINKUSDT', '2026-02', ...KLINES, '--out', 'new', '--json'],
    );
    expect(JSON.parse(again.out)).toMatchObject({ file, sha256: sumOf(ZIP), wasHere: true });
    expect(asked).toEqual([`${PATH}.CHECKSUM`]);
  });

  it('keeps nothing that its checksum does not fit, and leaves what was there', async () => {
    answer = holds({ [PATH]: ZIP.subarray(1), [`${PATH}.CHECKSUM`]: checksum() });
    const file = join(folder.path, 'LINKUSDT-1m-2026-02.zip');
    writeFileSync(file, 'older');
    const ran = await squall('binance-vision', 'LINKUSDT', '2026-02', ...KLINES);
    expect(ran.code).toBe(3);
    expect(ran.err).toContain(`its SHA-256 is ${sumOf(ZIP.subarray(1))}, the archive announces`);
    expect(readFileSync(file, 'utf8')).toBe('older');
    expect(existsSync(`${file}.part`)).toBe(false);
  });

  it('says what the archive does not have', async () => {
    answer = holds({});
    const ran = await squall('binance-vision', 'LINKUSDT', '2026-02', ...KLINES);
    expect(ran.code).toBe(3);
    expect(ran.err).toContain('the archive has no such file');
    answer = holds({ [`${PATH}.CHECKSUM`]: '<html>' });
    expect((await squall('binance-vision', 'LINKUSDT', '2026-02', ...KLINES)).err).toContain(
      'not a SHA-256 of LINKUSDT-1m-2026-02.zip',
    );
  });

  it('tries three times, over a refusal and a file that breaks off, then exits 5', async () => {
    const pauses: number[] = [];
    let turn = 0;
    answer = (request, response) => {
      turn += 1;
      if (turn === 1) response.writeHead(503).end();
      else if (turn === 3) {
        response.writeHead(200, { 'content-length': ZIP.length });
        response.write(ZIP.subarray(0, 100), () => response.destroy());
      } else whole(request, response);
    };
    expect(await fetched(pauses)).toMatchObject({ bytes: ZIP.length, wasHere: false });
    expect([turn, pauses]).toEqual([4, [1_000, 1_000]]);
    answer = (_request, response) => response.writeHead(503).end();
    await expect(fetched(pauses)).rejects.toThrow(UnreachableError);
    await expect(fetched(pauses)).rejects.toThrow(/answered 503 \(3 attempts\)\n {2}fix: /);
  });

  it('offline: says so, and exits 5', async () => {
    answer = whole;
    const nobody = createServer();
    await new Promise<void>((done) => nobody.listen(0, '127.0.0.1', done));
    const { port } = nobody.address() as AddressInfo;
    await new Promise<unknown>((done) => nobody.close(done));
    const archive = { url: `http://127.0.0.1:${port}`, pause: () => Promise.resolve() };
    const error: unknown = await fetchArchive(archive, WANTED, folder.path).catch(
      (reason: unknown) => reason,
    );
    expect(String(error)).toMatch(
      /cannot be had: .*ECONNREFUSED.*\n {2}fix: look at the connection/,
    );
    expect(exitCodeOf(error)).toBe(5);
  });

  it('refuses what makes no sense before it asks', async () => {
    answer = whole;
    for (const [args, said] of [
      [['kraken', 'X', '2024-08-08'], /no archive is named kraken/],
      [['binance-vision', 'btc/usdt', '2024-08-08'], /is no symbol/],
      [['binance-vision', 'BTCUSDT', '2024-02-31'], /2024-02-31 is no date/],
      [['binance-vision', 'BTCUSDT', '2024-13'], /2024-13 is no date/],
      [['binance-vision', 'BTCUSDT', '2024-08-08', '--kind', 'depth'], /one of trades, aggTrades/],
      [
        ['binance-vision', 'BTCUSDT', '2024-08-08', '--kind', 'bookTicker'],
        /no bookTicker of spot/,
      ],
      [['binance-vision', 'BTCUSDT', '2024-08-08', '--interval', '../1m'], /no interval/],
    ] as const) {
      const ran = await squall(...args);
      expect([2, 3]).toContain(ran.code);
      expect(ran.err).toMatch(said);
    }
    expect(asked).toEqual([]);
  });

  it('knows where each kind lies', () => {
    const day = { symbol: 'BTCUSDT', date: '2024-08-08', interval: '1m' };
    const paths = [
      archivePath({ ...day, market: 'spot', kind: 'trades' }),
      archivePath({ ...day, market: 'um', kind: 'bookTicker' }),
      archivePath({ ...day, market: 'cm', kind: 'aggTrades', symbol: 'BTCUSD_PERP' }),
      archivePath({ ...day, market: 'spot', kind: 'klines', interval: '1h' }),
    ];
    expect(paths).toEqual([
      'data/spot/daily/trades/BTCUSDT/BTCUSDT-trades-2024-08-08.zip',
      'data/futures/um/daily/bookTicker/BTCUSDT/BTCUSDT-bookTicker-2024-08-08.zip',
      'data/futures/cm/daily/aggTrades/BTCUSD_PERP/BTCUSD_PERP-aggTrades-2024-08-08.zip',
      'data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2024-08-08.zip',
    ]);
  });
});
