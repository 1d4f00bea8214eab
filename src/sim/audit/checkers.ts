/**
 * The checkers of a run, by what they are told: every entry would else ask each of some twenty checkers, of as many shapes,
 * whether it listens. In the order in which they were given.
 */
import type { Checker } from './checker.js';

type Told = keyof Checker;

/** Those that listen, of one kind of news. */
function listening<T extends Told>(
  checkers: readonly Checker[],
  told: T,
): NonNullable<Checker[T]>[] {
  const listeners: NonNullable<Checker[T]>[] = [];
  for (const checker of checkers) {
    const listener = checker[told];
    if (listener !== undefined) listeners.push(listener);
  }
  return listeners;
}

export class Checkers {
  readonly onDeparture: readonly NonNullable<Checker['onDeparture']>[];
  readonly onArrival: readonly NonNullable<Checker['onArrival']>[];
  readonly onTruth: readonly NonNullable<Checker['onTruth']>[];
  readonly onInput: readonly NonNullable<Checker['onInput']>[];
  readonly onEntry: readonly NonNullable<Checker['onEntry']>[];
  readonly onEnd: readonly NonNullable<Checker['onEnd']>[];

  constructor(checkers: readonly Checker[]) {
    this.onDeparture = listening(checkers, 'onDeparture');
    this.onArrival = listening(checkers, 'onArrival');
    this.onTruth = listening(checkers, 'onTruth');
    this.onInput = listening(checkers, 'onInput');
    this.onEntry = listening(checkers, 'onEntry');
    this.onEnd = listening(checkers, 'onEnd');
  }
}
