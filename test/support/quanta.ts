/** A quantity on a tape's own grid, as a test writes it. */
import type { Quanta } from '../../src/core/ground/units.js';

export const quanta = (value: number): Quanta => value as Quanta;
