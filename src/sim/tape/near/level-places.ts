/**
 * A place for each level of one side of a tape, in order of its key (sign x price). Levels further than two million quanta from the
 * first have none: books do not reach that far, and who looks through all places is done before long.
 */
import { ROW_KIND_MASK, ROW_LEVEL, type Tape } from '../tape.js';

const REACH = 2 ** 21;

/** Keys lowest … highest have one: key - lowest. */
export interface LevelPlaces {
  readonly lowest: number;
  readonly highest: number;
}

export function levelPlaces({ price, kind, rows }: Tape, sign: 1 | -1): LevelPlaces {
  let low = Infinity;
  let high = -Infinity;
  let first = Number.NaN;
  for (let row = 0; row < rows; row += 1) {
    if ((kind[row]! & ROW_KIND_MASK) !== ROW_LEVEL) continue;
    const at = price[row]!;
    if (Number.isNaN(first)) first = at;
    if (at < low && at >= first - REACH) low = at;
    if (at > high && at <= first + REACH) high = at;
  }
  if (low > high) return { lowest: 0, highest: 0 };
  return sign === 1 ? { lowest: low, highest: high } : { lowest: -high, highest: -low };
}

export const placeCount = ({ lowest, highest }: LevelPlaces): number => highest - lowest + 1;

export const hasPlace = ({ lowest, highest }: LevelPlaces, key: number): boolean =>
  key >= lowest && key <= highest;

/** How many places may still be looked through. With none left, answers are no longer right: the market leaps about too much. */
export interface StepsLeft {
  left: number;
}

const STEPS = 2 ** 24;
const STEPS_A_ROW = 16;

export const stepsFor = ({ rows }: Tape): StepsLeft => ({ left: STEPS + STEPS_A_ROW * rows });
