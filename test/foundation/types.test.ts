/** Who installs the package finds its types, by either way in which TypeScript resolves them, and they are the real ones. */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROOT } from './checkout.js';

const project = mkdtempSync(join(tmpdir(), 'squall-types-'));
const installed = join(project, 'node_modules', 'squall');
const TSC = join(ROOT, 'node_modules', 'typescript-native', 'bin', 'tsc');
const tsc = (cwd: string, ...args: readonly string[]) =>
  spawnSync(process.execPath, [TSC, '--pretty', 'false', ...args], { cwd, encoding: 'utf8' });

const RIGHT = `import { type Report, defineStrategy, runScenario } from 'squall';
export const strategy = defineStrategy((streams) => { throw new Error(typeof streams); });
export const run = async (): Promise<Report> => runScenario('x.yaml', { seed: 3 });
`;
const WRONG = `import { runScenario } from 'squall';
export const seed: string = (await runScenario('x.yaml')).seed;
`;

beforeAll(() => {
  mkdirSync(installed, { recursive: true });
  cpSync(join(ROOT, 'package.json'), join(installed, 'package.json'));
  // Of all that is built, what a program that imports the package reaches.
  const emitting = {
    extends: join(ROOT, 'tsconfig.build.json'),
    compilerOptions: {
      rootDir: join(ROOT, 'src'),
      typeRoots: [join(ROOT, 'node_modules/@types')],
    },
    files: [join(ROOT, 'src/index.ts')],
    include: [],
  };
  writeFileSync(join(project, 'emitted.json'), JSON.stringify(emitting));
  // What `npm run build`, and so `npm pack`, puts beside the code; that the code is sound is another gate's business.
  const dist = join(installed, 'dist');
  const emitted = tsc(project, '-p', 'emitted.json', '--noCheck', '--outDir', dist);
  expect(emitted.stdout).toBe('');
  // As npm would lay the dependencies beside it.
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    if (name.startsWith('.') || name === 'squall') continue;
    symlinkSync(join(ROOT, 'node_modules', name), join(project, 'node_modules', name));
  }
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(project, 'right.ts'), RIGHT);
  writeFileSync(join(project, 'wrong.ts'), WRONG);
}, 240_000);
afterAll(() => {
  rmSync(project, { recursive: true, force: true });
});

/** Every declaration is checked once; the other way of resolving has to find the same files. */
it.each([
  ['node16', 'node16', 'false'],
  ['bundler', 'esnext', 'true'],
])(
  'with moduleResolution %s',
  (resolution, module, skipLibCheck) => {
    const flags = ['--noEmit', '--strict', '--target', 'es2022', '--types', 'node'];
    const checked = tsc(
      project,
      ...flags,
      '--skipLibCheck',
      skipLibCheck,
      '--moduleResolution',
      resolution,
      '--module',
      module,
      'right.ts',
      'wrong.ts',
    );
    const errors = checked.stdout.split('\n').filter((line) => line.includes('error'));
    expect(errors).toEqual([
      expect.stringMatching(/^wrong\.ts\(2,14\): error TS2322: Type 'number \| null'/),
    ]);
  },
  120_000,
);
