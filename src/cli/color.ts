/** Colors of the terminal. What is not ours is made harmless first, so that the only control characters are those put here. */
import type { Tone, TonedLine } from '../report/text/toned.js';
import { printable } from './printable.js';

const RESET = '\u001b[0m';

/** Of the 16 that every terminal has, so that its own theme decides how they look. */
const CODES: Readonly<Record<Exclude<Tone, 'plain'>, string>> = {
  good: '\u001b[32m',
  warn: '\u001b[33m',
  bad: '\u001b[1;31m',
  quiet: '\u001b[2m',
};

export const colored = (lines: readonly TonedLine[], inColor: boolean): string =>
  lines
    .map(({ tone, text }) => {
      const safe = printable(text);
      return inColor && tone !== 'plain' && safe !== ''
        ? `${CODES[tone]}${safe}${RESET}\n`
        : `${safe}\n`;
    })
    .join('');

/** What `--color` takes. */
export const COLOR_CHOICES = ['auto', 'always', 'never'] as const;
export type ColorChoice = (typeof COLOR_CHOICES)[number];

/**
 * What was asked for wins. `auto`: `NO_COLOR` (of any value) forbids, else `FORCE_COLOR` (but for 0 and false) demands, else a
 * terminal that is not dumb has it.
 */
export function wantsColor(
  env: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean,
  asked: ColorChoice = 'auto',
): boolean {
  if (asked !== 'auto') return asked === 'always';
  const { NO_COLOR: no = '', FORCE_COLOR: force } = env;
  if (no !== '') return false;
  if (force !== undefined) return force !== '0' && force !== 'false';
  return isTerminal && env['TERM'] !== 'dumb';
}
