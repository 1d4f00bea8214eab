/** The files of a checkout that may cite a rule: sources, tests, scenarios, benchmarks, scripts and documents. */
import { readFileSync, readdirSync } from 'node:fs';
import { join, posix } from 'node:path';

const FOLDERS = ['src', 'test', 'docs', 'scenarios', 'bench', 'scripts', 'bin'];
const TEXT = /\.(ts|tsx|mjs|js|ya?ml|md|sql|css)$/;

function* filesUnder(root, folder) {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    if (entry.name === 'node_modules' || entry.name.startsWith('.')) continue;
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) yield* filesUnder(root, path);
    else if (TEXT.test(entry.name)) yield path;
  }
}

/** `{ path, text }` of each, paths relative to `root`, in their order. */
export function readTree(root) {
  const names = readdirSync(root, { withFileTypes: true });
  const folders = names.filter((entry) => entry.isDirectory() && FOLDERS.includes(entry.name));
  const files = names.filter((entry) => entry.isFile() && TEXT.test(entry.name));
  const paths = [
    ...files.map(({ name }) => name),
    ...folders.flatMap(({ name }) => [...filesUnder(root, name)]),
  ];
  return paths.sort().map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}
