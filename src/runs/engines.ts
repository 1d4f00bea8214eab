/** FIL-12: the engines of a simulation: the core's own, and the naive client, which the core never has of itself. */
import { type Monitors, OWN_MONITORS } from '../core/engine/monitors.js';
import { NAIVE } from '../core/naive/naive.js';

export const MONITORS: Monitors = { ...OWN_MONITORS, naive: NAIVE };
