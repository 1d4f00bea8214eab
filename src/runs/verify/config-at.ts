/** What each block of a journal was decided by, where that changed from process to process. */
import type { ConfigAt } from '../../core/engine/replay.js';
import type { EngineConfig } from '../../core/state/config.js';

export interface DecidedBy {
  /** From this block on, until the next one's. */
  readonly firstBlock: number;
  readonly engine: EngineConfig;
}

/** Blocks are asked for in order; of those before the first nobody knows. */
export function configAt(parts: readonly DecidedBy[]): ConfigAt {
  let next = 0;
  return (seq) => {
    while ((parts[next]?.firstBlock ?? Infinity) <= seq) next += 1;
    return parts[next - 1]?.engine ?? null;
  };
}
