/** Parents in whose life a fill comes late: what their slices did, in the hands of a script. */
import type { RawOrderRequest } from '../../../src/core/order/order-request.js';
import type { Lots } from '../../../src/core/ground/units.js';
import { EngineRig, type RigOptions, executionOf } from '../../support/engine-rig.js';
import { inSeconds } from '../../support/simulation-plan.js';

export const lots = (quantity: number): Lots => quantity as Lots;

/** The n-th order ended with so much filled, which the venue says in full. */
export function ended(rig: EngineRig, n: number, filled = 0): void {
  if (filled > 0) rig.trade(filled, filled, n);
  const { quantity } = rig.child(n).terms;
  if (filled === quantity) return;
  rig.report(
    { execType: 'canceled', status: 'canceled', cumQty: lots(filled), leaves: lots(0) },
    n,
  );
}

/** The venue executed more of the n-th order before it ended than it had said. */
export function lateFill(rig: EngineRig, n: number, quantity: number, cumQty: number): void {
  rig.report(
    {
      execType: 'trade',
      status: cumQty === rig.child(n).terms.quantity ? 'filled' : 'canceled',
      cumQty: lots(cumQty),
      leaves: lots(0),
      execution: executionOf(`late${n}-${cumQty}`, quantity, rig.now),
    },
    n,
  );
  rig.flush();
}

/**
 * 600 lots in two slices of 300. The first ended with nothing filled, the second filled: a catch-up of 300 has been
 * intended and waits in `pending` for its answer.
 */
export function withCatchUp(
  options: RigOptions = {},
  changes: Partial<RawOrderRequest> = {},
): EngineRig {
  const rig = new EngineRig(options).order({
    slices: 2,
    duration: inSeconds(20),
    completion: 'catch-up',
    ...changes,
  });
  rig.accept();
  ended(rig, 0);
  rig.run(10);
  rig.accept();
  ended(rig, 1, 300);
  rig.run(15);
  return rig;
}

/** Lots of all submits that left, but for those proven not to have reached the venue. */
export const submits = (rig: EngineRig): readonly number[] =>
  rig.entries('submit-intent').map(({ command }) => command.terms.quantity);
