/** Why the orders of one parent did not fill whole, in words: each reason once, with how many orders had it. */
import { isTerminal } from '../../core/order/status.js';
import type { ProjectedChild } from '../projection/projection.js';

const REASONS_TOLD = 3;

/** One reason, told of so many orders. */
type Reason = (orders: string) => string;

/** The commonest first; '' where every order filled whole. `neverSent`: slices of the plan that were taken back. */
export function missingOrders(children: readonly ProjectedChild[], neverSent: number): string {
  const counts = new Map<string, number>();
  if (neverSent > 0) counts.set('never sent', neverSent);
  const told = new Map<string, Reason>([['never sent', (orders) => `${orders} never sent`]]);
  for (const child of children) {
    if (child.filled >= child.terms.quantity) continue;
    const [key, reason] = reasonOf(child);
    told.set(key, reason);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  const texts = sorted
    .slice(0, REASONS_TOLD)
    .map(([key, count]) => told.get(key)?.(count === 1 ? '1 order' : `${count} orders`) ?? '');
  const more = sorted.length - texts.length;
  return [...texts, ...(more > 0 ? [`${more} more reasons`] : [])].join('; ');
}

const plain = (words: string): readonly [string, Reason] => [
  words,
  (orders) => `${orders} ${words}`,
];

function reasonOf(child: ProjectedChild): readonly [key: string, reason: Reason] {
  const { status, reason } = child;
  if (!isTerminal(status))
    return plain(status === 'dry_run' ? 'not sent: a dry run' : 'still open');
  if (status === 'filled') return plain('filled by a word that named no quantity');
  if (status === 'canceled' || status === 'expired') return plain(endedShort(child));
  const words = status.replaceAll('_', ' ');
  return plain(reason === null ? words : `${words} (${reason})`);
}

/** An order that left the book before it was filled. */
function endedShort({ status, terms: { type, timeInForce }, filled }: ProjectedChild): string {
  const did = filled > 0 ? 'filled in part' : 'filled nothing';
  // The one reason for which the simulated venue lets an order expire (F19).
  if (status === 'expired') return `${did}: it expired at the venue, which prevents self-trades`;
  if (type === 'market') return `${did}: no more was on offer`;
  if (timeInForce === 'ioc' || timeInForce === 'fok')
    return `${did}: no more was on offer at the limit price`;
  const rest = filled > 0 ? 'the rest' : 'it';
  return `${did} before its time was up: the market did not trade enough at its limit price for ${rest}`;
}
