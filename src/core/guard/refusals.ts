/**
 * The same order, refused three times in a row, is sent once a minute (S22): by slices and parents that do not know of each other. So
 * is a replace of the same order by the same total at the same price, also one that asks for less: a cancel is always left.
 */
import { lengthText } from '../ground/length-text.js';
import type { EpochMicros } from '../ground/units.js';
import type { Veto } from '../order/outcome.js';
import { type Asked, refusedUntil } from '../state/refusals.js';
import type { State } from '../state/state.js';
import type { Step } from '../state/step.js';

const ALERT = 'refused-again';

export function refusalVeto(state: State, at: EpochMicros, asked: Asked): Veto | null {
  const until = refusedUntil(state.refusals, asked, at);
  return until === null
    ? null
    : {
        code: 'refused-again',
        text: `the venue refused this very ${wordOf(asked)} three times; not again for ${lengthText(until - at)}`,
      };
}

/** Whoever can mend what the venue refuses it for hears of it, until an order of the symbol is taken, or the order gives its place. */
export function tellRefusal(step: Step, asked: Asked, text: string): void {
  if (refusedUntil(step.state.refusals, asked, step.at) === null) return;
  step.raise(ALERT, 'warning', {
    subject: subjectOf(asked),
    text: `three times: ${text}; the same ${wordOf(asked)} is sent once a minute`,
  });
}

export const clearRefusals = (step: Step, asked: Asked): void =>
  step.clear(ALERT, subjectOf(asked));

const wordOf = ({ replaces }: Asked): string => (replaces === undefined ? 'order' : 'replace');

const subjectOf = ({ terms, replaces }: Asked): string => replaces?.order ?? terms.symbol;
