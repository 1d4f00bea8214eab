/** One run of oxlint, by the binary of this checkout. */
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

interface Spoken {
  readonly filename: string;
  readonly code: string;
}

/** What oxlint says of the files below `src` and `test` of a folder that has its own configuration. */
export function oxlintIn(cwd: string): readonly Spoken[] {
  const oxlint = join(ROOT, 'node_modules/oxlint/bin/oxlint');
  const { stdout } = spawnSync(process.execPath, [oxlint, '--format=json', 'src', 'test'], {
    cwd,
    encoding: 'utf8',
  });
  return (JSON.parse(stdout) as { diagnostics: readonly Spoken[] }).diagnostics;
}
