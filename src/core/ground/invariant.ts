/**
 * The third kind of error: we are wrong. Thrown by `invariant`, caught once at the run boundary, which marks the
 * run `crashed`. Never used for bad input (that gets a list of problems) nor for what a market or a wire answers.
 */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Throws `InvariantError` unless `condition` holds. Stays on in production. */
export function invariant(condition: boolean, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}
