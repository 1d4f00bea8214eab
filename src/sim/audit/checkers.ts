/**
 * The checkers of a run, by what they are told: every entry would else ask each of some twenty checkers, of as many shapes,
 * whether it listens. In the order in which they were given.
 */
import type { Checker } from './checker.js';

export class Checkers {
  readonly onDeparture: readonly NonNullable<Checker['onDeparture']>[];
  readonly onArrival: readonly NonNullable<Checker['onArrival']>[];
  readonly onTruth: readonly NonNullable<Checker['onTruth']>[];
  readonly onInput: readonly NonNullable<Checker['onInput']>[];
  readonly onEntry: readonly NonNullable<Checker['onEntry']>[];
  readonly onEnd: readonly NonNullable<Checker['onEnd']>[];

  constructor(checkers: readonly Checker[]) {
    this.onDeparture = checkers.flatMap(({ onDeparture }) => onDeparture ?? []);
    this.onArrival = checkers.flatMap(({ onArrival }) => onArrival ?? []);
    this.onTruth = checkers.flatMap(({ onTruth }) => onTruth ?? []);
    this.onInput = checkers.flatMap(({ onInput }) => onInput ?? []);
    this.onEntry = checkers.flatMap(({ onEntry }) => onEntry ?? []);
    this.onEnd = checkers.flatMap(({ onEnd }) => onEnd ?? []);
  }
}
