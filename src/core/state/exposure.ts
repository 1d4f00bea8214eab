/** A child as its parent's budget counts it (Parent budget): what it filled, and what it may still fill. */
import { exposureOf } from '../order/parent.js';
import type { Lots } from '../ground/units.js';
import type { ChildState } from './state.js';

export const exposureOfChild = ({ belief, stage, terms }: ChildState): Lots =>
  exposureOf({
    status: belief.status,
    quantity: terms.quantity,
    filled: belief.filled,
    busted: belief.busted,
    inFlight: stage.kind === 'sending' || stage.kind === 'unknown' || stage.kind === 'taken',
  });
