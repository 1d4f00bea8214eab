/**
 * F:MD10: the venue does not trade the symbol any more. It was split, renamed or delisted: quantities and prices of what was planned
 * mean something else now, so that nothing more of it leaves, of any strategy, until an operator has looked.
 */
import { EVERY_STRATEGY, quarantine } from '../guard/quarantine.js';
import type { EffectOutcome } from '../order/outcome.js';
import type { Step } from '../state/step.js';

export function noteGone(
  step: Step,
  symbol: string,
  { gone, code, text }: Extract<EffectOutcome, { kind: 'rejected' }>,
): void {
  if (gone !== true) return;
  const reason = `the venue does not trade ${symbol} any more (${text === '' ? code : text}): split, renamed or delisted`;
  quarantine(step, { strategyId: EVERY_STRATEGY, symbol }, { operator: '', reason });
}
