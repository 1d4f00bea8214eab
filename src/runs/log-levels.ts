/** How loud the structured log is about each entry of a journal, in its order; null for bookkeeping that nobody reads a log for. */
import { evolve } from '../core/state/evolve.js';
import { logOf } from '../core/engine/log.js';
import type { LogLine } from '../core/engine/log-line.js';
import { initialState } from '../core/state/initial-state.js';
import type { JournalBlock } from '../core/state/journal-block.js';

export type LogLevel = LogLine['level'];

export function* logLevels(
  blocks: Iterable<Pick<JournalBlock, 'input' | 'entries'>>,
): Iterable<LogLevel | null> {
  const state = initialState();
  for (const { input, entries } of blocks) {
    for (const entry of entries) {
      evolve(state, entry, input.at);
      yield logOf(entry, input.at, state)?.level ?? null;
    }
  }
}
