/**
 * What a generated market may be asked for, in one place for the generator and the schema of scenarios, and how many rows
 * it comes to. Within these bounds no level leaves the window of its book and no quantity the 32 bits it is kept in.
 */
import { WANDER_TICKS_MAX, WINDOW_TICKS } from './walk-book.js';

/** Of one parameter: the least and the most, both included. */
export type Bounds = readonly [least: number, most: number];

const SHARE: Bounds = [0, 10_000];

export const RANDOM_WALK_BOUNDS = {
  levelsPerSide: [2, 1_000],
  /** A level is at most four times as much, and may be raised again and again. */
  depthLotsMean: [1, 10_000_000],
  messagesPerSecond: [0.001, 1_000],
  changesPerMessage: [1, 1_000],
  ordersPerSecond: [0, 1_000],
  throughBps: SHARE,
  volatilityBps: SHARE,
  stepTicksMax: [1, 100],
  /** Twice it, the levels beyond and a step fit into the margin of the window. */
  spreadTicksMean: [1, 900],
  lateBps: SHARE,
} as const satisfies Record<string, Bounds>;

export type RandomWalkParameters = {
  readonly [K in keyof typeof RANDOM_WALK_BOUNDS]: number;
};

/** Messages and orders together: times are whole milliseconds. */
export const EVENTS_PER_SECOND_MAX = 1_000;

/** Prices are 32-bit on a tape. */
const PRICE_MAX = 2 ** 31 - 1;

/** Where a walk may start so that it stays above zero and below what a tape can hold. */
export const startTicksBounds = (levelsPerSide: number): Bounds => [
  Math.max(WANDER_TICKS_MAX + 2 * levelsPerSide + 1, WINDOW_TICKS / 2) + 1,
  PRICE_MAX - WINDOW_TICKS,
];

/** Rows a second, rather more than less: a mid that moves takes levels with it. */
export function rowsPerSecond(parameters: RandomWalkParameters): number {
  const { messagesPerSecond, changesPerMessage, ordersPerSecond, volatilityBps } = parameters;
  const { stepTicksMax, spreadTicksMean } = parameters;
  const moved = (volatilityBps / 10_000) * (stepTicksMax + spreadTicksMean);
  return messagesPerSecond * (changesPerMessage + moved) + 2 * ordersPerSecond;
}
