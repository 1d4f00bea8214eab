/**
 * What the command line touches of the process it runs in: two streams, the environment, the working directory. A test
 * brings its own; nothing else in `cli` asks the process, and nothing is written but here.
 */
import type { TonedLine } from '../report/text/toned.js';
import { programOf } from './called.js';
import { type ColorChoice, colored, wantsColor } from './color.js';
import { printable } from './printable.js';

export interface World {
  /** Results. */
  readonly out: (text: string) => void;
  /** Results line by line, in color where that makes sense. */
  readonly tell: (lines: readonly TonedLine[]) => void;
  /** What `--color` says, before anything is told. */
  readonly useColor: (asked: ColorChoice) => void;
  /** Of the terminal that shows the results; null = nobody watches them. */
  readonly columns: number | null;
  /** Progress, logs, errors. */
  readonly err: (text: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** How the program was called, for lines that say what to type next. */
  readonly program: string;
  /** Puts `line` in the place of what it put there last, on the stderr that a person watches; '' leaves nothing. */
  readonly redraw: (line: string) => void;
  /** A person watches stderr: bars and colors make sense. */
  readonly interactive: boolean;
  /** Runs `stop` once, when the user interrupts or the machine ends the process; the returned function takes that back. */
  readonly onInterrupt: (stop: (signal: StopSignal) => void) => () => void;
}

/** Ctrl-C, or what a machine that shuts down sends. */
export type StopSignal = 'SIGINT' | 'SIGTERM';

const ERASE_LINE = '\r\u001b[2K';

export function worldOfProcess(): World {
  const [toOut, toErr] = [writer(process.stdout), writer(process.stderr)];
  const { isTTY, columns } = process.stdout;
  let inColor = wantsColor(process.env, isTTY);
  return {
    out: (text) => toOut(printable(text)),
    tell: (lines) => toOut(colored(lines, inColor)),
    useColor: (asked) => {
      inColor = wantsColor(process.env, isTTY, asked);
    },
    columns: isTTY && columns > 0 ? columns : null,
    err: (text) => toErr(printable(text)),
    redraw: (line) => toErr(`${ERASE_LINE}${printable(line)}`),
    env: process.env,
    cwd: process.cwd(),
    program: programOf({ script: process.argv[1], cwd: process.cwd(), env: process.env }),
    interactive:
      process.stderr.isTTY &&
      process.env['NO_COLOR'] === undefined &&
      process.env['CI'] === undefined,
    onInterrupt: onInterruptOfProcess,
  };
}

/** The second signal finds nobody listening, and ends the process at once. */
function onInterruptOfProcess(stop: (signal: StopSignal) => void): () => void {
  const release = (): void => {
    process.off('SIGINT', stopOnce);
    process.off('SIGTERM', stopOnce);
  };
  const stopOnce = (signal: NodeJS.Signals): void => {
    release();
    stop(signal === 'SIGTERM' ? 'SIGTERM' : 'SIGINT');
  };
  process.on('SIGINT', stopOnce);
  process.on('SIGTERM', stopOnce);
  return release;
}

/** A reader that went away (`squall … | head`) is no error: what would follow is dropped. */
function writer(stream: NodeJS.WriteStream): (text: string) => void {
  let gone = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    gone = true;
  });
  return (text) => {
    if (!gone) stream.write(text);
  };
}
