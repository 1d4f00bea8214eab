/** Did the run end before the schedule of an order did? Then part of the order never had its turn. */
import { lengthText } from '../../core/ground/length-text.js';
import type { EpochMicros } from '../../core/ground/units.js';
import { isParentTerminal } from '../../core/order/parent.js';
import { planDuration, planEnd } from '../../core/plan/schedule.js';
import type { ProjectedParent } from '../projection/projection.js';

/** Null where the order was over, or its schedule was. */
export function cutOffText(parent: ProjectedParent, end: EpochMicros): string | null {
  const { status, algo, plan } = parent;
  if (algo === 'direct' || plan === null || isParentTerminal(status)) return null;
  // A start beyond the end may lie beyond all calendars.
  const over = (plan.start < end ? planEnd(plan) : plan.start + planDuration(plan)) - end;
  return over > 0 ? `the run ends ${lengthText(over)} before its schedule does` : null;
}
