/** What is found of a tape once and kept as long as the tape. */
import type { Tape } from './tape.js';

/**
 * What `find` returns lies on the tape itself, where a copy with other columns (`{ ...tape, … }`) does not take it along.
 * Not in a WeakMap: minor collections take its values for alive, so what was found of every generated tape would stay,
 * and count against the heap, until the next full one.
 */
export function foundOnce<T>(find: (tape: Tape) => T): (tape: Tape) => T {
  const place = Symbol(find.name);
  return (tape) => {
    const kept = (tape as { readonly [place]?: T })[place];
    if (kept !== undefined) return kept;
    const found = find(tape);
    Object.defineProperty(tape, place, { value: found });
    return found;
  };
}
