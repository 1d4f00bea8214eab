/**
 * Faults drawn for a seed: some of the kinds, each with values of its own (swarm testing: a random subset in each run finds
 * what all of them at once hide; Groce et al. 2012). Lengths and rates are drawn log-uniformly, so that rare and frequent,
 * short and long come equally often.
 *
 * A draw is a function of the seed, the kind and the parameter: a new kind moves no draw of another, and no seed of a corpus.
 *
 * Unrealistic: kinds are drawn independently of each other; real faults come together (an overloaded venue is slow, refuses
 * and loses at once).
 */
import { jitter, shareOf } from '../../core/ground/jitter.js';
import { MICROS_PER_MS, MICROS_PER_SECOND, type Micros } from '../../core/ground/units.js';
import type { FaultKind } from './fault-kind.js';
import type { FaultSpec } from './fault-set.js';
import type { FaultParameter } from './parameter.js';

export interface SwarmOptions {
  readonly kinds: readonly FaultKind[];
  /** Share of the kinds that are active in a run, and of the active ones that are there twice. */
  readonly share: number;
  /** Active kinds are at least so many. */
  readonly atLeast: number;
  /** No drawn length is longer. */
  readonly longest: Micros;
  /** No fault acts in so much of the end of the run: what is true then has to be found out. */
  readonly heals: Micros;
}

export interface SwarmRun {
  readonly seed: number;
  /** Of the run: when a fault begins lies in it. */
  readonly length: Micros;
}

/** Uniform over [0, 1), by the name of what is drawn. */
type Draw = (name: string) => number;

export function drawSwarm(options: SwarmOptions, run: SwarmRun): readonly FaultSpec[] {
  const drawn = options.kinds.map((kind) => ({
    kind,
    rank: shareOf(jitter(run.seed, kind.kind, 'swarm', 0)),
  }));
  const least = drawn
    .map(({ rank }) => rank)
    .sort((a, b) => a - b)
    .at(Math.min(options.atLeast, drawn.length) - 1);
  return drawn
    .filter(({ rank }) => rank < options.share || rank <= (least ?? -1))
    .flatMap(({ kind }) => {
      const twice = shareOf(jitter(run.seed, kind.kind, 'swarm', 1)) < options.share;
      return [0, ...(twice ? [1] : [])].map((index) => specOf(kind, index, options, run));
    });
}

function specOf(kind: FaultKind, index: number, options: SwarmOptions, run: SwarmRun): FaultSpec {
  const draw: Draw = (name) => shareOf(jitter(run.seed, kind.kind, `swarm.${name}`, index));
  const chosen = kind.exactlyOne.map(
    (group) => group[Math.floor(draw(group.join()) * group.length)],
  );
  const left = new Set(kind.exactlyOne.flat().filter((name) => !chosen.includes(name)));
  const isGiven = (name: string, required: boolean): boolean =>
    !left.has(name) && (required || chosen.includes(name) || draw(`${name}?`) < GIVEN);
  const drawn = Object.entries(kind.parameters)
    .filter(([name, { type, required }]) => !TOLD_APART.has(type) && isGiven(name, required))
    .map(
      ([name, described]) => [name, valueOf(described, () => draw(name), options, run)] as const,
    );
  const given = new Set(drawn.map(([name]) => name));
  const alone = new Set(kind.onlyWith.flatMap(([one, other]) => (given.has(other) ? [] : [one])));
  const values = Object.fromEntries(drawn.filter(([name]) => !alone.has(name)));
  return { kind: kind.kind, values, lasts: actsFor(options, run) };
}

const actsFor = ({ heals }: SwarmOptions, { length }: SwarmRun): Micros =>
  Math.max(0, length - heals) as Micros;

/** Share of the runs in which a parameter is given that may be left out. */
const GIVEN = 0.6;
/** A symbol and a venue's word are the scenario's to say. */
const TOLD_APART: ReadonlySet<FaultParameter['type']> = new Set(['symbol', 'code']);
/** Between what is drawn where a parameter does not say. */
export const DRAWN_BETWEEN = {
  shortest: (50 * MICROS_PER_MS) as Micros,
  least: 0.01,
  most: 20,
} as const;

function valueOf(
  { type, choices, min, max, drawn }: FaultParameter,
  draw: () => number,
  options: SwarmOptions,
  run: SwarmRun,
): unknown {
  const share = draw();
  const { longest } = options;
  switch (type) {
    case 'moment':
      // Whatever lasts from there is over by then.
      return Math.floor(share * Math.max(0, actsFor(options, run) - longest));
    case 'duration':
      return Math.round(logUniform(...(drawn ?? [DRAWN_BETWEEN.shortest, longest]), share));
    case 'share':
      return logUniform(...(drawn ?? [DRAWN_BETWEEN.least, 1]), share);
    case 'count':
      return Math.round(logUniform(...(drawn ?? [1, DRAWN_BETWEEN.most]), share));
    case 'factor':
      return logUniform(...(drawn ?? [Math.max(min ?? 0, DRAWN_BETWEEN.least), max ?? 1]), share);
    case 'choice':
      return choices?.[Math.floor(share * choices.length)];
    case 'paths':
      return subsetOf(choices ?? [], share);
    case 'symbol':
    case 'code':
      return undefined;
  }
}

const logUniform = (least: number, most: number, share: number): number =>
  least * (most / least) ** share;

/** Not empty: the bits of a whole number name the members. */
function subsetOf(choices: readonly string[], share: number): readonly string[] {
  const bits = 1 + Math.floor(share * (2 ** choices.length - 1));
  return choices.filter((_, index) => (bits & (1 << index)) !== 0);
}

/** What a scenario leaves out. */
export const SWARM_DEFAULTS = {
  share: 0.25,
  atLeast: 3,
  longest: (60 * MICROS_PER_SECOND) as Micros,
  heals: (90 * MICROS_PER_SECOND) as Micros,
} as const;
