/**
 * A failing run of a campaign in its reducible parts, and in which ways each can be made smaller: fewer faults, fewer slices of
 * its first order, fewer commands, a shorter tape, narrower windows. What such a part means in a scenario is put together in
 * `reduced-scenario.ts`.
 */
import { MICROS_PER_MS, type Micros, micros, seconds } from '../../core/ground/units.js';
import type { FaultSpec } from '../../sim/fault/fault-set.js';
import type { FaultValues } from '../../sim/fault/parameter.js';
import { FAULT_KINDS } from '../../sim/fault/registry.js';

export interface Reduced {
  /** Each with its place, which names its draws. */
  readonly faults: readonly FaultSpec[];
  /** Of the first order: which slices are left. */
  readonly firstSlice: number;
  readonly slices: number;
  /** Of the scenario, by their places. */
  readonly operator: readonly number[];
  /** How long the run goes on after the last slice; null = as long as it did. */
  readonly tail: Micros | null;
  readonly seed: number;
}

/** Slices that are few enough for a reader: beyond them another seed is worth trying. */
const FEW_SLICES = 4;
/** Other seeds tried for few slices: with fewer requests other ones are hit. */
const OTHER_SEEDS = 12;
/** Polls go on for a while after a deadline, and what is absent is proven late. */
const TAILS: readonly Micros[] = [10, 30, 60, 120].map(seconds);

/** Those worth most first. */
export function* smallerThan(one: Reduced): Iterable<Reduced> {
  yield* fewerFaults(one);
  yield* fewerSlices(one);
  yield* fewerCommands(one);
  yield* shorterTails(one);
  yield* narrower(one);
}

/** Without a half of them, a quarter, … each. */
function* fewerFaults(one: Reduced): Iterable<Reduced> {
  const { faults } = one;
  for (let size = faults.length; size >= 1; size = Math.floor(size / 2))
    for (let at = 0; at < faults.length; at += size)
      yield { ...one, faults: [...faults.slice(0, at), ...faults.slice(at + size)] };
}

/** As few as possible, wherever they stand; then few of them with other seeds. */
function* fewerSlices(one: Reduced): Iterable<Reduced> {
  const { firstSlice, slices, seed } = one;
  for (let left = 1; left < slices; left += 1)
    for (let from = 0; from + left <= slices; from += 1)
      yield { ...one, firstSlice: firstSlice + from, slices: left };
  for (let left = 1; left <= FEW_SLICES && slices > FEW_SLICES; left += 1)
    for (let more = 1; more <= OTHER_SEEDS; more += 1)
      yield { ...one, firstSlice: 0, slices: left, seed: seed + more };
}

function* fewerCommands(one: Reduced): Iterable<Reduced> {
  const { operator } = one;
  if (operator.length > 1) yield { ...one, operator: [] };
  for (const at of operator) yield { ...one, operator: operator.filter((other) => other !== at) };
}

function* shorterTails(one: Reduced): Iterable<Reduced> {
  for (const tail of TAILS) if (one.tail === null || tail < one.tail) yield { ...one, tail };
}

const SHORT = micros(100 * MICROS_PER_MS);

/** Lengths and counts halved, one at a time. */
function* narrower(one: Reduced): Iterable<Reduced> {
  for (const [at, fault] of one.faults.entries())
    for (const values of narrowerValues(fault))
      yield { ...one, faults: one.faults.with(at, { ...fault, values }) };
}

function* narrowerValues({ kind, values }: FaultSpec): Iterable<FaultValues> {
  const parameters = FAULT_KINDS.get(kind)?.parameters ?? {};
  for (const [name, value] of Object.entries(values)) {
    const type = parameters[name]?.type;
    if (typeof value !== 'number') continue;
    const half = Math.floor(value / 2);
    if (type === 'duration' && half >= SHORT) yield { ...values, [name]: half };
    if (type !== 'count' || half < 1) continue;
    // The first of many is soonest there.
    if (half > 1) yield { ...values, [name]: 1 };
    yield { ...values, [name]: half };
  }
}
