/** An order between its receipt and its plan: the answers it waits for, and what they said. */
import type { Lots } from '../ground/units.js';
import type { DepthLevel } from '../order/outcome.js';
import type { ParentId, VenueOrderId } from '../order/order.js';
import type { ReadId } from './command.js';

/** Answers an order still waits for before it can be planned, and what planning needs of those it has. */
export interface Intake {
  readonly waiting: readonly ReadId[];
  /** bid + ask at receipt; null = no quote. */
  readonly midTwice: number | null;
  /** The side of the book the order would take, as far as routing looks; null = not asked or not readable. */
  readonly opposite: readonly DepthLevel[] | null;
  /** Average daily volume; null = not asked or unavailable. */
  readonly volume: Lots | null;
}

export const newIntake = (midTwice: number | null): Intake => ({
  waiting: [],
  midTwice,
  opposite: null,
  volume: null,
});

/** REC-2: what an order that came while the gate was shut has learned of what else is at work on its side. */
export interface ReduceLook {
  /** Of our own parents, as the list was asked for. */
  readonly own: readonly (readonly [ParentId, Lots])[];
  /** Of orders nobody here placed, from the pages so far. */
  readonly others: readonly (readonly [VenueOrderId, Lots])[];
  readonly pages: number;
}
