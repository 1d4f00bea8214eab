/**
 * Which code a run would execute that is not the reader's own: a stored run names its strategy modules, and to replay it is
 * to execute them. Links are followed, so that a name inside a folder stands for a file inside it.
 */
import { realpathSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import type { LoadedScenario } from './scenario/load.js';

/** The modules of its strategies that lie outside `folder`, absolute, each once. */
export function modulesOutside(loaded: LoadedScenario, folder: string): readonly string[] {
  const root = realOf(folder);
  const files = loaded.scenario.strategies.map(({ module }) =>
    realOf(resolve(dirname(loaded.file), module)),
  );
  return [...new Set(files.filter((file) => !isWithin(root, file)))];
}

/** A file that is not there is not executed either. */
function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function isWithin(folder: string, file: string): boolean {
  const way = relative(folder, file);
  return !isAbsolute(way) && way !== '..' && !way.startsWith(`..${sep}`);
}
