/** Session time between two slices of a plan, rounded down where a length does not divide; for waits, never for times. */
import type { Plan } from './plan.js';
import type { Micros } from '../ground/units.js';

export const intervalOf = ({ spacing, slices }: Plan): Micros =>
  spacing.kind === 'interval'
    ? spacing.interval
    : (Math.floor(spacing.duration / slices) as Micros);
