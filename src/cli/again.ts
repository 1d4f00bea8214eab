/** Command lines to type: the way the program was called, and the flags of a call again, quoted for a shell. */
import { basename, delimiter, dirname, relative, resolve } from 'node:path';
import type { RunFlags } from './commands/run-context.js';

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

type Told = readonly (readonly [flag: string, value: string | boolean | undefined])[];

const each = (flag: string, values: readonly string[]): Told =>
  values.map((value) => [flag, value] as const);

/** The flags of a `run`, as they were typed, but for those that say which seeds. */
export function flagsAgain(flags: RunFlags): readonly string[] {
  const told: Told = [
    ...each('market', flags.market),
    ['side', flags.side],
    ['quantity', flags.quantity],
    ['duration', flags.duration],
    ['fit', flags.fit],
    ...each('set', flags.set),
    ['against', flags.against],
    ...each('fail-on', flags.failOn),
    ['keep', flags.keep === 'all' ? undefined : flags.keep],
    ['workers', flags.workers],
    ['db', flags.db],
    ['json', flags.json],
    ['trace', flags.trace],
    ['log', flags.log],
    ['hash-every', flags.hashEvery],
  ];
  return told.flatMap(([flag, value]) => {
    if (value === undefined || value === false) return [];
    return value === true ? [`--${flag}`] : [`--${flag}`, value];
  });
}

/** What to run, as words: scenario files, or none where `--market` stands in their place. */
export const filesAgain = (
  { market }: Pick<RunFlags, 'market'>,
  files: readonly string[],
): readonly string[] => (market.length > 0 ? [] : files);
