/**
 * S13: from a process that begins on what another one left nothing leaves before its gate is open that creates an order or makes one larger.
 * Cancels go, and a replace that only takes something away; of what goes because it reduces a position S12 says more. And the gate opens
 * by itself only behind a reconciliation, told by what the engine heard and not by what it says: the list of open orders and, where
 * anything was ever sent, the history to their ends, then the positions; and recovery before it is open.
 */
import type { ReadAnswer } from '../../../core/order/outcome.js';
import type { CheckerFactory } from '../checker.js';

type Told = 'open-orders' | 'history' | 'positions';

/** What of the venue's books an answer brings to its end; null = none. */
function readToEnd(answer: ReadAnswer): Told | null {
  if (answer.kind === 'positions') return 'positions';
  if (answer.kind !== 'open-orders' && answer.kind !== 'history') return null;
  return answer.nextCursor === null ? answer.kind : null;
}

export const gated: CheckerFactory = ({ check, broken }) => {
  /** Null: no process was ever gated. */
  let isShut: boolean | null = null;
  const reducing = new Set<string>();
  /** Parents that were let in because they reduce: S12 looks at what they send. */
  const letIn = new Set<string>();
  let isAnythingSent = false;
  /** Since the process began. */
  const told = new Set<Told>();
  let isRecovered = false;
  return {
    id: 'S13',
    onInput(input) {
      if (input.kind === 'started') {
        told.clear();
        isRecovered = false;
      }
      const read = input.kind === 'answer' ? readToEnd(input.answer) : null;
      if (read !== null) told.add(read);
    },
    onEntry(entry, at) {
      if (entry.kind === 'submit-intent') isAnythingSent = true;
      else if (entry.kind === 'recovery-begun') isRecovered = true;
      else if (entry.kind === 'gate-shut') isShut = true;
      else if (entry.kind === 'gate-forced') isShut = false;
      else if (entry.kind === 'gate-opened') {
        isShut = false;
        const needed: readonly Told[] = ['open-orders', 'history', 'positions'];
        const missing = needed.filter(
          (one) => !told.has(one) && (one !== 'history' || isAnythingSent),
        );
        if (!check(missing.length === 0 && isRecovered)) {
          const why =
            missing.length === 0 ? 'recovery' : `the venue had told ${missing.join(', ')}`;
          broken({ id: 'S13', at, detail: `the gate opened before ${why}` });
        }
      } else if (entry.kind === 'reduce-looked') letIn.add(entry.parentId);
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
