/** Processes of `squall` that a test watches: the same watcher as `npm run sigkill`. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PACKAGE_ROOT } from '../../../src/runs/package-root.js';

export interface Watched {
  readonly out: string;
  readonly err: string;
  kill(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): void;
  /** Until it is there, or the process has ended; with a limit. */
  until(isThere: (child: Watched) => boolean, what: string): Promise<boolean>;
  ended(what?: string): Promise<{ readonly code: number | null }>;
}

const { Child } = (await import(
  pathToFileURL(join(PACKAGE_ROOT, 'scripts/sigkill/child.mjs')).href
)) as { Child: new (args: readonly string[], env?: Readonly<Record<string, string>>) => Watched };

const started: Watched[] = [];

export const squall = (...args: readonly string[]): Watched => squallWith({}, ...args);

export function squallWith(
  env: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Watched {
  const child = new Child(args, env);
  started.push(child);
  return child;
}

/** For `afterEach`: nothing outlives its test. */
export function endAll(): void {
  for (const child of started.splice(0)) child.kill('SIGKILL');
}
