/**
 * Is dist what the sources say? A stamp in dist holds one line per source file (path, size, time of change), the
 * packages installed and the build's own file; equal text means fresh. Only `stat` calls, no reading of sources: it runs
 * before every command, in a few milliseconds.
 */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

export const STAMP = '.stamp';

function* filesUnder(folder, prefix = '') {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = `${prefix}${entry.name}`;
    if (entry.isDirectory()) yield* filesUnder(join(folder, entry.name), `${path}/`);
    else yield path;
  }
}

/** Every file below `folder`, as sorted paths relative to it with forward slashes; none when it is not there. */
export function listFiles(folder) {
  try {
    return [...filesUnder(folder)].sort();
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}

const lineOf = (path, file) => {
  const { size, mtimeMs } = statSync(file);
  return `${path} ${size} ${mtimeMs}`;
};

/** The stamp the sources under `root` call for. */
export function expectedStamp(root) {
  const source = join(root, 'src');
  const lines = listFiles(source).map((path) => lineOf(path, join(source, path)));
  lines.push(lineOf('(build)', join(import.meta.dirname, 'build.mjs')));
  lines.push(lineOf('(esbuild)', join(root, 'node_modules', 'esbuild', 'package.json')));
  // What npm installed last: packages are in the bundle.
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (existsSync(installed)) lines.push(lineOf('(packages)', installed));
  return lines.join('\n');
}

/** The stamp of the last build, or null when there was none. */
export function foundStamp(root) {
  try {
    return readFileSync(join(root, 'dist', STAMP), 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}
