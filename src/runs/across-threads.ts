/**
 * What ended a worker's task, told so that it survives the way between threads, where an error loses its class and its name:
 * a crash keeps its facts and a disk without room its words.
 */
import { StoreError } from '../store/store-error.js';
import { type CrashFacts, RunCrash } from './run-crash.js';
import type { LoadedScenario } from './scenario/load.js';

export interface ToldEnd {
  readonly crash: CrashFacts | null;
  /** The words of a `StoreError`. */
  readonly refused: string | null;
}

export const WHOLE: ToldEnd = { crash: null, refused: null };

/** Throws what is neither. */
export function toldAcross(error: unknown): ToldEnd {
  if (error instanceof RunCrash) return { crash: error.facts, refused: null };
  if (error instanceof StoreError) return { crash: null, refused: error.message };
  throw error;
}

/** Throws what was told. */
export function throwAgain(loaded: LoadedScenario, { crash, refused }: ToldEnd): void {
  if (refused !== null) throw new StoreError(refused);
  if (crash === null) return;
  const { seed, lastSeq, message, stack } = crash;
  const cause = new Error(message);
  if (stack !== null) cause.stack = stack;
  throw new RunCrash({ loaded, seed, lastSeq, cause });
}
