/**
 * An error of any kind -> what the user reads and the exit code. Errors about input carry their own words; everything else
 * is ours and says where the crash bundle is. No stack trace reaches the user.
 */
import type { ScenarioProblem } from '../runs/scenario/problem.js';
import { EXIT, type ExitCode } from './exit-code.js';

/** The command line was used wrongly. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A configuration value cannot be used, or asks for what is not there. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

const CODES: ReadonlyMap<string, ExitCode> = new Map<string, ExitCode>([
  ['UsageError', EXIT.usage],
  ['ScenarioError', EXIT.invalid],
  ['DataError', EXIT.invalid],
  ['SessionError', EXIT.invalid],
  ['UnreachableError', EXIT.unreachable],
  ['ConfigurationError', EXIT.configuration],
  ['LimitsMissing', EXIT.configuration],
  ['StoreError', EXIT.configuration],
  ['StoredDocumentError', EXIT.configuration],
  ['ServeError', EXIT.configuration],
  ['TokenError', EXIT.configuration],
  ['LiveError', EXIT.configuration],
  ['BinanceError', EXIT.configuration],
  ['RecordingError', EXIT.configuration],
]);

/** Null when the error is a bug of ours. By name: classes of lazily loaded modules are not loaded for this. */
export function exitCodeOf(error: unknown): ExitCode | null {
  if (!(error instanceof Error)) return null;
  if (error.name === 'ScenarioError' && isAboutFlags(error as Error & Problems)) return EXIT.usage;
  return CODES.get(error.name) ?? null;
}

interface Problems {
  readonly problems: readonly ScenarioProblem[];
}

/** Everything wrong was typed as a value of a flag; what stands in the file of `--market` was not. */
const isAboutFlags = ({ problems }: Problems): boolean =>
  problems.every(({ place }) => place.kind === 'flag' && place.flag !== MARKET_FLAG);

/** The flag that names a file: what is wrong there is the file's. */
export const MARKET_FLAG = '--market';
