/** What is found of a tape once and kept as long as the tape. */
import type { Tape } from './tape.js';

/**
 * What `find` returns must not hold the tape: minor collections take a value of a WeakMap for alive, and generated tapes
 * would stay until the next full one.
 */
export function foundOnce<T>(find: (tape: Tape) => T): (tape: Tape) => T {
  const known = new WeakMap<Tape, { readonly found: T }>();
  return (tape) => {
    let kept = known.get(tape);
    if (kept === undefined) {
      kept = { found: find(tape) };
      known.set(tape, kept);
    }
    return kept.found;
  };
}
