/** What left in a recording: by what it says and when, so that the same thing leaving again is known for the same. The numbers of reads are left out. */
import { canonicalJson } from '../../core/ground/canonical.js';
import type { EpochMicros } from '../../core/ground/units.js';
import type { Command, EffectCommand } from '../../core/state/command.js';
import { commandOf } from '../../core/state/commands-of.js';
import type { JournalBlock } from '../../core/state/journal-block.js';

export class RecordedCommands {
  readonly #left = new Map<string, Command[]>();

  constructor(blocks: Iterable<JournalBlock>) {
    for (const { input, entries } of blocks)
      for (const entry of entries) {
        const command = commandOf(entry);
        if (command === null) continue;
        const alike = this.#left.get(keyOf(command, input.at));
        if (alike === undefined) this.#left.set(keyOf(command, input.at), [command]);
        else alike.push(command);
      }
  }

  /** The one of the recording that leaves alike at this time, once; null = none does. */
  take(command: Command, at: EpochMicros): Command | null {
    return this.#left.get(keyOf(command, at))?.shift() ?? null;
  }
}

function keyOf(command: Command, at: EpochMicros): string {
  if (!('readId' in command)) return `${at} ${canonicalJson(command)}`;
  const { readId: _, ...asked } = command;
  return `${at} ${canonicalJson(asked)}`;
}

/** One attempt has one outcome. */
export const effectKey = (
  kind: EffectCommand['kind'],
  { clientOrderId, attempt }: Pick<EffectCommand, 'clientOrderId' | 'attempt'>,
): string => `${kind} ${clientOrderId} ${attempt}`;
