/**
 * S13: from a process that begins on what another one left nothing leaves before its gate is open that creates an order or makes one larger.
 * Cancels go, and a replace that only takes something away; of what goes because it reduces a position S12 says more.
 */
import type { CheckerFactory } from '../checker.js';

export const gated: CheckerFactory = ({ check, broken }) => {
  /** Null: no process was ever gated. */
  let isShut: boolean | null = null;
  const reducing = new Set<string>();
  /** Parents that were let in because they reduce: S12 looks at what they send. */
  const letIn = new Set<string>();
  return {
    id: 'S13',
    onEntry(entry) {
      if (entry.kind === 'gate-shut') isShut = true;
      else if (entry.kind === 'gate-opened' || entry.kind === 'gate-forced') isShut = false;
      else if (entry.kind === 'reduce-looked') letIn.add(entry.parentId);
      else if (entry.kind === 'replace-intent' && entry.reduces)
        reducing.add(entry.command.newClientOrderId);
    },
    onDeparture(request, { children }) {
      const { kind, clientOrderId, sentAt } = request;
      if (isShut === null || kind === 'cancel') return;
      if (letIn.has(children.get(clientOrderId)?.parentId ?? '')) return;
      if (kind === 'replace' && reducing.has(request.newClientOrderId)) return;
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
