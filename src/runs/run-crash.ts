/** A run that ended because the program is wrong (an invariant, or any error nobody expected): what is needed to see it again. */
import type { LoadedScenario } from './scenario/load.js';

export interface CrashFacts {
  readonly scenarioFile: string;
  readonly scenarioText: string;
  readonly set: readonly string[];
  readonly seed: number;
  /** Of the last durable block; -1 = none. */
  readonly lastSeq: number;
  readonly message: string;
  readonly stack: string | null;
}

export class RunCrash extends Error {
  override readonly name = 'RunCrash';
  readonly facts: CrashFacts;

  constructor(crash: {
    readonly loaded: LoadedScenario;
    readonly seed: number;
    readonly lastSeq: number;
    readonly cause: unknown;
  }) {
    const { loaded, seed, lastSeq, cause } = crash;
    const message = cause instanceof Error ? cause.message : String(cause);
    super(message, { cause });
    this.facts = {
      scenarioFile: loaded.file,
      scenarioText: loaded.text,
      set: loaded.set,
      seed,
      lastSeq,
      message,
      stack: cause instanceof Error ? (cause.stack ?? null) : null,
    };
  }
}
