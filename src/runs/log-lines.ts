/** The structured log of a finished run (SCH-9, FIL-10): its journal folded once more, one line of JSON for each entry. */
import { evolve } from '../core/state/evolve.js';
import { logOf } from '../core/engine/log.js';
import { initialState } from '../core/state/initial-state.js';
import type { JournalBlock } from '../core/state/journal-block.js';

export function* logLines(
  blocks: Iterable<Pick<JournalBlock, 'input' | 'entries'>>,
): Iterable<string> {
  const state = initialState();
  for (const { input, entries } of blocks) {
    for (const entry of entries) {
      evolve(state, entry, input.at);
      const line = logOf(entry, input.at, state);
      if (line !== null) yield JSON.stringify({ atMicros: input.at, ...line });
    }
  }
}
