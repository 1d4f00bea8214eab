/** How often a fault acted, in the unit that its kind is counted in. */
import { grouped } from './numbers.js';

/** What the count of a kind is a count of: one, several. */
export const COUNTED: ReadonlyMap<string, readonly [one: string, several: string]> = new Map([
  ['outage', ['message lost', 'messages lost']],
  ['spread-shift', ['quote widened', 'quotes widened']],
  ['halt', ['halt', 'halts']],
  ['reject', ['submit refused', 'submits refused']],
  ['rate-limit', ['request refused', 'requests refused']],
  ['ack-lost', ['answer lost', 'answers lost']],
]);

/** "3 answers lost"; of a kind that is not known here, "acted 3 times". */
export function countWords(kind: string, count: number): string {
  const counted = COUNTED.get(kind);
  if (counted === undefined) return `acted ${count === 1 ? 'once' : `${grouped(count)} times`}`;
  return `${grouped(count)} ${counted[count === 1 ? 0 : 1]}`;
}
