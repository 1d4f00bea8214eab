/**
 * When each slice of a plan should have been traded, for a chart: as it fell due where the journal says so, else at the
 * plan's spacing after its start. Session gaps of slices that never fell due are not known here and are drawn through.
 */
import type { Plan } from '../../core/plan/plan.js';
import type { EpochMicros, Lots } from '../../core/ground/units.js';
import type { ProjectedParent } from '../projection/projection.js';
import type { QuantityStep } from './quantity-step.js';

/** Slices due before `until`, taken together where there are more than `points`. */
export function plannedSteps(
  parent: ProjectedParent,
  until: EpochMicros,
  points: number,
): readonly QuantityStep[] {
  const { plan } = parent;
  if (plan === null) return [];
  const stride = Math.max(1, Math.ceil(plan.slices / points));
  const steps: QuantityStep[] = [];
  for (let slice = 0; slice < plan.slices; slice += stride) {
    const at = parent.dueAt[slice] ?? plannedAt(plan, slice);
    if (at > until) break;
    steps.push({
      at,
      quantity: quantityOfSlices(plan, slice, Math.min(slice + stride, plan.slices)),
    });
  }
  return steps;
}

const plannedAt = ({ start, spacing, slices }: Plan, slice: number): EpochMicros =>
  (spacing.kind === 'interval'
    ? start + slice * spacing.interval
    : start + Math.floor((slice * spacing.duration) / slices)) as EpochMicros;

/** Lots of slices `from` to `to` - 1: the first `remainder` slices carry one more (TWAP-2). */
function quantityOfSlices({ baseQuantity, remainder }: Plan, from: number, to: number): Lots {
  const larger = Math.max(0, Math.min(to, remainder) - from);
  return ((to - from) * baseQuantity + larger) as Lots;
}
