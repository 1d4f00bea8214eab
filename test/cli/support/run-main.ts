/** The command line run inside the test's own process, with streams that are kept. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../../src/cli/main.js';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Place {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Raises the interrupt as soon as something was written to stderr. */
  readonly interruptOnOutput?: boolean;
}

export async function runMain(argv: readonly string[], place: Place = {}): Promise<Ran> {
  const written = { out: '', err: '' };
  let interrupt: (() => void) | null = null;
  const code = await main(argv, {
    out: (text) => (written.out += text),
    err: (text) => (written.err += text),
    env: place.env ?? {},
    cwd: place.cwd ?? process.cwd(),
    interactive: false,
    onInterrupt: (stop) => {
      interrupt = stop;
      if (place.interruptOnOutput === true) queueMicrotask(() => interrupt?.());
      return () => (interrupt = null);
    },
  });
  return { code, ...written };
}

/** A folder of its own for a test file; `remove` belongs into `afterAll`. */
export function temporaryFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'squall-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Lines of a stack trace: what no user should ever see. */
export const STACK_LINE = /^\s+at .+:\d+:\d+\)?$/m;
