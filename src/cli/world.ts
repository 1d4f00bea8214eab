/**
 * What the command line touches of the process it runs in: two streams, the environment, the working directory. A test
 * brings its own; nothing else in `cli` asks the process.
 */
export interface World {
  /** Results. */
  readonly out: (text: string) => void;
  /** Progress, logs, errors. */
  readonly err: (text: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** A person watches stderr: bars and colors make sense. */
  readonly interactive: boolean;
  /** Runs `stop` when the user interrupts; the returned function takes that back. */
  readonly onInterrupt: (stop: () => void) => () => void;
}

export function worldOfProcess(): World {
  return {
    out: writer(process.stdout),
    err: writer(process.stderr),
    env: process.env,
    cwd: process.cwd(),
    interactive:
      process.stderr.isTTY &&
      process.env['NO_COLOR'] === undefined &&
      process.env['CI'] === undefined,
    onInterrupt: (stop) => {
      process.on('SIGINT', stop);
      return () => process.off('SIGINT', stop);
    },
  };
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
