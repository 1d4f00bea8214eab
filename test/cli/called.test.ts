/** Lines to type: a shell reads them as the words they were made of, and they call the program as it was called. */
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { programOf, shellWords } from '../../src/cli/called.js';

/** What a shell makes of it: its own `printf` ends each word with a byte that none can hold. */
const readByShell = (text: string): readonly string[] => {
  const { stdout } = spawnSync('sh', ['-c', `printf '%s\\0' first ${text}`], { encoding: 'utf8' });
  return stdout.split('\0').slice(1, -1);
};

it('a shell reads quoted words as they were', () => {
  const odd = fc.string({
    unit: fc.constantFrom(
      ...'a = ~ \' " \\ $ ! * ? [ ] { } ( ) < > | & ; # \n \t - % , . : /'.split(' '),
      ' ',
    ),
  });
  const words = fc.array(fc.oneof(odd, fc.string({ unit: 'grapheme' })), { maxLength: 8 });
  fc.assert(
    fc.property(words, (drawn) => {
      const whole = drawn.map((word) => word.replaceAll('\0', ''));
      expect(readByShell(shellWords(whole))).toEqual(whole);
    }),
    { numRuns: 25, examples: [[["it's", '', '=x', '~', '--set', 'shows=a b']]] },
  );
});

describe('the program as it was called', () => {
  const cwd = '/home/me/project';
  it.each([
    ['node bin/squall.mjs', '/home/me/project/bin/squall.mjs', {}],
    ['node /opt/squall/bin/squall.mjs', '/opt/squall/bin/squall.mjs', {}],
    ["node 'my tools/squall.mjs'", '/home/me/project/my tools/squall.mjs', {}],
    ['npx squall', '/home/me/project/node_modules/.bin/squall', { npm_command: 'exec' }],
    ['squall', '/usr/local/bin/squall', { PATH: '/usr/bin:/usr/local/bin' }],
    ['node_modules/.bin/squall', '/home/me/project/node_modules/.bin/squall', { PATH: '/bin' }],
    ['squall', undefined, {}],
  ])('%s', (expected, script, env) => {
    expect(programOf({ script, cwd, env })).toBe(expected);
  });
});
