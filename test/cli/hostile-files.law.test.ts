/** Files that nobody wrote: pipes, devices, folders, gigabytes, and text made to take long. All are answered in a sentence, soon. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostileCases, hostileTimeoutMs } from '../support/hostile-cases.js';
import { processorTime } from '../support/processor-time.js';
import { SOUND_SCENARIO } from '../runs/damage.js';
import { runMain, temporaryFolder } from './support/run-main.js';

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (name: string): string => join(folder.path, name);
const MILLISECONDS_MAX = 5_000;

beforeAll(() => {
  execFileSync('mkfifo', [at('pipe.yaml'), at('pipe.gz')]);
  mkdirSync(at('folder.yaml'));
  symlinkSync('/dev/zero', at('zero.yaml'));
  symlinkSync(at('loop.yaml'), at('loop.yaml'));
  symlinkSync('/proc/self/maps', at('proc.yaml'));
  writeFileSync(at('big.yaml'), '');
  truncateSync(at('big.yaml'), 2 ** 31);
  writeFileSync(at('long.yaml'), `${SOUND_SCENARIO}\n# ${'x'.repeat(1_000_000)}`);
  writeFileSync(at('latin.yaml'), Buffer.from([0xff, 0xfe, 0x41]));
  writeFileSync(at('sound.yaml'), SOUND_SCENARIO);
});

const ODD = ['pipe', 'folder', 'zero', 'loop', 'proc', 'big', 'long', 'latin', 'none'];

/** As a scenario. */
const validated = async (file: string) => {
  const took = processorTime();
  const ran = await runMain(['scenario', 'validate', file]);
  expect(took()).toBeLessThan(MILLISECONDS_MAX);
  expect(ran.err).not.toContain('bug');
  return ran;
};

describe.skipIf(process.platform === 'win32')('a file that is none, or too long', () => {
  it.each(ODD)('%s is refused as a scenario in one sentence', async (name) => {
    const ran = await validated(at(`${name}.yaml`));
    expect(ran.code === 3 || (name === 'none' && ran.code === 2), ran.err).toBe(true);
    expect(ran.err.trim().split('\n').length).toBeLessThanOrEqual(2);
  });

  it.each(ODD.filter((name) => name !== 'none'))(
    '%s is refused as a configuration',
    async (name) => {
      const place = at(`config-${name}`);
      mkdirSync(place);
      symlinkSync(at(`${name}.yaml`), join(place, 'squall.config.yaml'));
      const ran = await runMain(['config', 'show'], { cwd: place });
      // A link that leads nowhere is no configuration.
      expect(ran.code, ran.err).toBe(name === 'loop' ? 0 : 78);
      expect(ran.err).not.toContain('bug');
    },
  );

  it('a pipe is refused as market data', async () => {
    const ran = await runMain(['data', 'inspect', at('pipe.gz')]);
    expect(ran.code).toBe(3);
    expect(ran.err).toContain('not a file');
  });

  it('names that no file can have are problems of the scenario', async () => {
    for (const module of ['x'.repeat(5_000), '\\0', '/proc/1/root/x', `${'a/'.repeat(3_000)}b`]) {
      const text = SOUND_SCENARIO.replace(
        'operator:',
        `strategies:\n  - { id: s, module: "${module}" }\noperator:`,
      );
      writeFileSync(at('named.yaml'), text);
      expect((await validated(at('named.yaml'))).code).toBe(3);
    }
  });
});

describe('a scenario made to take long', () => {
  const many = fc.integer({ min: 1, max: 2_000 });
  const hostile = fc.oneof(
    many.map((n) => SOUND_SCENARIO + Array.from({ length: n }, (_, i) => `k${i}: 1\n`).join('')),
    many.map(
      (n) =>
        `${SOUND_SCENARIO}x: {${Array.from({ length: n }, (_, i) => `k${i}: 1`).join(', ')}}\n`,
    ),
    many.map((n) => SOUND_SCENARIO + 'name: x\n'.repeat(n)),
    many.map((n) => `${SOUND_SCENARIO}x: ${'['.repeat(n)}`),
    many.map((n) => `${SOUND_SCENARIO}x: ${'{a: '.repeat(n)}`),
    many.map((n) => `${SOUND_SCENARIO}strategies:\n${'  - { id: s, modul: x }\n'.repeat(n)}`),
    many.map((n) => `${SOUND_SCENARIO}faults: [${'{ kind: outag, at: 1s }, '.repeat(n)}]`),
    many.map((n) => `${SOUND_SCENARIO}"${' '.repeat(n)}a b\\nc": 1\n`),
    fc.string({ maxLength: 5_000, unit: 'binary' }),
    fc.string({
      maxLength: 5_000,
      unit: fc.constantFrom('[', '{', '"', "'", ':', '-', '&a ', '*a ', '\n', ' ', '|', '?'),
    }),
  );

  it(
    'is answered soon, and with no more than 50 problems',
    async () => {
      await fc.assert(
        fc.asyncProperty(hostile, async (text) => {
          writeFileSync(at('hostile.yaml'), text);
          const ran = await validated(at('hostile.yaml'));
          expect([0, 3]).toContain(ran.code);
          const problems = ran.err.split('\n').filter((line) => line.includes('hostile.yaml:'));
          expect(problems.length).toBeLessThanOrEqual(50);
        }),
        { numRuns: hostileCases },
      );
    },
    hostileTimeoutMs(300),
  );

  it('says how many problems it does not show', async () => {
    writeFileSync(
      at('hostile.yaml'),
      SOUND_SCENARIO + Array.from({ length: 70_000 }, (_, i) => `k${i}: 1\n`).join(''),
    );
    const ran = await validated(at('hostile.yaml'));
    expect(ran.err).toMatch(/… and 69950 more problems\n$/);
    expect(ran.err).toContain('k0');
  });
});
