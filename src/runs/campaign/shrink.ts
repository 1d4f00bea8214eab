/**
 * The search for the smallest thing that still fails: from one that does, to the first smaller one that does too, again and
 * again, until none is left or the trials are used up. Pure but for what is asked of it; deterministic; nothing is tried twice.
 */
export interface Shrinking<T> {
  /** Smaller ones, those worth most first; each strictly smaller, so that the search ends. */
  readonly smaller: (of: T) => Iterable<T>;
  /** Whether it still fails in the same way. */
  readonly fails: (one: T) => boolean | Promise<boolean>;
  /** Two with one key are the same. */
  readonly key: (one: T) => string;
  readonly trials: number;
  /** Leaves off where it is raised. */
  readonly signal?: AbortSignal;
}

export interface Shrunk<T> {
  readonly least: T;
  readonly tried: number;
  /** Nothing smaller fails; else the trials were used up before that was known. */
  readonly isLeast: boolean;
}

/** `start` fails. */
export async function shrunk<T>(
  start: T,
  { smaller, fails, key, trials, signal }: Shrinking<T>,
): Promise<Shrunk<T>> {
  const known = new Set([key(start)]);
  let least = start;
  let tried = 0;
  for (;;) {
    let next: T | undefined;
    for (const one of smaller(least)) {
      const name = key(one);
      if (known.has(name)) continue;
      if (tried >= trials || signal?.aborted === true) return { least, tried, isLeast: false };
      known.add(name);
      tried += 1;
      if (!(await fails(one))) continue;
      next = one;
      break;
    }
    if (next === undefined) return { least, tried, isLeast: true };
    least = next;
  }
}
