/** The file that `--junit` names. Errors: `ConfigurationError` for one that cannot be written. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigurationError } from './failure.js';
import type { World } from './world.js';

export function writeJunit({ cwd }: Pick<World, 'cwd'>, file: string, text: string): void {
  try {
    writeFileSync(resolve(cwd, file), text);
  } catch (error) {
    throw new ConfigurationError(
      `${file} cannot be written: ${error instanceof Error ? error.message : String(error)}\n  fix: name another file with --junit`,
    );
  }
}
