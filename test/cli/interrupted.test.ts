/** Ctrl-C and SIGTERM in the middle of a run: what is stored, what is not, and a command that runs the rest. */
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { SOUND_SCENARIO, edit } from '../runs/damage.js';
import { runMain, temporaryFolder } from './support/run-main.js';

const BIN = resolve(import.meta.dirname, '../../bin/squall.mjs');
const folder = temporaryFolder();
afterAll(folder.remove);
const put = (name: string, text: string): string => {
  const path = join(folder.path, name);
  writeFileSync(path, text);
  return path;
};
const RXJS = JSON.stringify(new URL(import.meta.resolve('rxjs')).href);
put(
  'begun.mjs',
  `import { EMPTY, ignoreElements, interval, tap } from ${RXJS};
   export const strategy = ({ scheduler }) => interval(1, scheduler).pipe(
     tap((tick) => { if (tick === 0) process.stderr.write('begun\\n'); }), ignoreElements());`,
);
const long = put(
  'long one.yaml',
  edit('operator:', 'strategies:\n  - { id: s, module: ./begun.mjs }\noperator:').replace(
    'duration: 40s',
    'duration: 7200s',
  ),
);
const sound = put('sound.yaml', SOUND_SCENARIO);

/** Ends a process by `signal` once its run has begun. */
function interrupted(argv: readonly string[], signal: 'SIGINT' | 'SIGTERM') {
  const child = spawn(process.execPath, [BIN, ...argv], {
    stdio: ['ignore', 'ignore', 'pipe'],
    cwd: folder.path,
  });
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (!err.includes('begun') && text.includes('begun')) child.kill(signal);
    err += text;
  });
  return new Promise<{ readonly code: number | null; readonly err: string }>((done) => {
    child.on('close', (code) => done({ code, err }));
  });
}

const stored = async (db: string): Promise<number> => {
  const { out } = await runMain(['runs', 'ls', '--json', '--db', db]);
  return (JSON.parse(out) as { readonly items: readonly unknown[] }).items.length;
};

const SHOW = 'process.stdout.write(JSON.stringify(process.argv.slice(1)))';

describe('a run that is interrupted', () => {
  it.each([
    ['SIGINT' as const, 130],
    ['SIGTERM' as const, 143],
  ])(
    'by %s leaves off, stores what was whole, and says how to run the rest',
    async (signal, code) => {
      const db = join(folder.path, `${signal}.db`);
      const flags = ['--set', 'seed=9', '--set', "shows=it's a long one", '--db', db];
      const ran = await interrupted(['run', long, '--seed', '3', ...flags], signal);
      expect(ran.code).toBe(code);
      expect(ran.err).toMatch(/interrupted: nothing of sound is. To run it again:\n/);
      const line = /^ {2}node \S+squall\.mjs (run .*)$/m.exec(ran.err)?.[1] ?? '';
      const again = spawnSync('sh', ['-c', `'${process.execPath}' -e '${SHOW}' -- ${line}`], {
        encoding: 'utf8',
      });
      expect(JSON.parse(again.stdout)).toEqual(['run', long, '--seed', '3', ...flags]);
      expect(await stored(db)).toBe(0);
      expect(readdirSync(folder.path), 'the store was closed').not.toContain(`${signal}.db-wal`);
    },
    60_000,
  );

  it('keeps the scenarios before it', async () => {
    const db = join(folder.path, 'several.db');
    const ran = await interrupted(['run', sound, long, '--db', db], 'SIGINT');
    expect(ran.code).toBe(130);
    expect(ran.err).toMatch(
      /interrupted: one run is stored, nothing of sound is. To run the rest:/,
    );
    expect(ran.err).toMatch(/ run '.*long one\.yaml' --db /);
    expect(ran.err).not.toMatch(/ run .*sound\.yaml/);
    expect(await stored(db)).toBe(1);
  }, 60_000);
});
