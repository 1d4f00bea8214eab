/** The one predicate for "new orders of this parent may be created": it has a plan, and nobody stopped or canceled it. */
import type { ParentState } from './state.js';

export const isLive = (parent: ParentState): boolean =>
  parent.plan !== null && parent.stop === null && parent.cancel === null;
