/**
 * The draws of a source read ahead, a block at a time: whoever uses many finds the next ones side by side, and a choice
 * that hangs on one of them need not wait for the source. Mutable, one owner, used for one source after the other. It
 * draws more than is used, so nobody else may go on with a source.
 */
import { InvariantError } from '../../core/ground/invariant.js';

/** Where the draws come from, e.g. a `RandomStream`. */
export interface UniformSource {
  /** Uniform over 0 … 2^32 - 1. */
  nextUint32(): number;
}

/** A block fits into the nearest cache of a processor. */
const DRAWS = 1_024;
/** What `ready` can be asked for. */
export const READY_MAX = DRAWS / 2;
const TWO_TO_32 = 2 ** 32;
/** Draws a turn of the loop: V8 keeps the state of a source in registers within one, and draws in two thirds of the time. */
const UNROLLED = 4;

const NO_SOURCE: UniformSource = {
  nextUint32: () => {
    throw new InvariantError('a block of draws has no source');
  },
};

export class DrawBlock {
  /** Uniform over [0, 1); the next one at `at`, those before it are used. */
  readonly shares = new Float64Array(DRAWS);
  at = DRAWS;
  #source = NO_SOURCE;

  /** From here on the draws of `source`; what is left of another one is forgotten. */
  begin(source: UniformSource): void {
    this.#source = source;
    this.at = DRAWS;
  }

  /** Uniform over 0 … n - 1, n at most 2^31; the bias of folding 32 bits does not show in a market. */
  below(n: number): number {
    if (this.at === DRAWS) this.#read();
    const share = this.shares[this.at]!;
    this.at += 1;
    return (share * n) | 0;
  }

  /** From `at` on stand at least `count` draws, at most `READY_MAX`. */
  ready(count: number): void {
    if (this.at + count > DRAWS) this.#read();
  }

  /** What is not used moves to the front. */
  #read(): void {
    const { shares } = this;
    const source = this.#source;
    let next = DRAWS - this.at;
    shares.copyWithin(0, this.at);
    for (; next % UNROLLED !== 0; next += 1) shares[next] = source.nextUint32() / TWO_TO_32;
    for (; next < DRAWS; next += UNROLLED) {
      shares[next] = source.nextUint32() / TWO_TO_32;
      shares[next + 1] = source.nextUint32() / TWO_TO_32;
      shares[next + 2] = source.nextUint32() / TWO_TO_32;
      shares[next + 3] = source.nextUint32() / TWO_TO_32;
    }
    this.at = 0;
  }
}
