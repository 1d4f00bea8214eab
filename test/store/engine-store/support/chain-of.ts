/** Blocks to write, chained as a host chains them. */
import { epochMicros } from '../../../../src/core/ground/units.js';
import type { Input } from '../../../../src/core/state/input.js';
import {
  GENESIS_HASH,
  type JournalBlock,
  chainBlock,
} from '../../../../src/core/state/journal-block.js';

/** The first `count` blocks of a chain; `told` makes it another one. */
export function chainOf(count: number, told = 'x'): readonly JournalBlock[] {
  const blocks: JournalBlock[] = [];
  for (let seq = 0; seq < count; seq += 1) {
    const input: Input = {
      kind: 'operator',
      at: epochMicros(1_000_000 + seq),
      operator: told,
      reason: `block ${seq}`,
      command: { do: 'kill-on', cancelWorking: false },
    };
    blocks.push(chainBlock(blocks.at(-1)?.hash ?? GENESIS_HASH, seq, { input, entries: [] }));
  }
  return blocks;
}
