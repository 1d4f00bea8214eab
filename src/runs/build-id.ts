/**
 * Which build this is: the version of the package and, in a checkout, the commit its sources were last at. Uncommitted
 * edits do not show in it. Part of every report and of no hash.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_ROOT } from './package-root.js';

const COMMIT_SHOWN = 12;
const UNKNOWN = 'unknown';

let known: string | null = null;

export function buildId(): string {
  return (known ??= `${version()}+${commit() ?? UNKNOWN}`);
}

function version(): string {
  const text = read(join(PACKAGE_ROOT, 'package.json'));
  if (text === null) return UNKNOWN;
  const { version: named } = JSON.parse(text) as { readonly version?: string };
  return named ?? UNKNOWN;
}

/** Read from the files of git: asking git itself would cost more than a short run. */
function commit(): string | null {
  const folder = join(PACKAGE_ROOT, '.git');
  const head = read(join(folder, 'HEAD'))?.trim();
  if (head === undefined) return null;
  const branch = /^ref: (.+)$/.exec(head)?.[1];
  const hash = branch === undefined ? head : (read(join(folder, branch)) ?? packed(folder, branch));
  return hash === null ? null : hash.trim().slice(0, COMMIT_SHOWN);
}

function packed(folder: string, branch: string): string | null {
  const lines = read(join(folder, 'packed-refs'))?.split('\n') ?? [];
  return lines.find((line) => line.endsWith(` ${branch}`))?.split(' ')[0] ?? null;
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
