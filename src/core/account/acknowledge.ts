/**
 * An operator says that an alert is known (ALR-1). The condition is as before: the alert stays raised until its condition ends,
 * and one that is raised anew has to be acknowledged anew.
 */
import type { AlertCode } from '../state/alert-code.js';
import { type State, alertKey } from '../state/state.js';
import type { Step } from '../state/step.js';

export interface Acknowledged {
  readonly code: string;
  /** Null = every one of the code. */
  readonly subject: string | null;
  readonly operator: string;
  readonly reason: string;
}

export function acknowledge(step: Step, { code, subject, operator, reason }: Acknowledged): void {
  const subjects = subject === null ? subjectsOf(step.state, code) : [subject];
  const raised = subjects.filter((one) => step.state.alerts.has(alertKey(code, one)));
  const known = new Set(step.state.acknowledged);
  const fresh = raised.filter((one) => !known.has(alertKey(code, one)));
  if (fresh.length === 0) {
    const what = subject === null ? `no alert ${code}` : `no alert ${code} of ${subject}`;
    const text =
      raised.length === 0 ? `${what} is raised` : `what is raised of ${code} is acknowledged`;
    step.emit({ kind: 'operator-refused', text });
    return;
  }
  for (const one of fresh) {
    const told = { subject: one, text: reason, state: 'acknowledged', operator } as const;
    // One that is raised: whatever an operator says otherwise was refused above.
    step.emit({ kind: 'alert', code: code as AlertCode, level: 'info', ...told });
  }
}

const subjectsOf = ({ alerts }: State, code: string): readonly string[] => {
  const before = alertKey(code, '');
  return [...alerts.entries()].flatMap(([key]) =>
    key.startsWith(before) ? [key.slice(before.length)] : [],
  );
};
