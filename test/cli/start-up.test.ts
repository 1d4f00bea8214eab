/** What `squall --help` loads: the closure of the command line's static imports, read from the sources. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const SRC = resolve(import.meta.dirname, '../../src');
const IMPORT = /^(?:import|export) (?!type\b)[^;]*?from '([^']+)';|^import '([^']+)';/gm;

/** Imports whose every name is a type vanish when compiled. */
const isTypeOnly = (statement: string): boolean => {
  const names = /\{([^}]*)\}/.exec(statement)?.[1];
  if (names === undefined) return false;
  return names.split(',').every((name) => name.trim() === '' || name.trim().startsWith('type '));
};

function closureOf(entry: string): { files: Set<string>; packages: Set<string> } {
  const files = new Set([entry]);
  const packages = new Set<string>();
  for (const file of files) {
    for (const match of readFileSync(file, 'utf8').matchAll(IMPORT)) {
      if (isTypeOnly(match[0])) continue;
      const source = match[1] ?? match[2] ?? '';
      if (!source.startsWith('.')) {
        packages.add(source);
        continue;
      }
      const path = join(dirname(file), source);
      const found = [path.replace(/\.js$/, '.ts'), path.replace(/\.js$/, '.tsx')].find(existsSync);
      if (found !== undefined) files.add(found);
    }
  }
  return { files, packages };
}

it('help loads no schema, no market and no statistics', () => {
  const { files, packages } = closureOf(join(SRC, 'cli/main.ts'));
  expect([...files].some((file) => file.endsWith('cli/program.ts'))).toBe(true);
  for (const heavy of ['zod', 'mathjs', 'rxjs', 'better-sqlite3', 'hono', 'yaml'])
    expect([...packages], heavy).not.toContain(heavy);
});
