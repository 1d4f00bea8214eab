/** The status of an order in Binance's words: an order that the venue ends by itself is EXPIRED, one that somebody ends is CANCELED. Pure. */
import type { OrderStatus } from '../../../../core/order/status.js';
import type { ExecutionReport, OrderSnapshot } from '../../../../core/order/execution-report.js';
import type { KnownOrder } from '../known-orders.js';

export type StatusWord =
  | 'NEW'
  | 'PARTIALLY_FILLED'
  | 'FILLED'
  | 'CANCELED'
  | 'PENDING_CANCEL'
  | 'REJECTED'
  | 'EXPIRED'
  | 'EXPIRED_IN_MATCH';

/** Statuses that are ours alone reach no venue. */
const WORDS: Readonly<Record<OrderStatus, StatusWord>> = {
  pending_new: 'NEW',
  dry_run: 'NEW',
  submitted: 'NEW',
  submitted_unconfirmed: 'NEW',
  accepted: 'NEW',
  pending_cancel: 'PENDING_CANCEL',
  pending_replace: 'NEW',
  calculated: 'NEW',
  stopped: 'NEW',
  suspended: 'NEW',
  partially_filled: 'PARTIALLY_FILLED',
  done_for_day: 'NEW',
  canceled: 'CANCELED',
  expired: 'EXPIRED',
  failed: 'REJECTED',
  rejected: 'REJECTED',
  replaced: 'CANCELED',
  blocked_kill_switch: 'REJECTED',
  blocked_circuit_breaker: 'REJECTED',
  blocked_quarantine: 'REJECTED',
  blocked_limit: 'REJECTED',
  skipped: 'REJECTED',
  filled: 'FILLED',
};

/** Reasons of the venue's ledger that name somebody who asked for it. */
const ASKED_FOR: ReadonlySet<string> = new Set(['requested', 'by-hand', 'replaced']);
const SELF_TRADE = 'self-trade';

/** `endedFor`: why the order ended, as far as the venue gave a reason. */
export function statusWord(status: OrderStatus, endedFor: string | null): StatusWord {
  const word = WORDS[status];
  if (word !== 'CANCELED' && word !== 'EXPIRED') return word;
  if (endedFor === SELF_TRADE) return 'EXPIRED_IN_MATCH';
  return word === 'CANCELED' && endedFor !== null && !ASKED_FOR.has(endedFor) ? 'EXPIRED' : word;
}

/** Null: the answer does not say it. A word that no table knows is told as it is. */
export function statusSaid(
  { status, venueWord }: Pick<OrderSnapshot, 'status' | 'venueWord'>,
  known: KnownOrder | null,
): string | null {
  if (status !== null) return statusWord(status, known?.endedFor ?? null);
  return venueWord === '' ? null : venueWord.toUpperCase();
}

/** As an event of the account's stream says it. Only the end of an order says why it ended, where it says so at all. */
export function statusReported({
  status,
  execType,
  text,
}: Pick<ExecutionReport, 'status' | 'execType' | 'text'>): StatusWord | undefined {
  if (status === null) return undefined;
  const isEnd = execType === 'canceled' || execType === 'expired';
  return statusWord(status, isEnd && text !== '' ? text : null);
}
