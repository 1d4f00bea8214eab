/** A run that breaks the program ends as a crash with everything needed to see it again; nobody sees a stack trace. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeCrashBundle } from '../../src/cli/crash-bundle.js';
import { executeRun, prepareScenario } from '../../src/runs/execute-run.js';
import { openMarkets } from '../../src/runs/market.js';
import { RunCrash } from '../../src/runs/run-crash.js';
import { parseScenario } from '../../src/runs/scenario/load.js';
import { STACK_LINE, temporaryFolder } from '../cli/support/run-main.js';
import { runProcess } from '../cli/support/run-process.js';
import { SOUND_SCENARIO, edit } from './damage.js';

const folder = temporaryFolder();
afterAll(folder.remove);

describe('a crash', () => {
  it('keeps scenario, seed, last block and reason, and ends up in a file', async () => {
    const loaded = parseScenario('s.yaml', SOUND_SCENARIO, { set: ['seed=9'] });
    const tapesOf = await openMarkets(loaded);
    const broken = (seed: number) => {
      // No importer makes such a tape: a column is missing.
      return tapesOf(seed).map((tape) => ({ ...tape, kind: null as unknown as Uint8Array }));
    };
    const prepared = await prepareScenario(loaded, broken);
    let crash: unknown = null;
    try {
      executeRun(prepared);
    } catch (error) {
      crash = error;
    }
    expect(crash).toBeInstanceOf(RunCrash);
    const { facts } = crash as RunCrash;
    expect(facts).toMatchObject({ seed: 9, set: ['seed=9'], scenarioText: SOUND_SCENARIO });
    expect(facts.message.length).toBeGreaterThan(5);
    const path = writeCrashBundle(crash, ['run', 's.yaml'], folder.path);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
      ...facts,
      argv: ['run', 's.yaml'],
    });
  });

  it('F:PRC9: also of what a strategy throws where nobody waits for it: exit 70, a bundle, no stack trace', async () => {
    const rxjs = JSON.stringify(new URL(import.meta.resolve('rxjs')).href);
    writeFileSync(
      join(folder.path, 'stray.mjs'),
      `import { NEVER } from ${rxjs};
       export const strategy = ({ fills$ }) => {
         fills$.subscribe(() => { throw new Error('stray'); });
         return NEVER;
       };`,
    );
    const file = join(folder.path, 'stray.yaml');
    writeFileSync(
      file,
      edit('operator:', 'strategies:\n  - { id: s, module: ./stray.mjs }\noperator:'),
    );
    const flags = ['--seeds', '1..30', '--db', join(folder.path, 'r.db')];
    const { code, err } = await runProcess(['run', file, ...flags], { cwd: folder.path });
    expect(code).toBe(70);
    expect(err).toMatch(/squall has a bug: stray\n.*crash-[0-9a-f]+\.json/);
    expect(err).not.toMatch(STACK_LINE);
    const path = /: (\S*crash-[0-9a-f]+\.json)/.exec(err)?.[1] ?? '';
    const { stack } = JSON.parse(readFileSync(path, 'utf8')) as { readonly stack: string };
    // The bundle is told as the sources it was made of.
    expect(stack).toMatch(/ \(?(?:file:\S*\/)?src\/core\/host\/streams\.ts:\d+:\d+/);
    expect(stack).not.toContain('dist/chunks');
  });
});
