/**
 * Seeded random streams by purpose: one root seed, and for each purpose ("venue.latency") a
 * generator of its own, so that a draw more in one place never moves a draw elsewhere.
 * xoroshiro128+ of pure-rand, whose 128 bits of state are hashed from seed and purpose; not
 * cryptographic, mutable, one owner a stream.
 *
 * Invariants: 1. A stream's draws are a function of (root seed, purpose) and of how many came
 * before, nothing else. 2. `restoreState(saveState())` continues exactly where it was.
 */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { finishHash, mixInteger, mixText } from '../../core/ground/hash32.js';
import { InvariantError } from '../../core/ground/invariant.js';

/** Four signed 32-bit words. */
export type RandomState = readonly number[];

export class RandomStream {
  #generator;

  constructor(state: RandomState) {
    this.#generator = xoroshiro128plusFromState(state);
  }

  /** Uniform over 0 … 2^32 - 1. */
  nextUint32(): number {
    return this.#generator.next() >>> 0;
  }

  /**
   * Uniform over 0 … maxExclusive - 1 without bias (draws again rather than fold), up to 2^53 - 1.
   */
  nextInt(maxExclusive: number): number {
    if (!Number.isSafeInteger(maxExclusive) || maxExclusive < 1) {
      throw new InvariantError(`cannot draw an integer below ${maxExclusive}`);
    }
    return uniformInt(this.#generator, 0, maxExclusive - 1);
  }

  /** Uniform over [0, 1) in steps of 2^-53. */
  nextShare(): number {
    return uniformFloat64(this.#generator);
  }

  saveState(): RandomState {
    return this.#generator.getState();
  }

  restoreState(state: RandomState): void {
    this.#generator = xoroshiro128plusFromState(state);
  }
}

export class RandomStreams {
  readonly #seed: number;
  readonly #streams = new Map<string, RandomStream>();

  /** `seed`: any safe integer. */
  constructor(seed: number) {
    if (!Number.isSafeInteger(seed))
      throw new InvariantError(`a seed must be a safe integer, got ${seed}`);
    this.#seed = seed;
  }

  /** The stream of `purpose`: the same object each time, so its users share one sequence. */
  of(purpose: string): RandomStream {
    let stream = this.#streams.get(purpose);
    if (stream === undefined) {
      stream = new RandomStream(initialState(this.#seed, purpose));
      this.#streams.set(purpose, stream);
    }
    return stream;
  }

  /** Purpose -> state, for every stream asked for so far. */
  saveState(): ReadonlyMap<string, RandomState> {
    return new Map([...this.#streams].map(([purpose, stream]) => [purpose, stream.saveState()]));
  }

  /** A stream that the saved states do not name had not been drawn from: it starts over. */
  restoreState(states: ReadonlyMap<string, RandomState>): void {
    for (const [purpose, stream] of this.#streams) {
      stream.restoreState(states.get(purpose) ?? initialState(this.#seed, purpose));
    }
    for (const [purpose, state] of states) this.of(purpose).restoreState(state);
  }
}

function initialState(seed: number, purpose: string): RandomState {
  const words = [1, 2, 3, 4].map(
    (salt) => finishHash(mixText(mixInteger(salt, seed), purpose)) | 0,
  );
  // All zero is the one state the generator never leaves.
  return words.some((word) => word !== 0) ? words : [1, 0, 0, 0];
}
