/**
 * A Python environment of given packages, made once below node_modules/.cache. Whoever cannot have it (no Python, no
 * network) is told why.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const CACHE = join(dirname(import.meta.dirname), 'node_modules', '.cache');

/** `{ python }`, or `{ missing }`: why there is none. */
export function findPython(name, packages) {
  const folder = join(CACHE, name);
  /** Written last, so that an installation cut short, or of other packages, is made anew. */
  const done = join(folder, 'done.json');
  const python = join(folder, 'bin', 'python');
  const wanted = JSON.stringify(packages);
  if (existsSync(done) && readFileSync(done, 'utf8') === wanted) return { python };
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  console.log(`installing ${packages.join(', ')} into ${folder}`);
  const problem =
    failureOf('python3', ['-m', 'venv', folder]) ??
    failureOf(python, ['-m', 'pip', 'install', '--quiet', ...packages]);
  if (problem !== null) return { missing: problem };
  writeFileSync(done, wanted);
  return { python };
}

/** The last line of what went wrong; null when nothing did. */
function failureOf(command, args) {
  const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (error !== undefined) return `${command}: ${error.message}`;
  return status === 0 ? null : (stderr.trim().split('\n').at(-1) ?? `${command} failed`);
}
