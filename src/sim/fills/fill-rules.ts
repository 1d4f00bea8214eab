/** The options of the fill rules, resolved for one tape: what every rule file reads. */
import type { Lots, Quanta } from '../../core/ground/units.js';
import type { TapeScale } from '../tape/tape.js';
import type { FillOptions } from './fill-options.js';

export interface FillRules extends TapeScale {
  readonly options: FillOptions;
}

/** What the options ask for that an L2 tape cannot serve; each a sentence naming the value. */
export const unsupportedFillOptions = (options: FillOptions): string[] =>
  options.stopTrigger === 'mark'
    ? ['stopTrigger mark: an L2 tape records no mark price; last or quote']
    : [];

/** Quanta to whole lots, rounded down: what may be executed. */
export const lotsDown = (rules: TapeScale, quanta: Quanta): Lots =>
  (quanta > 0 ? Math.floor(quanta / rules.quantaPerLot) : 0) as Lots;

/** Quanta to the next whole lot, still in quanta: what stands before us in a queue. */
export const quantaUp = (rules: TapeScale, quanta: Quanta): Quanta =>
  (quanta > 0 ? Math.ceil(quanta / rules.quantaPerLot) * rules.quantaPerLot : 0) as Quanta;

export const inQuanta = (rules: TapeScale, quantity: Lots): Quanta =>
  (quantity * rules.quantaPerLot) as Quanta;
