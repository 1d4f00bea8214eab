/**
 * A Python environment for the peers, made once below node_modules/.cache with the versions named here. A benchmark that
 * cannot have it (no Python, no network) says why and is skipped.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './reference-checkout.js';

/** With what they pull in, pinned to what was measured. */
const PACKAGES = [
  'hftbacktest==2.4.4',
  'nautilus_trader==1.221.0',
  'numba==0.68.1',
  'numpy==2.2.6',
];
const FOLDER = join(ROOT, 'node_modules', '.cache', 'bench-peers');
/** Written last, so that an installation cut short is made anew. */
const DONE = join(FOLDER, 'done.json');

export type PythonFound = { readonly python: string } | { readonly missing: string };

export function findPython(): PythonFound {
  const python = join(FOLDER, 'bin', 'python');
  if (existsSync(DONE)) return { python };
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  console.log(`installing ${PACKAGES.join(', ')} into ${FOLDER}`);
  const problem =
    failureOf('python3', ['-m', 'venv', FOLDER]) ??
    failureOf(python, ['-m', 'pip', 'install', '--quiet', ...PACKAGES]);
  if (problem !== null) return { missing: problem };
  writeFileSync(DONE, JSON.stringify(PACKAGES));
  return { python };
}

/** The last line of what went wrong; null when nothing did. */
function failureOf(command: string, args: readonly string[]): string | null {
  const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (error !== undefined) return `${command}: ${error.message}`;
  return status === 0 ? null : (stderr.trim().split('\n').at(-1) ?? `${command} failed`);
}
