/** How the program ends: wrongly typed flags are its use (2), what stands in files is not (3, 78), and signals have codes of their own. */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { gzip, rawText } from '../data/format-writers.js';
import { makeSession } from '../data/session.js';
import { SOUND_SCENARIO, edit } from '../runs/damage.js';
import { runMain, temporaryFolder } from './support/run-main.js';

const BIN = resolve(import.meta.dirname, '../../bin/squall.mjs');
const folder = temporaryFolder();
afterAll(folder.remove);
const put = (name: string, content: string | Uint8Array): string => {
  const path = join(folder.path, name);
  writeFileSync(path, content);
  return path;
};
const file = put('sound.yaml', SOUND_SCENARIO);
const db = join(folder.path, 'results.db');
const market = put('m.gz', gzip(Buffer.from(rawText(makeSession({ seed: 3 }), 'spot'))));
const coins = put('c.gz', gzip(Buffer.from(rawText(makeSession({ seed: 3 }), 'coinm'))));

describe('exit 2', () => {
  const first = ['run', '--market', market, '--db', db];
  const typed: readonly (readonly [string, readonly string[]])[] = [
    ['--side bye', [...first, '--side', 'bye', '--quantity', '0.2']],
    ['--quantity lots', [...first, '--side', 'buy', '--quantity', 'lots']],
    ['--duration 10', [...first, '--side', 'buy', '--quantity', '0.2', '--duration', '10']],
    ['--set nonsense', ['run', file, '--set', 'nonsense']],
    ['--set orders.0.side=bye', ['run', file, '--set', 'orders.0.side=bye']],
    ['--set orders.9.side=buy', ['scenario', 'validate', file, '--set', 'orders.9.side=buy']],
    ['--seed', ['run', file, '--seed', '-1']],
    ['--seeds', ['run', file, '--seeds', '5..1']],
    ['run.workers', ['run', file, '--seeds', '1..2', '--workers', 'many']],
    ['--keep', ['run', file, '--keep', 'none']],
    ['--fail-on', ['run', file, '--fail-on', 'shortfall >']],
    ['--hash-every', ['run', file, '--hash-every', '0', '--db', db]],
    ['server.port', ['serve', '--port', '99999']],
    ['--limit', ['runs', 'ls', '--limit', '0', '--db', db]],
    ['--format', ['data', 'inspect', market, '--format', 'raw']],
  ];
  it.each(typed)('for a wrong value of a flag: %s', async (words, argv) => {
    const ran = await runMain(argv, { cwd: folder.path });
    expect(ran.err).toContain(words);
    expect(ran).toMatchObject({ code: 2, out: '' });
  });
});

describe('exit 3', () => {
  it('for what stands in a market file, also where a flag names it, as that flag', async () => {
    const flags = ['--side', 'buy', '--quantity', '0.2', '--db', db];
    const ran = await runMain(['run', '--market', coins, ...flags]);
    expect(ran.err).toMatch(/^--market: market\.replay\.files: a COIN-M recording/);
    expect(ran).toMatchObject({ code: 3, out: '' });
  });

  it('for a scenario that is wrong beside a flag that is', async () => {
    const broken = put('broken.yaml', edit('seed: 7', 'sed: 7'));
    const ran = await runMain(['run', broken, '--set', 'orders.0.side=bye', '--db', db]);
    expect(ran).toMatchObject({ code: 3, out: '' });
  });
});

describe('exit 130 and 143', () => {
  const options = ['--fail-on', 'fillsMissed > 0', '--db', join(folder.path, 'stopped.db')];

  it.each([
    ['SIGINT' as const, 130],
    ['SIGTERM' as const, 143],
  ])('%s between seeds says how to go on and ends with %i', async (signal, code) => {
    const ran = await runMain(['run', file, '--seeds', '1..500', ...options], {
      cwd: folder.path,
      interruptAfterTurns: 40,
      signal,
    });
    expect(ran.code).toBe(code);
    expect(ran.err).toMatch(/squall run .*sound\.yaml --seeds \d+\.\.500 --fail-on /);
  });

  it('a process that is terminated in a sweep prints the way to resume', async () => {
    put(
      'begun.mjs',
      `import { NEVER } from ${JSON.stringify(new URL(import.meta.resolve('rxjs')).href)};
       export const strategy = () => { process.stderr.write('begun\\n'); return NEVER; };`,
    );
    const begun = put(
      'begun.yaml',
      edit('operator:', 'strategies:\n  - { id: s, module: ./begun.mjs }\noperator:'),
    );
    const argv = [BIN, 'run', begun, '--seeds', '1..100000', ...options];
    const child = spawn(process.execPath, argv, { stdio: ['ignore', 'ignore', 'pipe'] });
    let err = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (err === '') child.kill('SIGTERM');
      err += text;
    });
    const code = await new Promise((ended) => child.on('close', ended));
    expect(code).toBe(143);
    expect(err).toMatch(
      /to run the rest:\n {2}node .*squall\.mjs run .*begun\.yaml --seeds \d+\.\.100000/,
    );
  }, 60_000);
});
