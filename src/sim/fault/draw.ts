/** What a fault draws for one request: a function of the seed, the fault's place, and the request's key and number. */
import { jitter, shareOf } from '../../core/ground/jitter.js';
import { type LinkRequest, keyOf } from '../link/messages.js';
import type { FaultContext } from './fault-kind.js';

/** Uniform over [0, 1). */
export const shareDrawn = (
  { seed, purpose }: FaultContext,
  { request, nth }: LinkRequest,
): number => shareOf(jitter(seed, keyOf(request), purpose, nth));
