/** Command lines to type: the way the program was called, and words quoted for a shell. */
import { basename, delimiter, dirname, relative, resolve } from 'node:path';

/** Letters no shell gives a meaning to. */
const PLAIN = /^[\w@%+:,./-][\w@%+=:,./-]*$/;

/** `words` as a POSIX shell takes them, each whole. */
export const shellWords = (words: readonly string[]): string =>
  words
    .map((word) => (PLAIN.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`))
    .join(' ');

export interface Called {
  /** The script, as Node was told; left out where nobody said. */
  readonly script: string | undefined;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** How the program was called, ready for a shell: `squall`, `npx squall`, `node bin/squall.mjs`. */
export function programOf({ script, cwd, env }: Called): string {
  if (script === undefined) return 'squall';
  const near = relative(cwd, script);
  const place = shellWords([near.startsWith('..') ? script : near]);
  if (/\.[cm]?js$/.test(script)) return `node ${place}`;
  if (env['npm_command'] === 'exec') return 'npx squall';
  const folders = (env['PATH'] ?? '').split(delimiter).map((folder) => resolve(cwd, folder));
  return folders.includes(dirname(script)) ? basename(script) : place;
}

/** Commands that a message tells to type, the way the program was called: errors are put into words where nobody knows that. */
export const asCalled = (text: string, program: string): string =>
  text.replaceAll(/"squall (?=[a-z])/g, () => `"${program} `);
