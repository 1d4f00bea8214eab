/**
 * S16: a plan's slices sum to the order, differ by at most one lot with the larger first, and their times rise. S19: a
 * slice is sent with the quantity it was planned with.
 */
import type { Plan } from '../../../core/plan/plan.js';
import { sliceTime } from '../../../core/plan/schedule.js';
import { planQuantity, sliceQuantity } from '../../../core/plan/slicer.js';
import type { CheckerFactory } from '../checker.js';

/** Slices looked at one by one; the shape of a longer plan follows from its five numbers. */
const SLICES_LOOKED_AT = 1_000;

export const plans: CheckerFactory = ({ check, broken }) => ({
  id: 'S16',
  onEntry(entry, at, state) {
    if (entry.kind === 'parent-planned') {
      const quantity = state.parents.get(entry.parentId)?.request.quantity;
      if (!check(planQuantity(entry.plan) === quantity && isShaped(entry.plan)))
        broken({
          id: 'S16',
          at,
          of: { parent: entry.parentId },
          detail: `parent ${entry.parentId}: its slices are not a split of ${quantity} lots`,
        });
    } else if (entry.kind === 'slice-released' && entry.childKind === 'slice' && !entry.replaces) {
      const plan = state.parents.get(entry.parentId)?.plan;
      if (
        !check(
          plan !== undefined &&
            plan !== null &&
            sliceQuantity(plan, entry.slice) === entry.terms.quantity,
        )
      )
        broken({
          id: 'S19',
          at,
          of: { parent: entry.parentId },
          detail: `slice ${entry.slice} of ${entry.parentId}: sent with ${entry.terms.quantity} lots, not as planned`,
        });
    }
  },
});

function isShaped(plan: Plan): boolean {
  if (plan.remainder < 0 || plan.remainder >= plan.slices) return false;
  const looked = Math.min(plan.slices, SLICES_LOOKED_AT);
  for (let slice = 1; slice < looked; slice += 1) {
    const fall = sliceQuantity(plan, slice - 1) - sliceQuantity(plan, slice);
    if (fall !== 0 && fall !== 1) return false;
    if (sliceTime(plan, slice) <= sliceTime(plan, slice - 1)) return false;
  }
  return sliceQuantity(plan, plan.slices - 1) > 0;
}
