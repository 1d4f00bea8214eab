/** A stored run is what somebody else may have written: `verify` executes no module that it names outside the reader's folder. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runMain, temporaryFolder } from '../cli/support/run-main.js';
import { SOUND_SCENARIO, edit } from './damage.js';
import { hostileCases, hostileTimeoutMs } from '../support/hostile-cases.js';
import { editStored } from './stored-edits.js';

const folder = temporaryFolder();
afterAll(folder.remove);
const project = join(folder.path, 'project');
const outside = join(folder.path, 'outside');
const db = join(project, 'results.db');
const foreign = join(outside, 'foreign.mjs');

/** Says that it was loaded where the test sees it. */
const moduleText = (name: string): string =>
  `import { NEVER } from ${JSON.stringify(new URL(import.meta.resolve('rxjs')).href)};
   globalThis.squallLoaded = [...(globalThis.squallLoaded ?? []), ${JSON.stringify(name)}];
   export const strategy = () => NEVER;`;

const loaded = (): readonly string[] =>
  (globalThis as { squallLoaded?: readonly string[] }).squallLoaded ?? [];

const strategies = (module: string): string =>
  edit('operator:', `strategies:\n  - { id: s, module: ${JSON.stringify(module)} }\noperator:`);

type Plan = Record<string, unknown>;
let plan: Plan;

beforeAll(async () => {
  for (const path of [project, outside, join(project, 'deep')]) mkdirSync(path);
  writeFileSync(join(project, 'own.mjs'), moduleText('own'));
  writeFileSync(foreign, moduleText('foreign'));
  symlinkSync(outside, join(project, 'linked'));
  symlinkSync(foreign, join(project, 'link.mjs'));
  const file = join(project, 'sound.yaml');
  writeFileSync(file, strategies('./own.mjs'));
  expect((await runMain(['run', file, '--no-attribute', '--db', db], { cwd: project })).err).toBe(
    '',
  );
  const database = new Database(db, { readonly: true });
  const text = database.prepare<[], string>('SELECT plan FROM runs').pluck().get() ?? '';
  database.close();
  plan = JSON.parse(text) as Plan;
});

function storePlan(changed: Plan): void {
  editStored(db, `UPDATE runs SET plan = '${JSON.stringify(changed).replaceAll("'", "''")}'`);
}

const verify = (...flags: readonly string[]) =>
  runMain(['verify', 'latest', '--db', db, ...flags], { cwd: project });

/** Ways to name the file outside, from a scenario in the project's folder. */
const named = fc.oneof(
  fc.constant(foreign),
  fc.constantFrom('./link.mjs', 'link.mjs', './linked/foreign.mjs'),
  fc
    .array(fc.constantFrom('./', 'deep/../', '../project/', 'linked/../'), { maxLength: 5 })
    .map((way) => `./${way.join('')}../outside/foreign.mjs`),
  fc
    .array(fc.constantFrom('./', 'project/../', 'outside/../'), { maxLength: 5 })
    .map((way) => `${folder.path}/${way.join('')}outside/foreign.mjs`),
);

/** Where in a stored run it is named. */
const naming = fc.oneof(
  named.map((module): Plan => ({ scenarioText: strategies(module) })),
  named.map((module): Plan => ({ set: [`strategies.0.module=${module}`] })),
  named.map((module): Plan => ({
    scenarioText: SOUND_SCENARIO,
    defaults: ['strategies.0.id=s', `strategies.0.module=${module}`],
  })),
  fc.constant({ scenarioFile: join(outside, 'x.yaml'), scenarioText: strategies('./foreign.mjs') }),
);

describe('verify', () => {
  it('replays a run with a module of the reader', async () => {
    storePlan(plan);
    const ran = await verify();
    expect(ran.out).toMatch(/identical\n$/);
    expect(ran.code).toBe(0);
  });

  it(
    'executes no module outside the folder, however it is named, and says which it would be',
    async () => {
      await fc.assert(
        fc.asyncProperty(naming, async (change) => {
          storePlan({ ...plan, ...change });
          const ran = await verify();
          expect(loaded()).not.toContain('foreign');
          expect(ran.err).toContain('foreign.mjs');
          expect(ran.err).toContain('--trust-modules');
          expect(ran.code).toBe(2);
        }),
        { numRuns: hostileCases },
      );
    },
    hostileTimeoutMs(50),
  );

  it('executes it when told to', async () => {
    storePlan({ ...plan, scenarioText: strategies(foreign) });
    const ran = await verify('--trust-modules');
    expect(loaded()).toContain('foreign');
    // The plan is not the one that was sealed.
    expect(ran.code).toBe(4);
  });
});
