/** A run that breaks the program ends as a crash with everything needed to see it again; nobody sees a stack trace. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { writeCrashBundle } from '../../src/cli/crash-bundle.js';
import { sourceStack } from '../../src/cli/source-stack.js';
import { executeRun, prepareScenario } from '../../src/runs/execute-run.js';
import { PACKAGE_ROOT } from '../../src/runs/package-root.js';
import { RunCrash } from '../../src/runs/run-crash.js';
import { parseScenario } from '../../src/runs/scenario/load.js';
import { temporaryFolder } from '../cli/support/run-main.js';
import { runProcess } from '../cli/support/run-process.js';
import { SOUND_SCENARIO, edit } from './damage.js';

const folder = temporaryFolder();
afterAll(folder.remove);

describe('a crash', () => {
  it('keeps scenario, seed, last block and reason, and ends up in a file', async () => {
    const loaded = parseScenario('s.yaml', SOUND_SCENARIO, { set: ['seed=9'] });
    const sound = await prepareScenario(loaded);
    const broken = (seed: number) => {
      // No importer makes such a tape: a column is missing.
      return sound.tapesOf(seed).map((tape) => ({ ...tape, kind: null as unknown as Uint8Array }));
    };
    const prepared = { ...sound, tapesOf: broken };
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
    const path = writeCrashBundle(crash, ['run', 's.yaml'], {
      folder: folder.path,
      redact: (text) => text,
    });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
      ...facts,
      argv: ['run', 's.yaml'],
    });
  });

  it('F:PRC9: is not what a strategy throws where nobody waits for it: exit 1, file and line, no bundle', async () => {
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
    expect(code).toBe(1);
    expect(err).toMatch(/a strategy failed: stray\n {4}at \S+ \(stray\.mjs:3:41\)\n/);
    expect(err).not.toMatch(/bug|crash-/);
  });

  it('is told as the sources the bundle was made of', () => {
    const main = pathToFileURL(join(PACKAGE_ROOT, 'dist', 'cli', 'main.js')).href;
    const lines = readFileSync(new URL(main), 'utf8').split('\n');
    const stack = lines.map((_, index) => `    at f (${main}:${index + 1}:5)`).join('\n');
    const told = sourceStack(stack).split('\n');
    const own = told.filter((line) => / \(src\/cli\/\S+\.ts:\d+:\d+\)$/.test(line));
    expect(own.length).toBeGreaterThan(10);
  });
});
