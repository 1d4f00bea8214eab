/** A strategy that throws fails the run (exit 1) and is told with file and line of its own source; it is never a bug of ours. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { edit } from '../runs/damage.js';
import { isForeign } from '../../src/cli/strategy-stack.js';
import { runMain, temporaryFolder } from './support/run-main.js';
import { runProcess } from './support/run-process.js';

const folder = temporaryFolder();
afterAll(folder.remove);
const RXJS = JSON.stringify(new URL(import.meta.resolve('rxjs')).href);

function scenarioWith(module: string, code: string): string {
  writeFileSync(join(folder.path, module), code);
  const file = join(folder.path, `${module}.yaml`);
  const strategies = `strategies:\n  - { id: dip, module: ./${module} }\noperator:`;
  writeFileSync(file, edit('operator:', strategies));
  return file;
}

const run = (file: string, ...flags: readonly string[]) =>
  runMain(['run', file, '--db', join(folder.path, 'results.db'), ...flags], { cwd: folder.path });

const THROWS: readonly (readonly [name: string, code: string, line: string])[] = [
  [
    'called',
    `// a comment\nexport const strategy = () => {\n  throw new Error('no idea');\n};`,
    ':3:9',
  ],
  [
    'stream',
    `import { map, timer } from ${RXJS};\nexport const strategy = ({ scheduler }) =>\n  timer(1000, scheduler).pipe(map(() => { throw new Error('no idea'); }));`,
    ':3:49',
  ],
  [
    'timer',
    `import { NEVER } from ${RXJS};\nexport const strategy = ({ scheduler }) => {\n  scheduler.schedule(() => {\n    throw new Error('no idea');\n  }, 1000);\n  return NEVER;\n};`,
    ':4:11',
  ],
];

describe('a strategy that throws', () => {
  it.each(THROWS)('%s: exit 1, its stack with file and line', async (name, code, line) => {
    const ran = await run(scenarioWith(`${name}.mjs`, code));
    expect(ran.code).toBe(1);
    expect(ran.err).toContain('strategy dip failed: no idea\n    at ');
    expect(ran.err).toContain(`${name}.mjs${line}`);
    expect(ran.err, 'none of our lines').not.toMatch(/at .*(src|node_modules)\//);
    expect(ran.err).toContain('sound (seed 7): strategy dip failed and was ended: no idea');
    expect(ran.out, 'the report is told all the same').toContain('sound');
  });

  it('names the module of one that emits nonsense', async () => {
    const code = `import { of } from ${RXJS}; export const strategy = () => of(7);`;
    const ran = await run(scenarioWith('nonsense.mjs', code));
    expect(ran.code).toBe(1);
    expect(ran.err).toMatch(
      /strategy dip failed: output 0 is no order, cancel or signal but a value of type number\n {4}in nonsense\.mjs\n/,
    );
  });

  it('is told once over many seeds, which fail', async () => {
    const [name, code] = THROWS[0]!;
    const ran = await run(scenarioWith(`seeds-${name}.mjs`, code), '--seeds', '3');
    expect(ran.code).toBe(1);
    expect(ran.err.match(/^ {4}at /gm)).toHaveLength(1);
    expect(ran.err.match(/strategy dip failed and was ended/g)).toHaveLength(3);
  });

  it('in TypeScript is told at its own line, also where it throws when nobody waits', async () => {
    const code = `import { NEVER, timer } from ${RXJS};\ninterface Unused {\n  readonly a: number;\n}\nexport const strategy = ({ scheduler }: { scheduler: never }) => {\n  const ticks = timer(1000, scheduler);\n  ticks.subscribe(() => {\n    throw new Error('no idea');\n  });\n  return NEVER;\n};`;
    const file = scenarioWith('stray.ts', code);
    const ran = await runProcess(['run', file, '--db', join(folder.path, 'stray.db')]);
    expect(ran.err).toMatch(/failed: no idea\n {4}at .*stray\.ts:8:11/);
    expect(ran.err).not.toContain('squall has a bug');
    expect(ran.code).toBe(1);
  }, 60_000);
});

it('an error of ours stays ours, also below code of others', () => {
  const ours = new Error('ours');
  const root = new URL('../..', import.meta.url).pathname;
  ours.stack = `Error: ours\n    at decide (file://${root}src/core/x.ts:1:1)\n    at theirs (/tmp/s.mjs:2:2)`;
  expect(isForeign(ours)).toBe(false);
  ours.stack = `Error: theirs\n    at map (/tmp/node_modules/rxjs/x.js:1:1)\n    at f (file:///tmp/s.mjs?t=1:2:2)`;
  expect(isForeign(ours)).toBe(true);
});
