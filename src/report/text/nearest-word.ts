/** "Did you mean": the known word nearest to a mistyped one, if it is near enough to be meant. */

/** Steps (insert, delete, replace) from one word to the other, case aside. */
function distance(from: string, to: string): number {
  const a = from.toLowerCase();
  const b = to.toLowerCase();
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let line = 1; line <= a.length; line += 1) {
    const next = [line];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (row[column - 1] ?? 0) + (a[line - 1] === b[column - 1] ? 0 : 1);
      const grown = Math.min(row[column] ?? 0, next[column - 1] ?? 0) + 1;
      next.push(Math.min(replaced, grown));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** The first of the nearest words; null when even that differs in more than a third of its letters (two at least), or in as many as were written. */
export function nearestWord(word: string, known: Iterable<string>): string | null {
  let best: string | null = null;
  let least = Infinity;
  for (const candidate of known) {
    const steps = distance(word, candidate);
    if (steps < least) {
      least = steps;
      best = candidate;
    }
  }
  const most = Math.min(Math.max(2, Math.floor((best?.length ?? 0) / 3)), word.length - 1);
  return least <= most ? best : null;
}
