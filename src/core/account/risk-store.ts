/**
 * F:RSK2: the store of the shared kill switch could not be read as an order was about to leave, and so it did not leave. The gate
 * itself cannot alert, it only vetoes; whoever has to mend the store hears of it here, until an order has left again.
 */
import type { Input } from '../state/input.js';
import type { Step } from '../state/step.js';

const ALERT = 'risk-store';
const SUBJECT = 'engine';

type Outcome = Pick<Extract<Input, { kind: 'outcome' }>, 'effect' | 'outcome'>;

export function noteRiskStore(step: Step, { effect, outcome }: Outcome): void {
  // A cancel asks no store: that one left says nothing of it.
  if (effect === 'cancel') return;
  if (outcome.kind !== 'not-sent') step.clear(ALERT, SUBJECT);
  else if (outcome.veto?.code === 'risk-store-error')
    step.raise(ALERT, 'critical', {
      subject: SUBJECT,
      text: `the shared kill switch cannot be read: ${outcome.veto.text}`,
    });
}
