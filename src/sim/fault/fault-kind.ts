/**
 * A kind of fault: its name, where it acts, its parameters as a plain descriptor, and how to build one for a run. One
 * kind a file; `registry.ts` lists them. Values are checked here, once, at the border; a kind sees only typed ones.
 */
import { invariant } from '../../core/ground/invariant.js';
import type { EpochMicros } from '../../core/ground/units.js';
import type { FaultStage } from './fault-stage.js';
import type { SliceWait } from '../../core/state/entry.js';
import type { Moment, MomentSpec } from './moment.js';
import type { LinkFault } from './link-fault.js';
import {
  type FaultParameter,
  type FaultParameters,
  type FaultValues,
  type ParameterProblem,
  type ValuesOf,
  problemWith,
} from './parameter.js';

export interface FaultContext {
  /** The run's root seed. */
  readonly seed: number;
  readonly start: EpochMicros;
  /** From here on nothing is hit by chance. */
  readonly healsAt: EpochMicros;
  /** When a fault begins that was written so. */
  readonly momentOf: (spec: MomentSpec) => Moment;
  /** Names this fault's draws: its kind and its place in the scenario. */
  readonly purpose: string;
  /** The first instrument of the run: what a fault means that names none. */
  readonly firstSymbol: string;
  /** For what is done later, or at the venue. */
  readonly stage: FaultStage;
}

interface FaultDescription {
  /** Kebab-case, as scenarios say it. */
  readonly kind: string;
  /** Its numbers in the catalogue (docs/rules/faults.md), e.g. SUB2. */
  readonly ids: readonly string[];
  /** Why a slice waited, where this can be behind it: explanations name it then. */
  readonly holds: readonly SliceWait[];
  /** `semantic`: acts on typed messages. `encoding`: in process the outcome, on the wire the bytes. */
  readonly seam: 'semantic' | 'encoding';
  /** What it does, in one sentence. */
  readonly text: string;
  /** Which instruments it is about, with and without `symbol`. */
  readonly scope: string;
  /** Messages it acts on, and what its count is a count of; docs/fault-kinds.md has them beside the head of its file. */
  readonly acts: string;
  readonly counts: string;
  /** A run needs somebody who answers it: no swarm draws it that does not name it. */
  readonly onlyNamed?: true;
  /** The client's process ends by it, or another one begins: strategies do not outlive that. */
  readonly restarts?: true;
}

export interface FaultKind extends FaultDescription {
  readonly parameters: FaultParameters;
  /** Of each group exactly one is given. */
  readonly exactlyOne: readonly (readonly string[])[];
  /** The first means something beside the second only. */
  readonly onlyWith: readonly (readonly [string, string])[];
  /** Values that `faultProblems` objects to are an `InvariantError`. */
  build(values: FaultValues, context: FaultContext): LinkFault;
}

interface TypedFaultKind<P extends FaultParameters> extends FaultDescription {
  readonly parameters: P;
  readonly exactlyOne: readonly (readonly (keyof P & string)[])[];
  readonly onlyWith?: readonly (readonly [keyof P & string, keyof P & string])[];
  build(values: ValuesOf<P>, context: FaultContext): LinkFault;
}

/** A kind whose `build` is typed by its descriptor and sees only values that were checked. */
export function faultKind<const P extends FaultParameters>(typed: TypedFaultKind<P>): FaultKind {
  const kind: FaultKind = {
    onlyWith: [],
    ...typed,
    build(values, context) {
      const [problem] = faultProblems(kind, values);
      invariant(problem === undefined, `${kind.kind}: ${problem?.parameter} ${problem?.text}`);
      return typed.build(withFallbacks(typed.parameters, values), context);
    },
  };
  return kind;
}

/** Everything wrong with what a scenario wrote for `kind`. */
export function faultProblems(kind: FaultKind, values: FaultValues): readonly ParameterProblem[] {
  const problems: ParameterProblem[] = [];
  const say = (parameter: string, text: string): void => {
    problems.push({ parameter, text });
  };
  for (const [name, described] of Object.entries(kind.parameters)) {
    const value = values[name] ?? null;
    if (value !== null) {
      const text = problemWith(described, value);
      if (text !== null) say(name, text);
    } else if (described.required) say(name, 'is missing');
  }
  for (const name of Object.keys(values)) {
    if (!Object.hasOwn(kind.parameters, name)) say(name, `is not a parameter of ${kind.kind}`);
  }
  problems.push(...togetherProblems(kind, values));
  return problems;
}

/** What is wrong with which parameters were given together. */
export function togetherProblems(
  { exactlyOne, onlyWith }: FaultKind,
  values: FaultValues,
): readonly ParameterProblem[] {
  const isGiven = (name: string): boolean => (values[name] ?? null) !== null;
  return [
    ...exactlyOne
      .filter((group) => group.filter(isGiven).length !== 1)
      .map((group) => ({
        parameter: group.join('|'),
        text: 'exactly one of these must be given',
      })),
    ...onlyWith
      .filter(([one, other]) => isGiven(one) && !isGiven(other))
      .map(([one, other]) => ({ parameter: one, text: `means nothing without ${other}` })),
  ];
}

/** Values with the fallbacks of what was left out. */
function withFallbacks<P extends FaultParameters>(parameters: P, values: FaultValues): ValuesOf<P> {
  const entries = Object.entries<FaultParameter>(parameters).map(([name, described]) => [
    name,
    values[name] ?? described.fallback,
  ]);
  return Object.fromEntries(entries) as ValuesOf<P>;
}
