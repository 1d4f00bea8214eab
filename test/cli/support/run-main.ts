/** The command line run inside the test's own process, with streams that are kept. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { untoned } from '../../../src/report/text/toned.js';
import { type ColorChoice, colored } from '../../../src/cli/color.js';
import { main } from '../../../src/cli/main.js';
import type { StopSignal } from '../../../src/cli/world.js';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Place {
  readonly cwd?: string;
  /** Of a terminal that watches; nobody watches when left out. */
  readonly columns?: number;
  /** How the program was called. */
  readonly program?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Interrupts after so many turns of the event loop. */
  readonly interruptAfterTurns?: number;
  /** By what; Ctrl-C when left out. */
  readonly signal?: StopSignal;
}

function afterTurns(turns: number, then: () => void): void {
  setImmediate(() => {
    if (turns <= 1) then();
    else afterTurns(turns - 1, then);
  });
}

export async function runMain(argv: readonly string[], place: Place = {}): Promise<Ran> {
  const written = { out: '', err: '' };
  let color: ColorChoice = 'auto';
  const code = await main(argv, {
    out: (text) => (written.out += text),
    err: (text) => (written.err += text),
    redraw: (line) => (written.err += line),
    tell: (lines) => (written.out += color === 'always' ? colored(lines, true) : untoned(lines)),
    useColor: (asked) => {
      color = asked;
    },
    columns: place.columns ?? null,
    env: place.env ?? {},
    cwd: place.cwd ?? process.cwd(),
    program: place.program ?? 'squall',
    interactive: false,
    onInterrupt: (stop) => {
      if (place.interruptAfterTurns !== undefined)
        afterTurns(place.interruptAfterTurns, () => stop(place.signal ?? 'SIGINT'));
      return () => undefined;
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
