/** How the program ends: wrongly typed flags are its use (2), what stands in files is not (3, 78), and signals have codes of their own. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { edit } from '../runs/damage.js';
import { RXJS, withStrategy, workplace } from './support/workplace.js';

const here = workplace();
const file = here.sound();
const db = here.at('results.db');
const market = here.recording();
const coins = here.recording('c.gz', 'coinm');

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
    const ran = await here.run(argv);
    expect(ran.err).toContain(words);
    expect(ran).toMatchObject({ code: 2, out: '' });
  });
});

describe('exit 3', () => {
  it('for what stands in a market file, also where a flag names it, as that flag', async () => {
    const flags = ['--side', 'buy', '--quantity', '0.2', '--db', db];
    const ran = await here.run(['run', '--market', coins, ...flags]);
    expect(ran.err).toMatch(/^--market: market\.replay\.files: a COIN-M recording/);
    expect(ran).toMatchObject({ code: 3, out: '' });
  });

  it('for a scenario that is wrong beside a flag that is', async () => {
    const broken = here.put('broken.yaml', edit('seed: 7', 'sed: 7'));
    const ran = await here.run(['run', broken, '--set', 'orders.0.side=bye', '--db', db]);
    expect(ran).toMatchObject({ code: 3, out: '' });
  });
});

describe('exit 130 and 143', () => {
  const options = ['--fail-on', 'fillsMissed > 0', '--db', here.at('stopped.db')];

  it.each([
    ['SIGINT' as const, 130],
    ['SIGTERM' as const, 143],
  ])('%s between seeds says how to go on and ends with %i', async (signal, code) => {
    const ran = await here.run(['run', file, '--seeds', '1..500', ...options], {
      interruptAfterTurns: 40,
      signal,
    });
    expect(ran.code).toBe(code);
    expect(ran.err).toMatch(/squall run .*sound\.yaml --seeds \d+\.\.500 --fail-on /);
  });

  it('a process that is terminated in a sweep over workers closes its store and says what is left', async () => {
    here.put(
      'begun.mjs',
      `import { NEVER } from ${RXJS};
       export const strategy = () => { process.stderr.write('begun\\n'); return NEVER; };`,
    );
    const begun = here.put('begun.yaml', withStrategy('./begun.mjs'));
    const many = ['--sweep', 'orders.0.slices=1..9/1', '--seeds', '1..9999', '--workers', '2'];
    const argv = ['run', begun, ...many, ...options];
    // Two chunks of one run go to each of two workers, and a fifth only once one of them has come back and is stored.
    const { code, err } = await here.stopped(argv, 'SIGTERM', 'begun', 5);
    expect(code).toBe(143);
    expect(err).toMatch(
      /^ {2}node .*squall\.mjs run .*begun\.yaml --sweep orders\.0\.slices=1 --seeds \d+\.\.9999 --fail-on 'fillsMissed > 0' --workers 2 /m,
    );
    expect(err).toContain('to run the rest:\n');
    // Chunks that were cut off may leave gaps before that.
    expect(err).toMatch(/ --sweep orders\.0\.slices=2\.\.9\/1 --seeds 1\.\.9999 /);
    expect(readdirSync(here.path), 'the store was closed').not.toContain('stopped.db-wal');
  }, 60_000);
});
