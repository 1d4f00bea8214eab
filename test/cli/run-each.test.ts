/**
 * Several scenarios in one `squall run`: what was finished before one of them breaks is stored and told; what
 * a strategy does to its own run stops none of the others.
 */
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/schema/report.js';
import { SOUND_SCENARIO, edit } from '../runs/damage.js';
import { runMain, temporaryFolder } from './support/run-main.js';

const folder = temporaryFolder();
afterAll(folder.remove);

const file = (name: string): string => join(folder.path, name);
let count = 0;
const freshDb = (): string => file(`${(count += 1)}.db`);

beforeAll(() => {
  writeFileSync(file('a.yaml'), SOUND_SCENARIO);
  writeFileSync(
    file('throwing.mjs'),
    `export const strategy = ({ scheduler, fills$ }) => {
       scheduler.schedule(() => { throw new Error('boom'); }, 1_000);
       return fills$.pipe();
     };`,
  );
  writeFileSync(
    file('throws.yaml'),
    edit('operator:', 'strategies:\n  - { id: s, module: ./throwing.mjs }\noperator:'),
  );
  writeFileSync(
    file('invalid.yaml'),
    edit('operator:', 'strategies:\n  - { id: s, module: ./not-there.mjs }\noperator:'),
  );
});

const stored = async (db: string): Promise<number> => {
  const { out } = await runMain(['runs', 'ls', '--json', '--db', db]);
  return (JSON.parse(out) as { items: readonly object[] }).items.length;
};

it('a strategy that throws on the clock of its run fails that run alone', async () => {
  const db = freshDb();
  const files = [file('a.yaml'), file('throws.yaml'), file('a.yaml')];
  const ran = await runMain(['run', ...files, '--db', db], { cwd: folder.path });
  expect(ran.code).toBe(1);
  expect(ran.err).toContain('strategy s failed: boom');
  expect(await stored(db)).toBe(3);
});

describe.each([['invalid.yaml', 3, /there is no file .*not-there\.mjs/]])(
  'a later scenario that ends badly (%s)',
  (bad, code, words) => {
    it('leaves the runs before it stored and told', async () => {
      const db = freshDb();
      const ran = await runMain(['run', file('a.yaml'), file(bad), file('a.yaml'), '--db', db], {
        cwd: folder.path,
      });
      expect(ran.code).toBe(code);
      expect(ran.err).toMatch(words);
      expect(ran.out).toMatch(/^✓ sound: /);
      expect(await stored(db)).toBe(1);
    });

    it('prints JSON that can be read, of the runs before it', async () => {
      const db = freshDb();
      const ran = await runMain(['run', file('a.yaml'), file(bad), '--json', '--db', db], {
        cwd: folder.path,
      });
      expect(ran.code).toBe(code);
      const { runs } = JSON.parse(ran.out) as { runs: readonly Report[] };
      expect(runs.map(({ scenario }) => scenario)).toEqual(['sound']);
    });

    it('prints nothing on stdout when it is the first', async () => {
      const ran = await runMain(['run', file(bad), '--json', '--db', freshDb()], {
        cwd: folder.path,
      });
      expect(ran).toMatchObject({ code, out: '' });
    });
  },
);

it('ALR-3: a webhook that fails changes neither exit code nor result, and its address is not told', async () => {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => bodies.push(chunk.toString()));
    request.on('end', () => response.writeHead(410).end());
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  writeFileSync(file('killed.yaml'), edit('operator:', 'operator:\n  - { at: 2s, do: kill-on }'));
  const run = (webhook: string) =>
    runMain(['run', file('killed.yaml'), '--json', '--db', freshDb()], {
      env: { SQUALL_ALERT_WEBHOOK: webhook },
    });
  const alertsOf = ({ out }: { readonly out: string }) => (JSON.parse(out) as Report).alerts;
  const [without, failed] = [await run(''), await run(`http://127.0.0.1:${port}/hush-hush`)];
  server.close();
  expect(failed.code).toBe(without.code);
  expect(alertsOf(failed)).toEqual(alertsOf(without));
  expect(bodies.join('')).toContain('"code":"kill-switch"');
  expect(failed.err).toContain('it answered 410');
  expect(failed.err).not.toContain('hush');
  const wrong = await run('ftp://x/hush');
  expect(wrong.code).toBe(78);
  expect(wrong.err).toContain('SQUALL_ALERT_WEBHOOK is no address of a webhook');
  expect(wrong.err).not.toContain('hush');
});
