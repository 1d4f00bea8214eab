/** L1, L3: at the bound no question waits for its answer, and no order that was sent before the calm is still between two states. */
import { isGrown, minus, minutes } from './age.js';
import type { HealedWorld, Law, Unmet } from './law.js';

/** Longer than any answer may take. */
const ANSWERED_WITHIN = minutes(1);

export const convergence: Law = {
  id: 'L1',
  unmet: ({ state, at, ownOf }) => {
    const asked = minus(ownOf(at), ANSWERED_WITHIN);
    return [...state.reads.entries()].flatMap(([, { read, askedAt, purpose }]): Unmet[] =>
      askedAt > asked
        ? []
        : [{ detail: `${read.kind} (${purpose}) was asked at ${askedAt} and has no answer` }],
    );
  },
};

/** Waits for an outcome, for a look, or for the books. */
const BETWEEN = new Set(['sending', 'unknown', 'taken', 'canceling', 'verifying', 'settling']);

export const nothingUnknown: Law = {
  id: 'L3',
  unmet: (world: HealedWorld) => {
    const { parents, children } = world.state;
    return [...parents.entries()].flatMap(([, { open }]) =>
      open.flatMap((clientOrderId): Unmet[] => {
        const child = children.get(clientOrderId);
        if (child === undefined || !BETWEEN.has(child.stage.kind) || !isGrown(child, world))
          return [];
        const detail = `${clientOrderId} is ${child.stage.kind}, ${child.belief.status} since before the faults stopped`;
        return [{ of: { order: clientOrderId }, detail }];
      }),
    );
  },
};
