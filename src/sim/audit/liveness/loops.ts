/** L10: what the engine asks in the second half of the bound is in proportion to what it has under way: nothing is asked again and again for nothing. */
import { MICROS_PER_SECOND } from '../../../core/ground/units.js';
import { isLoose } from '../../../core/state/orphan.js';
import type { Law } from './law.js';

/** A second: a look at each order, its executions, and two pages of a list. */
const OF_EACH = 2;
const OF_ALL = 2;

export const loopsEnd: Law = {
  id: 'L10',
  unmet: ({ state, bound, requestsLate }) => {
    let open = (state.orphans ?? []).filter(isLoose).length;
    for (const [, parent] of state.parents.entries()) open += parent.open.length;
    const seconds = bound / 2 / MICROS_PER_SECOND;
    const most = Math.ceil(seconds * (open === 0 ? 1 : OF_ALL + OF_EACH * open));
    if (requestsLate <= most) return [];
    const detail = `${requestsLate} requests in the last ${seconds} s for ${open} open orders, ${most} at most`;
    return [{ detail }];
  },
};
