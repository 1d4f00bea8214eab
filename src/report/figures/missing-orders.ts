/** Why the orders of one parent did not fill whole, in words: each reason once, with how many orders had it. */
import { isTerminal } from '../../core/order/status.js';
import type { ProjectedChild } from '../projection/projection.js';

const REASONS_TOLD = 3;

/** The commonest first; '' where every order filled whole. `neverSent`: slices of the plan that were taken back. */
export function missingOrders(children: readonly ProjectedChild[], neverSent: number): string {
  const counts = new Map<string, number>();
  if (neverSent > 0) counts.set('never sent', neverSent);
  for (const child of children) {
    if (child.filled >= child.terms.quantity) continue;
    const reason = reasonOf(child);
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  const told = sorted.slice(0, REASONS_TOLD).map(([reason, count]) => `${count} ${reason}`);
  const more = sorted.length - told.length;
  const words = [...told, ...(more > 0 ? [`${more} more reasons`] : [])];
  return words.length === 0 ? '' : `of its orders ${words.join(', ')}`;
}

function reasonOf(child: ProjectedChild): string {
  const { status, reason, terms } = child;
  if (!isTerminal(status)) return status === 'dry_run' ? 'a dry run' : 'still open';
  if (status === 'filled') return 'filled by a word that named no quantity';
  if (status === 'canceled' || status === 'expired') {
    const cannotRest =
      terms.type === 'market' || terms.timeInForce === 'ioc' || terms.timeInForce === 'fok';
    if (!cannotRest) return 'not reached in its time';
    return terms.type === 'market'
      ? 'met a market out of liquidity'
      : 'met no more liquidity at its price';
  }
  const words = status.replaceAll('_', ' ');
  return reason === null ? words : `${words} (${reason})`;
}
