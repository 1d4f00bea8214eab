/** The same order, refused three times in a row, is sent once a minute (S22): by slices and parents that do not know of each other. */
import { lengthText } from '../ground/length-text.js';
import type { EpochMicros } from '../ground/units.js';
import type { OrderTerms } from '../order/order.js';
import type { Veto } from '../order/outcome.js';
import { refusedUntil } from '../state/refusals.js';
import type { State } from '../state/state.js';
import type { Step } from '../state/step.js';

const ALERT = 'refused-again';

export function refusalVeto(state: State, at: EpochMicros, terms: OrderTerms): Veto | null {
  const until = refusedUntil(state.refusals, terms, at);
  return until === null
    ? null
    : {
        code: 'refused-again',
        text: `the venue refused this very order three times; not again for ${lengthText(until - at)}`,
      };
}

/** Whoever can mend what the venue refuses it for hears of it, until an order of the symbol is taken. */
export function tellRefusal(step: Step, terms: OrderTerms, text: string): void {
  if (refusedUntil(step.state.refusals, terms, step.at) === null) return;
  step.raise(ALERT, 'warning', {
    subject: terms.symbol,
    text: `three times: ${text}; the same order is sent once a minute`,
  });
}

export const clearRefusals = (step: Step, { symbol }: OrderTerms): void =>
  step.clear(ALERT, symbol);
