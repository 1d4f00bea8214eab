/** Numbers of a venue's updates and trades. Pure. */
import { type Fields, UnreadableError, needAmount } from '../../rest/fields.js';

/** Errors: `UnreadableError`. */
export function idIn(fields: Fields, name: string): number {
  const id = Number(needAmount(fields, name));
  if (!Number.isSafeInteger(id) || id < 0) throw new UnreadableError(`${name} is no number of it`);
  return id;
}
