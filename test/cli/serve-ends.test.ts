/** `squall serve` as a process of its own, told to end while it serves: its exit code, its words, and what it leaves of the store. */
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runsIn, workplace } from './support/workplace.js';

const here = workplace();
const db = here.at('r.db');

describe('squall serve that is told to end', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('by %s ends with %i, says so, and has closed the store', async (signal, code) => {
    expect((await here.run(['run', here.sound(), '--db', db])).code).toBe(0);
    const runs = await runsIn(db);
    const ended = await here.stopped(['serve', '--port', '0', '--db', db], signal, 'squall serves');
    expect(ended.code).toBe(code);
    expect(ended.out).toMatch(/^squall serves .+ at http:\/\/127\.0\.0\.1:\d+ .+\n$/);
    expect(ended.err).toBe(
      `told to end (${signal}): nothing is served any more, and the runs are as they were\n`,
    );
    for (const left of ['-wal', '-shm']) expect(existsSync(db + left), left).toBe(false);
    expect(await runsIn(db)).toBe(runs);
  });

  it('also where there was no store before', async () => {
    const fresh = here.at('fresh.db');
    const argv = ['serve', '--port', '0', '--db', fresh];
    expect((await here.stopped(argv, 'SIGTERM', 'squall serves')).code).toBe(143);
    expect(existsSync(`${fresh}-wal`)).toBe(false);
    expect(await runsIn(fresh)).toBe(0);
  });
});
