/** How long an order may work before the wait for its fill ends (FIL-1). */
import type { Micros } from '../ground/units.js';
import { intervalOf } from '../plan/interval.js';
import type { ChildState } from '../state/state.js';
import type { Step } from '../state/step.js';
import { detectionOf, followerOf } from './follower.js';

/** What its order says; else a resting limit slice works for its interval, everything else for FIL-1's timeout. */
export function fillTimeoutOf(step: Step, child: ChildState): Micros {
  const { request, plan } = step.parent(child.parentId);
  if (request.fillTimeout !== null) return request.fillTimeout;
  const { limitPrice, timeInForce } = child.terms;
  const rests = limitPrice !== null && timeInForce !== 'ioc' && timeInForce !== 'fok';
  if (rests && plan !== null && plan.slices > 1) return intervalOf(plan);
  return detectionOf(step, followerOf(step, child)).timeout;
}
