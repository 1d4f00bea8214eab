/** Patterns of file names (`*`, `?`, `**`), for shells that leave them to the program. Sorted, so that order is the same everywhere. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const MAGIC = /[*?]/;

/** The files a pattern names, as it would name them; a name without magic is returned as it is. */
export function expandGlob(pattern: string, cwd: string): readonly string[] {
  if (!MAGIC.test(pattern)) return [pattern];
  const parts = pattern.split(/[\\/]/);
  const fixed = parts.findIndex((part) => MAGIC.test(part));
  const root = parts.slice(0, fixed).join('/');
  return walk(root, parts.slice(fixed), cwd).sort();
}

function walk(folder: string, parts: readonly string[], cwd: string): string[] {
  const [part, ...rest] = parts;
  if (part === undefined) return [];
  const here = resolve(cwd, folder === '' ? '.' : folder);
  if (!existsSync(here) || !statSync(here).isDirectory()) return [];
  const names = readdirSync(here, { withFileTypes: true });
  const below = (name: string): string => (folder === '' ? name : join(folder, name));
  const folders = names.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  if (part === '**') {
    return [
      ...walk(folder, rest, cwd),
      ...folders.flatMap(({ name }) => walk(below(name), parts, cwd)),
    ];
  }
  const matches = matcher(part);
  if (rest.length > 0) {
    return folders
      .filter(({ name }) => matches(name))
      .flatMap(({ name }) => walk(below(name), rest, cwd));
  }
  return names
    .filter((entry) => entry.isFile() && matches(entry.name))
    .map(({ name }) => below(name));
}

function matcher(part: string): (name: string) => boolean {
  const escaped = part.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  const pattern = new RegExp(`^${escaped.replaceAll('*', '[^/]*').replaceAll('?', '[^/]')}$`);
  return (name) => !name.startsWith('.') && pattern.test(name);
}
