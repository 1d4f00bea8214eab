/**
 * S22: within any `per` no more requests are meant to leave than the budget has, and what is no cancel and asks for no less leaves
 * the reserved part alone. Counted to the microsecond by what was asked, not by what the engine has counted.
 */
import { lengthText } from '../../../core/ground/length-text.js';
import { requestOf } from '../../../core/state/evolve-requests.js';
import { weightOf } from '../../../core/state/request-budget.js';
import type { CheckerFactory } from '../checker.js';

export const requestBudget: CheckerFactory = ({ config, check, broken }) => {
  const budget = config.requestBudget;
  if (budget === undefined) return { id: 'S22' };
  const { requests, reserved, per } = budget;
  /** Those of the last `per`, oldest first. */
  const recent: { readonly at: number; readonly weight: number }[] = [];
  let spent = 0;
  return {
    id: 'S22',
    onEntry(entry, at) {
      const kind = requestOf(entry);
      if (kind === null) return;
      while (recent.length > 0 && recent[0]!.at <= at - per) spent -= recent.shift()!.weight;
      const weight = weightOf(budget, kind);
      recent.push({ at, weight });
      spent += weight;
      const most = kind === 'cancel' || kind === 'replace' ? requests : requests - reserved;
      if (!check(weight === 0 || spent <= most))
        broken({
          id: 'S22',
          at,
          detail: `${kind}: ${spent} requests within ${lengthText(per)}, the budget has ${most}`,
        });
    },
  };
};
