/**
 * REC-6: an execution turns up that was a part of a booked difference of the position. What it says takes the place of that, in the same
 * step, so that it is never counted beside it. Whether it was a part of it, its time at the venue tells: what had executed by the time at
 * which the position was told was in it. Of what comes without a time nothing is taken back here; the next look at the position does that.
 */
import { type Lots, signOf } from '../ground/units.js';
import type { OrderUpdate } from '../order/update.js';
import { venueMicros } from '../order/order.js';
import { exposureIn } from '../state/expose.js';
import type { ChildState } from '../state/state.js';
import type { Step } from '../state/step.js';

export const POSITION_ADJUSTED = 'position-adjusted';

/** `before`: the order as it was before the update. */
export function takeBackAdjustment(step: Step, before: ChildState, update: OrderUpdate): void {
  const { symbol, side } = before.terms;
  const { adjustment } = exposureIn(step.state, symbol);
  if (adjustment === undefined || update.source === 'ours') return;
  const gained = step.child(before.clientOrderId).belief.filled - before.belief.filled;
  const executedAt = update.execution?.venueTime ?? update.venueTime;
  if (gained === 0 || executedAt === null) return;
  const { quantity, asOf } = adjustment;
  if (venueMicros(executedAt) > asOf) return;
  const by = (-signOf(side) * gained) as Lots;
  const inAll = (quantity + by) as Lots;
  step.emit({
    kind: 'position-adjustment',
    symbol,
    by,
    inAll,
    asOf,
    why: 'execution',
    readId: null,
  });
  if (inAll === 0) step.clear(POSITION_ADJUSTED, symbol);
}
