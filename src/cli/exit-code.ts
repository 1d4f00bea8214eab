/** How the program ends, one number a reason. */
export const EXIT = {
  ok: 0,
  /** An expectation, an invariant or `--fail-on`. */
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
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
