/** The recorded inputs of a journal, decided again (S30): by the same code, whoever ran it then, a simulation or a process at a venue. */
import { type ConfigAt, type ReplayOptions, findDifference } from '../../core/engine/replay.js';
import type { EngineConfig } from '../../core/state/config.js';
import type { JournalBlock } from '../../core/state/journal-block.js';
import { StoredDocumentError } from '../../report/schema/read-report.js';
import { isOfShape } from '../read-run.js';
import type { VerifyCheck } from './verify-check.js';

export const checkDecisions = (
  steps: Iterable<JournalBlock>,
  config: EngineConfig | ConfigAt,
  options: ReplayOptions,
): VerifyCheck =>
  readable('decisions', () => {
    const inputs = { count: 0 };
    const difference = findDifference(counted(steps, inputs), config, options);
    if (difference === null) {
      const text = `${inputs.count} inputs decided again, same entries`;
      return { name: 'decisions', ok: true, text };
    }
    const { seq, index, recorded, decided } = difference;
    const text = `block ${seq}, entry ${index}: recorded ${recorded ?? 'nothing'}, decided ${decided ?? 'nothing'}`;
    return { name: 'decisions', ok: false, text };
  });

/** Blocks that somebody made up can be chained as well: they are of any shape. */
export function readable(name: VerifyCheck['name'], check: () => VerifyCheck): VerifyCheck {
  try {
    return check();
  } catch (error) {
    if (!isOfShape(error) && !(error instanceof StoredDocumentError)) throw error;
    const text = `the blocks are not of the shapes that this build writes (${error.message})`;
    return { name, ok: false, text };
  }
}

function* counted<T>(items: Iterable<T>, so: { count: number }): Iterable<T> {
  for (const item of items) {
    so.count += 1;
    yield item;
  }
}
