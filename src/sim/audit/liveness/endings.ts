/** L5, L6, L7: parents that were due have ended, the gate is open, and nobody else's order is forgotten. */
import { isParentTerminal } from '../../../core/order/parent.js';
import { VenueOrders } from '../../../core/order/resting.js';
import { sliceTime } from '../../../core/plan/schedule.js';
import { plus } from '../../../core/ground/units.js';
import { reconciling } from '../../../core/state/gate.js';
import { isLoose } from '../../../core/state/orphan.js';
import { DEFAULT_RESTART } from '../../../core/state/restart.js';
import type { ParentState } from '../../../core/state/state.js';
import { isGrown } from './age.js';
import type { HealedWorld, Law, Unmet } from './law.js';

export const parentsEnded: Law = {
  id: 'L5',
  unmet: (world) =>
    [...world.state.parents.entries()].flatMap(([parentId, parent]): Unmet[] => {
      if (isParentTerminal(parent.status) || !isDue(parent, world)) return [];
      const detail = `parent ${parentId} is ${parent.status}: its last slice was due before the faults stopped`;
      return [{ of: { parent: parentId }, detail }];
    }),
};

/** Its plan was over before the calm, and none of its orders has a time of its own that has not come. */
function isDue({ receivedAt, plan, open }: ParentState, world: HealedWorld): boolean {
  const calm = world.ownOf(world.from);
  const last = plan === null ? receivedAt : sliceTime(plan, plan.slices - 1);
  if (last > calm) return false;
  return open.every((id) => {
    const child = world.state.children.get(id);
    return child === undefined || isGrown(child, world);
  });
}

export const gateOpen: Law = {
  id: 'L6',
  unmet: ({ state: { gate }, config, from, ownOf }) => {
    if (gate === undefined) return [];
    if (gate.state !== 'open') {
      const { unread, waiting } = reconciling(gate) ?? { unread: [], waiting: [] };
      const missing = [...unread, ...waiting].join(', ') || 'what its recovery takes up again';
      return [
        { detail: `the gate is ${gate.state} since ${gate.since}, and waits for ${missing}` },
      ];
    }
    const { gateTimeout } = config.restart ?? DEFAULT_RESTART;
    if (gate.since <= plus(ownOf(from), gateTimeout)) return [];
    return [{ detail: `the gate opened at ${gate.since}, later than it may take` }];
  },
};

/** Where the list of open orders is asked for: else nobody here could know of one. */
export const orphansKept: Law = {
  id: 'L7',
  unmet: ({ truth, state, from, isForeign }) => {
    const { orphans = [], openOrders } = state;
    if (openOrders === undefined || truth.byHand === undefined) return [];
    const venue = new VenueOrders(truth);
    const known = new Set(orphans.filter(isLoose).map(({ found }) => found.clientOrderId));
    const forgotten = [...venue.resting()]
      .filter(({ clientOrderId, since }) => isForeign(clientOrderId) && since <= from)
      .filter(({ clientOrderId }) => !known.has(clientOrderId))
      .map(({ clientOrderId }) => ({
        detail: `${clientOrderId} rests at the venue, nobody here placed it, and nobody knows of it`,
      }));
    const kept = [...known]
      .filter((id) => venue.isOver(id) && (venue.endedAt(id) ?? from) < from)
      .map((id) => ({ detail: `${id}, which nobody here placed, is over and not resolved` }));
    return [...forgotten, ...kept];
  },
};
