/** A journal folded into its projection, block by block as a run goes on, or whole. */
import type { JournalBlock } from '../../core/state/journal-block.js';
import type { RunDraft } from './draft.js';
import { foldEntry, foldInput } from './fold.js';
import { newReconciliation } from './fold-reconciliation.js';
import { newSkips } from './fold-skips.js';
import type { RunProjection } from './projection.js';

type Step = Pick<JournalBlock, 'input' | 'entries'>;

/** Folds a journal block by block, as a run goes on; what it gives is whole at any time. Mutable on purpose, one owner. */
export class RunFold {
  readonly #draft: RunDraft = {
    parents: new Map(),
    children: new Map(),
    refusals: [],
    duplicates: [],
    signals: null,
    positions: null,
    reconciliation: newReconciliation(),
    skips: newSkips(),
    alerts: new Map(),
    quotes: new Map(),
    fillIndex: new Map(),
    lastAt: null,
    calls: 0,
    callErrors: 0,
    inputs: 0,
    entries: 0,
    fills: 0,
  };

  get projection(): RunProjection {
    return this.#draft;
  }

  take({ input, entries }: Step): void {
    foldInput(this.#draft, input);
    for (const entry of entries) foldEntry(this.#draft, entry, input.at);
    this.#draft.lastAt = input.at;
  }
}

/** Folds a whole journal; one pass, linear. */
export function projectRun(blocks: Iterable<Step>): RunProjection {
  const fold = new RunFold();
  for (const block of blocks) fold.take(block);
  return fold.projection;
}
