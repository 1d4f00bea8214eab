/**
 * S13: from a process that begins on what another one left no order and no replace leaves before its gate is open. Cancels go.
 */
import type { CheckerFactory } from '../checker.js';

export const gated: CheckerFactory = ({ check, broken }) => {
  /** Null: no process was ever gated. */
  let isShut: boolean | null = null;
  return {
    id: 'S13',
    onEntry({ kind }) {
      if (kind === 'gate-shut') isShut = true;
      else if (kind === 'gate-opened') isShut = false;
    },
    onDeparture({ kind, clientOrderId, sentAt }) {
      if (isShut === null || kind === 'cancel') return;
      if (check(!isShut)) return;
      broken({
        id: 'S13',
        at: sentAt,
        of: { order: clientOrderId },
        detail: `a ${kind} of ${clientOrderId} left while the gate was shut`,
      });
    },
  };
};
