/**
 * Plants each sin the lint forbids once, as a real file in a throw-away tree, and sees it caught; and beside it what
 * must stay allowed. One run of oxlint and one of ESLint over all of them.
 */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { ESLint } from 'eslint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FORBIDDEN, FORBIDDEN_ROOMS } from './forbidden-rooms.js';
import { oxlintIn } from './oxlint-in.js';

const ROOT = resolve(import.meta.dirname, '../..');
const RULES_OF_PLACE = /^(squall\/|no-restricted-)/;

interface Planted {
  readonly title: string;
  readonly file: string;
  readonly code: string;
}

interface Sin extends Planted {
  readonly rule: string;
}

const sin = (title: string, rule: string, file: string, code: string): Sin => ({
  title,
  rule,
  file,
  code,
});

let next = 0;
/** A file name of its own in `folder`. */
const fresh = (folder: string): string => `${folder}/planted-${(next += 1)}.ts`;

const pureSins = (folder: string): Sin[] => {
  const plant = (title: string, rule: string, code: string): Sin =>
    sin(`${title} in ${folder}`, rule, fresh(folder), code);
  const bare = (code: string): Sin =>
    plant(code, 'no-restricted-globals', `export const x = ${code};`);
  const property = (code: string): Sin =>
    plant(code, 'no-restricted-properties', `export const x = ${code};`);
  return [
    // Ambient time.
    bare('Date.now()'),
    bare('globalThis.Date.now()'),
    bare('performance.now()'),
    plant('new Date()', 'no-restricted-syntax', 'export const x = new Date();'),
    plant(
      'Instant.now()',
      'no-restricted-properties',
      "import { Instant } from '@js-joda/core';\nexport const x = Instant.now();",
    ),
    plant(
      "js-joda's Clock",
      'no-restricted-imports',
      "import { Clock } from '@js-joda/core';\nexport const x = Clock.systemUTC();",
    ),
    // Ambient randomness.
    property('Math.random()'),
    bare('crypto.randomUUID()'),
    // Timers, also behind RxJS.
    bare('setTimeout(() => undefined, 1)'),
    bare('setInterval(() => undefined, 1)'),
    bare('setImmediate(() => undefined)'),
    bare('queueMicrotask(() => undefined)'),
    plant(
      'timer without a scheduler',
      'squall/injected-sources',
      "import { timer as after } from 'rxjs';\nexport const x = after(10);",
    ),
    plant(
      'timeout without a scheduler',
      'squall/injected-sources',
      "import { timeout } from 'rxjs';\nexport const x = timeout({ each: 10 });",
    ),
    plant(
      'asyncScheduler',
      'no-restricted-imports',
      "import { asyncScheduler } from 'rxjs';\nexport const x = asyncScheduler;",
    ),
    // Promises.
    bare('Promise.resolve(1)'),
    plant(
      'async function',
      'no-restricted-syntax',
      'export const x = async () => {\n  await undefined;\n};',
    ),
    plant('promise type', 'no-restricted-syntax', 'export type X = Promise<number>;'),
    plant('dynamic import', 'no-restricted-syntax', "export const x = import('./other.js');"),
    // Node and the outside world.
    bare('process.env'),
    bare("Buffer.from('')"),
    bare("fetch('http://localhost')"),
    bare("console.log('')"),
    plant(
      'node:fs',
      'squall/layers',
      "import { readFileSync } from 'node:fs';\nexport const x = readFileSync;",
    ),
    plant(
      'fs without its prefix',
      'squall/layers',
      "import { readFileSync } from 'fs';\nexport const x = readFileSync;",
    ),
    plant(
      'node:crypto',
      'squall/layers',
      "import { createHash } from 'node:crypto';\nexport const x = createHash;",
    ),
    // What engines, locales and time zones decide.
    property('Math.exp(1)'),
    property('Math.log(2)'),
    property('Math.pow(2, 0.5)'),
    property("'a'.localeCompare('b')"),
    property('(1).toLocaleString()'),
    bare('new Intl.DateTimeFormat()'),
  ];
};

const generalSins: Sin[] = [
  sin(
    'non-exhaustive switch',
    'typescript(switch-exhaustiveness-check)',
    fresh('src/core'),
    "export function f(side: 'buy' | 'sell'): void {\n  switch (side) {\n    case 'buy':\n      break;\n  }\n}",
  ),
  sin(
    'floating promise',
    'typescript(no-floating-promises)',
    fresh('src/server'),
    'async function f(): Promise<void> {\n  await f();\n}\nf();\nexport { f };',
  ),
  sin(
    'value import of a type',
    'typescript(consistent-type-imports)',
    fresh('src/core'),
    "import { Observable } from 'rxjs';\nexport type X = Observable<number>;",
  ),
  sin(
    'number as a condition',
    'typescript(strict-boolean-expressions)',
    fresh('src/core'),
    "export const f = (quantity: number): string => (quantity ? 'some' : 'none');",
  ),
  sin(
    '==',
    'eslint(eqeqeq)',
    fresh('src/core'),
    'export const f = (a: string): boolean => a == "x";',
  ),
  sin('default export', 'eslint(no-restricted-exports)', fresh('src/store'), 'export default 1;'),
  sin(
    'default export by name',
    'eslint(no-restricted-exports)',
    fresh('test'),
    'const x = 1;\nexport { x as default };',
  ),
  sin(
    'five parameters',
    'eslint(max-params)',
    fresh('src/live'),
    'export const f = (a: 1, b: 1, c: 1, d: 1, e: 1): number[] => [a, b, c, d, e];',
  ),
  sin(
    'branching past 12',
    'eslint(complexity)',
    fresh('src/data'),
    `export const f = (n: number): boolean => ${Array.from({ length: 13 }, (_, k) => `n === ${k}`).join(' || ')};`,
  ),
  sin(
    'function of 61 lines',
    'eslint(max-lines-per-function)',
    fresh('src/report'),
    `export function f(): void {\n${'\n'.repeat(60)}}`,
  ),
  sin(
    'file of 401 lines',
    'eslint(max-lines)',
    fresh('src/report'),
    `${'\n'.repeat(400)}export const x = 1;`,
  ),
  sin(
    'console outside the command line',
    'eslint(no-console)',
    fresh('src/runs'),
    'console.log(1);',
  ),
];

/** A package each layer may use, and one that belongs elsewhere. */
const PACKAGES: Readonly<Record<string, readonly [own: string, foreign: string]>> = {
  core: ['rxjs', 'zod'],
  sim: ['pure-rand', '@js-joda/core'],
  data: ['apache-arrow', 'better-sqlite3'],
  live: ['rxjs/operators', 'hono'],
  store: ['better-sqlite3', 'rxjs'],
  report: ['mathjs', 'better-sqlite3'],
  runs: ['zod', 'hono'],
  server: ['@hono/zod-openapi', 'commander'],
  cli: ['commander', 'yaml'],
};

/** An import of `source` for its effect: nothing the type-aware rules could object to. */
const importing = (source: string): string => `import '${source}';\nexport const x = 1;`;

const LAYERS = Object.keys(FORBIDDEN);

const layerSins: Sin[] = LAYERS.flatMap((layer) => {
  const [, foreign] = PACKAGES[layer]!;
  const up = '../../';
  return [
    ...FORBIDDEN[layer]!.map((target) =>
      sin(
        `${layer} importing ${target}`,
        'squall/layers',
        fresh(`src/${layer}/deep`),
        importing(`${up}${target}/thing.js`),
      ),
    ),
    sin(`${layer} using ${foreign}`, 'squall/layers', fresh(`src/${layer}`), importing(foreign)),
    sin(
      `${layer} leaving src`,
      'squall/layers',
      fresh(`src/${layer}`),
      importing('../../test/x.js'),
    ),
  ];
});

const detours: Sin[] = [
  sin(
    'core importing sim by a detour',
    'squall/layers',
    fresh('src/core/plan'),
    importing('../../core/plan/../../sim/thing.js'),
  ),
  sin(
    'a type-only import against the direction',
    'squall/layers',
    fresh('src/core'),
    "import type { X } from '../sim/thing.js';\nexport type Y = X;",
  ),
  sin(
    'a re-export against the direction',
    'squall/layers',
    fresh('src/sim'),
    "export * from '../live/thing.js';",
  ),
  sin(
    'an import() type against the direction',
    'squall/layers',
    fresh('src/store'),
    "export type Y = import('../runs/thing.js').X;",
  ),
  sin(
    'store importing a schema as a value',
    'squall/layers',
    fresh('src/store'),
    importing('../report/schema/thing.js'),
  ),
  sin(
    'data importing a market as a value',
    'squall/layers',
    fresh('src/data'),
    importing('../sim/market/thing.js'),
  ),
  sin(
    'a folder that is no layer',
    'squall/layers',
    fresh('src/extra'),
    importing('../core/thing.js'),
  ),
];

const roomSins: Sin[] = Object.entries(FORBIDDEN_ROOMS).flatMap(([layer, rooms]) => [
  ...Object.entries(rooms).flatMap(([room, targets]) =>
    targets.map((target) =>
      sin(
        `${layer}/${room} importing ${target}`,
        'squall/layers',
        fresh(`src/${layer}/${room}`),
        importing(`../${target}/thing.js`),
      ),
    ),
  ),
  sin(
    `a file of ${layer} outside its rooms`,
    'squall/layers',
    fresh(`src/${layer}`),
    importing(`./${Object.keys(rooms)[0]!}/thing.js`),
  ),
]);

const allowed: Planted[] = [
  ...LAYERS.map((layer) => ({
    title: `${layer} using ${PACKAGES[layer]![0]} and itself`,
    file: fresh(`src/${layer}/deep`),
    code: `import './thing.js';\n${importing(PACKAGES[layer]![0])}`,
  })),
  ...Object.entries(FORBIDDEN_ROOMS).flatMap(([layer, rooms]) =>
    Object.entries(rooms).flatMap(([room, targets]) =>
      Object.keys(rooms)
        .filter((other) => !targets.includes(other))
        .map((other) => ({
          title: `${layer}/${room} importing ${other}`,
          file: fresh(`src/${layer}/${room}`),
          code: importing(`../${other}/thing.js`),
        })),
    ),
  ),
  ...LAYERS.filter((layer) => layer !== 'core').map((layer) => ({
    title: `${layer} importing core`,
    file: fresh(`src/${layer}`),
    code: importing('../core/thing.js'),
  })),
  {
    title: 'node:crypto in core/ground/digest.ts',
    file: 'src/core/ground/digest.ts',
    code: "import { createHash } from 'node:crypto';\nexport const x = createHash;",
  },
  {
    title: 'data importing a tape',
    file: fresh('src/data'),
    code: importing('../sim/tape/thing.js'),
  },
  {
    title: 'store importing the types of rows',
    file: fresh('src/store'),
    code: "import type { X } from '../report/schema/thing.js';\nexport type Y = X;",
  },
  {
    title: 'data importing the types of a market',
    file: fresh('src/data'),
    code: "import type { X } from '../sim/market/thing.js';\nexport type Y = X;",
  },
  {
    title: 'timers that name their scheduler',
    file: fresh('src/core'),
    code: "import { timer, type SchedulerLike } from 'rxjs';\nexport const f = (s: SchedulerLike) => timer(10, s);",
  },
];

const sins = [
  ...pureSins('src/core'),
  ...pureSins('src/sim'),
  ...generalSins,
  ...layerSins,
  ...roomSins,
  ...detours,
];

describe('lint', () => {
  let tree = '';
  /** File, relative to the tree -> the rules that spoke. */
  const spoken = new Map<string, string[]>();
  const speak = (file: string, rule: string): void => {
    spoken.set(file, [...(spoken.get(file) ?? []), rule]);
  };

  beforeAll(async () => {
    tree = mkdtempSync(join(tmpdir(), 'squall-sins-'));
    symlinkSync(join(ROOT, 'node_modules'), join(tree, 'node_modules'));
    const tsconfig = { extends: join(ROOT, 'tsconfig.json'), include: ['src', 'test'] };
    writeFileSync(join(tree, 'tsconfig.json'), JSON.stringify(tsconfig));
    for (const { file, code } of [...sins, ...allowed]) {
      mkdirSync(dirname(join(tree, file)), { recursive: true });
      writeFileSync(join(tree, file), `${code}\n`);
    }
    copyFileSync(join(ROOT, '.oxlintrc.json'), join(tree, '.oxlintrc.json'));
    for (const { filename, code } of oxlintIn(tree)) speak(filename, code);
    const eslint = new ESLint({ cwd: tree, overrideConfigFile: join(ROOT, 'eslint.config.mjs') });
    for (const { filePath, messages } of await eslint.lintFiles(['src'])) {
      for (const { ruleId, message } of messages)
        speak(filePath.slice(tree.length + 1), ruleId ?? message);
    }
  }, 120_000);

  afterAll(() => {
    rmSync(tree, { recursive: true, force: true });
  });

  it.each(sins)('catches $title', ({ file, rule }) => {
    expect(spoken.get(file)).toContain(rule);
  });

  it.each(allowed)('allows $title', ({ file }) => {
    expect((spoken.get(file) ?? []).filter((rule) => RULES_OF_PLACE.test(rule))).toEqual([]);
  });
});
