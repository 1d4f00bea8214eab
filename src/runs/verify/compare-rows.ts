/** The stored rows of a table held against those that the run gives again, row by row: by their keys, in whatever order. */
import { differenceText, firstDifference } from './first-difference.js';
import type { VerifyCheck } from './verify-check.js';

export interface RowsOf<T> {
  readonly name: VerifyCheck['name'];
  readonly stored: Iterable<T>;
  readonly again: Iterable<T>;
  readonly keyOf: (row: T) => string;
}

export function compareRows<T extends object>(rows: RowsOf<T>): VerifyCheck {
  const { name, keyOf } = rows;
  const stored = new Map<string, T>();
  for (const row of rows.stored) stored.set(keyOf(row), row);
  let count = 0;
  for (const again of rows.again) {
    const key = keyOf(again);
    const row = stored.get(key);
    if (row === undefined) return { name, ok: false, text: `${key} is not stored` };
    const difference = firstDifference(row, again);
    if (difference !== null)
      return { name, ok: false, text: `${key}, ${differenceText(difference)}` };
    stored.delete(key);
    count += 1;
  }
  const [more] = stored.keys();
  if (more !== undefined)
    return { name, ok: false, text: `${more} is stored, and is not of this run` };
  return { name, ok: true, text: `${count} rows, the same` };
}
