/** Looks into rows that stand in the order of a number of theirs. */

/** Index of the first row whose number is above `limit`; the length when there is none. Logarithmic. */
export function firstAfter<T>(
  rows: readonly T[],
  limit: number,
  numberOf: (row: T) => number,
): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = rows[middle];
    if (row !== undefined && numberOf(row) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
