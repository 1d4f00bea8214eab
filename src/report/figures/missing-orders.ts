/** Why the orders of one parent did not fill whole, in words: each reason once, with how many orders had it. */
import type { ClientOrderId } from '../../core/order/order.js';
import { isTerminal } from '../../core/order/status.js';
import type { TruthLedger } from '../../core/order/truth.js';
import type { ProjectedChild } from '../projection/projection.js';
import { undoneOf } from './child-figures.js';

const REASONS_TOLD = 3;

/** One reason, told of so many orders. */
type Reason = (orders: string) => string;

/** Why the venue let each order expire, in its own words. */
export type Expiries = ReadonlyMap<ClientOrderId, string>;

/** Nothing where there is no truth. */
export const expiriesOf = (ledger: TruthLedger | null): Expiries =>
  new Map(
    (ledger?.entries ?? []).flatMap((entry): (readonly [ClientOrderId, string])[] =>
      entry.kind === 'expired' ? [[entry.clientOrderId, entry.reason]] : [],
    ),
  );

interface Missing {
  /** Slices of the plan that were taken back. */
  readonly neverSent: number;
  readonly expiries: Expiries;
}

/** The commonest first; '' where every order filled whole. */
export function missingOrders(
  children: readonly ProjectedChild[],
  { neverSent, expiries }: Missing,
): string {
  const counts = new Map<string, number>();
  if (neverSent > 0) counts.set('never sent', neverSent);
  const told = new Map<string, Reason>([['never sent', (orders) => `${orders} never sent`]]);
  for (const child of children) {
    if (child.filled >= child.terms.quantity) continue;
    const [key, reason] = reasonOf(child, expiries);
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

function reasonOf(
  child: ProjectedChild,
  expiries: Expiries,
): readonly [key: string, reason: Reason] {
  const { status, reason, terms, filled } = child;
  const undone = undoneOf(child);
  if (undone > 0 && filled + undone >= terms.quantity)
    return plain(`filled, and undone by the venue${filled > 0 ? ' in part' : ''}`);
  if (!isTerminal(status))
    return plain(status === 'dry_run' ? 'not sent: a dry run' : 'still open');
  if (status === 'filled') return plain('filled by a word that named no quantity');
  if (status === 'canceled' || status === 'expired') return plain(endedShort(child, expiries));
  const words = status.replaceAll('_', ' ');
  return plain(reason === null ? words : `${words} (${reason})`);
}

/** What a venue says, in ours; other words stand as they are. */
const EXPIRED: ReadonlyMap<string, string> = new Map([
  ['self-trade', ', which prevents self-trades'],
  ['no-liquidity', ', with no more on offer'],
  ['day', ' at the close'],
]);

/** An order that left the book before it was filled. */
function endedShort(child: ProjectedChild, expiries: Expiries): string {
  const { status, clientOrderId, filled } = child;
  const { type, timeInForce } = child.terms;
  const did = filled > 0 ? 'filled in part' : 'filled nothing';
  if (status === 'expired') {
    const said = expiries.get(clientOrderId) ?? null;
    const why = said === null ? '' : (EXPIRED.get(said) ?? ` (${said})`);
    return `${did}: it expired at the venue${why}`;
  }
  if (type === 'market') return `${did}: no more was on offer`;
  if (timeInForce === 'ioc' || timeInForce === 'fok')
    return `${did}: no more was on offer at the limit price`;
  const rest = filled > 0 ? 'the rest' : 'it';
  return `${did} before its time was up: the market did not trade enough at its limit price for ${rest}`;
}
