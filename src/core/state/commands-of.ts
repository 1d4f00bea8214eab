/**
 * The command inside an entry, if any: an effect stands in its intent entry, a read in its `read-requested` entry.
 * Pure, so that nothing can be sent that was not journaled.
 */
import type { Command } from './command.js';
import type { Entry } from './entry.js';

export function commandOf(entry: Entry): Command | null {
  switch (entry.kind) {
    case 'submit-intent':
    case 'cancel-intent':
    case 'orphan-cancel-intent':
      return entry.command;
    case 'replace-intent':
      return { ...entry.command, validUntil: entry.validUntil };
    case 'read-requested':
      return entry.read;
    default:
      return null;
  }
}
