/** The flags and files of a `run` again, as words: what a command needs that runs the rest of it. */
import { shellWords } from './called.js';
import type { RunFlags } from './commands/run-context.js';

type Told = readonly (readonly [flag: string, value: string | boolean | undefined])[];

const each = (flag: string, values: readonly string[]): Told =>
  values.map((value) => [flag, value] as const);

/** The flags of a `run`, as they were typed, but for those that say which of many: seeds, starts, a sweep. */
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
    ['full', flags.full],
    ['color', flags.color],
    ['attribute', flags.attribute],
    ['no-attribute', flags.attribute === false ? true : undefined],
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

/** What runs these files again as they were asked, as words behind `run`. `seed`: null = each scenario's own. */
export const filesAgainWords = (
  flags: RunFlags,
  files: readonly string[],
  seed: number | null,
): string =>
  shellWords([
    ...filesAgain(flags, files),
    ...(seed === null ? [] : ['--seed', String(seed)]),
    ...flagsAgain(flags),
  ]);

/** `rest`: what runs the rest, each as words behind `run`. */
export const interruptedText = (program: string, rest: readonly string[]): string =>
  `interrupted; what was finished is stored; ${rest.length === 0 ? 'everything had been done' : 'to run the rest:'}\n` +
  rest.map((words) => `  ${program} run ${words}\n`).join('');
