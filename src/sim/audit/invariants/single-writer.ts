/**
 * S29: what leaves was meant by the process that lives. One that begins re-issues nothing that the one before it meant: it looks that up, and means
 * it anew. So whatever leaves and was not meant since the last start comes of a process that has been replaced.
 */
import type { CheckerFactory } from '../checker.js';

export const singleWriter: CheckerFactory = ({ check, broken }) => {
  /** By kind and order: meant since the last start. */
  const meant = new Set<string>();
  let isAnother = false;
  return {
    id: 'S29',
    onInput({ kind }) {
      if (kind !== 'started') return;
      isAnother = true;
      meant.clear();
    },
    onEntry(entry) {
      if (!isAnother) return;
      if (entry.kind === 'submit-intent') meant.add(`submit ${entry.clientOrderId}`);
      else if (entry.kind === 'cancel-intent') meant.add(`cancel ${entry.clientOrderId}`);
      else if (entry.kind === 'orphan-cancel-intent')
        meant.add(`cancel ${entry.command.clientOrderId}`);
      else if (entry.kind === 'replace-intent') meant.add(`replace ${entry.command.clientOrderId}`);
    },
    onDeparture({ kind, clientOrderId, sentAt }) {
      if (!isAnother || check(meant.has(`${kind} ${clientOrderId}`))) return;
      broken({
        id: 'S29',
        at: sentAt,
        of: { order: clientOrderId },
        detail: `a ${kind} of ${clientOrderId} left that the process that lives did not mean`,
      });
    },
  };
};
