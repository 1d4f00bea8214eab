/** How the program ends, one number a reason. */
export const EXIT = {
  ok: 0,
  /** An expectation, an invariant or `--fail-on`, or a strategy that threw. */
  failed: 1,
  usage: 2,
  /** Scenario or data. */
  invalid: 3,
  mismatch: 4,
  unreachable: 5,
  stopped: 6,
  bug: 70,
  configuration: 78,
  interrupted: 130,
  terminated: 143,
} as const;

/** How the program ends when it was told to. */
export const EXIT_OF_SIGNAL = { SIGINT: EXIT.interrupted, SIGTERM: EXIT.terminated } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What a verb does with how it ends. */
export type Ends = (action: Promise<ExitCode> | ExitCode) => Promise<void>;
