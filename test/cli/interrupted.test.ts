/** Ctrl-C and SIGTERM in the middle of a run: what is stored, what is not, and a command that runs the rest. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { gzip, rawText } from '../data/format-writers.js';
import { makeSession } from '../data/session.js';
import { RXJS, runsIn, withStrategy, workplace } from './support/workplace.js';

const here = workplace();
here.put(
  'begun.mjs',
  `import { EMPTY, ignoreElements, interval, tap } from ${RXJS};
   export const strategy = ({ scheduler }) => interval(1, scheduler).pipe(
     tap((tick) => { if (tick === 0) process.stderr.write('begun\\n'); }), ignoreElements());`,
);
const long = here.put(
  'long one.yaml',
  withStrategy('./begun.mjs').replace('duration: 40s', 'duration: 7200s'),
);
const sound = here.sound();

const SHOW = 'process.stdout.write(JSON.stringify(process.argv.slice(1)))';

describe('a run that is interrupted', () => {
  it.each([
    ['SIGINT' as const, 130],
    ['SIGTERM' as const, 143],
  ])(
    'by %s leaves off, stores what was whole, and says how to run the rest',
    async (signal, code) => {
      const db = here.at(`${signal}.db`);
      const flags = ['--set', 'seed=9', '--set', "shows=it's a long one", '--db', db];
      const ran = await here.stopped(['run', long, '--seed', '3', ...flags], signal, 'begun');
      expect(ran.code).toBe(code);
      expect(ran.err).toMatch(/interrupted: nothing of sound is. To run it again:\n/);
      const line = /^ {2}node \S+squall\.mjs (run .*)$/m.exec(ran.err)?.[1] ?? '';
      const again = spawnSync('sh', ['-c', `'${process.execPath}' -e '${SHOW}' -- ${line}`], {
        encoding: 'utf8',
      });
      expect(JSON.parse(again.stdout)).toEqual(['run', long, '--seed', '3', ...flags]);
      expect(await runsIn(db)).toBe(0);
      expect(readdirSync(here.path), 'the store was closed').not.toContain(`${signal}.db-wal`);
    },
    60_000,
  );

  it('keeps the scenarios before it', async () => {
    const db = here.at('several.db');
    const ran = await here.stopped(['run', sound, long, '--db', db], 'SIGINT', 'begun');
    expect(ran.code).toBe(130);
    expect(ran.err).toMatch(
      /interrupted: one run is stored, nothing of sound is. To run the rest:/,
    );
    expect(ran.err).toMatch(/ run '.*long one\.yaml' --db /);
    expect(ran.err).not.toMatch(/ run .*sound\.yaml/);
    expect(await runsIn(db)).toBe(1);
  }, 60_000);
});

describe('a market that is being read', () => {
  // Its last line is wrong: who reads it to its end finds that out.
  const lines = rawText(makeSession({ seed: 3 }), 'spot');
  const market = here.put('m.gz', gzip(Buffer.from(`${lines}${'\n'.repeat(20_000_000)}wrong`)));
  const flags = ['--set', `market={replay: {files: [${market}]}}`, '--set', 'clock=null'];

  const argvOf = (more: readonly string[]): string[] => [
    'run',
    sound,
    ...flags,
    ...more,
    '--db',
    here.at('reading.db'),
  ];

  it('is found wrong by who reads it to its end', async () => {
    expect((await here.run(argvOf([]))).code).toBe(2);
  });

  it.each([[], ['--against', 'faults=[]'], ['--seeds', '3'], ['--sweep', 'orders.0.slices=1,2']])(
    'is left where it is: %s %s',
    async (...more) => {
      const argv = argvOf(more);
      const ran = await here.run(argv, { interruptAfterTurns: 20 });
      expect(ran).toMatchObject({ code: 130, out: '' });
      expect(ran.err).toMatch(/^ {2}squall run \S*sound\.yaml .*--set .*market=/m);
    },
  );
});
