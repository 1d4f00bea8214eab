/**
 * The listed mutants: each breaks one place of the sources in one way. A patch is text that stands exactly once in its
 * file and what stands there instead, so that a list which the sources have left behind says so. Nothing here writes to a
 * source: whoever builds or tests is handed the changed text.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const lists = join(import.meta.dirname, 'list');

/** Every listed mutant, by list and in its order. */
export function listedMutants() {
  return readdirSync(lists)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .flatMap((name) => JSON.parse(readFileSync(join(lists, name), 'utf8')));
}

/** @returns the mutant of that id; throws with the ids there are. */
export function mutantOf(id, mutants = listedMutants()) {
  const found = mutants.find((mutant) => mutant.id === id);
  if (found !== undefined) return found;
  throw new Error(`no mutant "${id}"\n  fix: one of ${mutants.map((one) => one.id).join(', ')}`);
}

export const sourceOf = ({ file }) => readFileSync(join(root, file), 'utf8');

/** @returns the source with the mutant in it; throws unless what it replaces stands there exactly once. */
export function mutated({ id, file, find, replace }, source) {
  const matches = source.split(find).length - 1;
  if (matches === 1) return source.replace(find, () => replace);
  throw new Error(
    `mutant ${id}: its text stands ${matches} times in ${file}\n  fix: make "find" in scripts/mutants/list stand there exactly once`,
  );
}

/** A plugin of the test runner that has one mutant in its source; none where no id is named. */
export function mutantPlugin(id) {
  if (id === undefined || id === '') return [];
  const mutant = mutantOf(id);
  const place = join(root, mutant.file);
  return [
    {
      name: 'squall-mutant',
      enforce: 'pre',
      transform: (code, path) => (path.split('?')[0] === place ? mutated(mutant, code) : undefined),
    },
  ];
}
