/**
 * The request budget (S22): no more requests leave within a time than the venue takes, and a share of them is
 * kept for what only lowers risk: cancels, and replaces that ask for less. Whatever has to wait waits until the budget has room, and
 * an alert says so; without a budget nothing waits.
 */
import { canonicalJson } from '../ground/canonical.js';
import { lengthText } from '../ground/length-text.js';
import type { EpochMicros } from '../ground/units.js';
import type { Veto } from '../order/outcome.js';
import { type RequestKind, freeAt, spentOf } from '../state/request-budget.js';
import type { State } from '../state/state.js';
import type { Step } from '../state/step.js';

const ALERT = 'request-budget';
const SUBJECT = 'venue';

/** `reducing`: it only lowers risk. */
export interface Request {
  readonly kind: RequestKind;
  readonly reducing: boolean;
}

export const CANCEL: Request = { kind: 'cancel', reducing: true };

/** When it may leave; null = now. */
export const budgetFreeAt = (
  { requests }: State,
  at: EpochMicros,
  request: Request,
): EpochMicros | null => (requests === undefined ? null : freeAt(requests, at, request));

export function budgetVeto(state: State, at: EpochMicros, request: Request): Veto | null {
  const until = budgetFreeAt(state, at, request);
  return until === null
    ? null
    : {
        code: 'rate-limit',
        text: `the request budget is spent for another ${lengthText(until - at)}`,
      };
}

/** Takes the configured budget into force, also after a start with another one. */
export function openBudget(step: Step): void {
  const { requestBudget: budget } = step.config;
  const known = step.state.requests?.budget;
  if (budget === undefined || known === budget || isSame(budget, known)) return;
  step.emit({ kind: 'request-budget', budget });
}

/** As data: one that was read back from a journal has its keys in another order. */
const isSame = (a: object, b: object | undefined): boolean =>
  b !== undefined && canonicalJson(a) === canonicalJson(b);

/** Raises the alert if it is the budget that the request waits for. */
export function tellSpent(step: Step, request: Request): void {
  const { requests } = step.state;
  if (requests === undefined || freeAt(requests, step.at, request) === null) return;
  const { requests: most, per, reserved } = requests.budget;
  const spent = spentOf(requests, step.at);
  const text = `${spent} of ${most} requests within ${lengthText(per)} are spent, ${reserved} are kept for cancels`;
  step.raise(ALERT, 'warning', { subject: SUBJECT, text });
}

/** Told again only after half of it was free. */
export function settleBudget(step: Step): void {
  const { requests } = step.state;
  if (requests === undefined) return;
  if (spentOf(requests, step.at) * 2 <= requests.budget.requests) step.clear(ALERT, SUBJECT);
}
