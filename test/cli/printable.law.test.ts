/** What others wrote reaches a terminal as text, never as a command to it. */
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { printable } from '../../src/cli/printable.js';
import { hostileCases } from '../support/hostile-cases.js';
import { SOUND_SCENARIO } from '../runs/damage.js';
import { temporaryFolder } from './support/run-main.js';
import { runProcess } from './support/run-process.js';

const folder = temporaryFolder();
afterAll(folder.remove);

/** Written apart from the code: category "control" without tab and line feed, and marks of direction and lines. */
const isControl = (char: string): boolean =>
  (/\p{Cc}/u.test(char) && char !== '\n' && char !== '\t') ||
  /[\p{Zl}\p{Zp}\p{Bidi_Control}]/u.test(char);

const text = fc.oneof(
  fc.string({ maxLength: 200, unit: 'binary' }),
  fc.string({
    maxLength: 40,
    unit: fc.constantFrom(
      '\u001b[2J',
      '\r',
      '\u009b',
      '\u0007',
      '\u202e',
      '\b',
      '\n',
      'a',
      '\u007f',
      '\u2028',
    ),
  }),
);

describe('printable text', () => {
  it('has no control characters, and is what it was where there were none', () => {
    fc.assert(
      fc.property(text, (given) => {
        const shown = printable(given);
        expect(Array.from(shown).filter(isControl)).toEqual([]);
        if (!Array.from(given).some(isControl)) expect(shown).toBe(given);
      }),
      { numRuns: hostileCases },
    );
  });

  it('is the same JSON', () => {
    fc.assert(
      fc.property(text, (given) => {
        expect(JSON.parse(printable(JSON.stringify(given)))).toBe(given);
      }),
      { numRuns: hostileCases },
    );
  });
});

describe('the command', () => {
  it('shows control characters of file names, flags and scenarios', async () => {
    const file = join(folder.path, 'odd.yaml');
    writeFileSync(file, SOUND_SCENARIO.replace('seed: 7', '"s\\e[2Jed": 7'));
    const odd = [['run', 'x\u001b[2J.yaml'], ['--\u001b[31mflag'], ['scenario', 'validate', file]];
    // In process nobody writes to a terminal.
    const ran = await Promise.all(odd.map((args) => runProcess(args, { cwd: folder.path })));
    for (const [index, { out, err }] of ran.entries()) {
      expect(out + err, odd[index]!.join(' ')).toContain('\\u001b');
      expect(out + err).not.toContain('\u001b');
    }
  }, 60_000);
});
