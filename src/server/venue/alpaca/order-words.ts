/** The venue's words for what an order is and what happens to it, in Alpaca's. Pure. */
import type { ExecType, ExecutionReport } from '../../../core/order/execution-report.js';
import type { OrderType } from '../../../core/order/order.js';
import type { OrderStatus } from '../../../core/order/status.js';

/** An order at work is "new" (only "accepted" of Alpaca's cannot be replaced); a venue's other words are Alpaca's own. */
export const wordOfStatus = (status: OrderStatus): string =>
  status === 'accepted' ? 'new' : status;

export const WORD_OF_TYPE: Readonly<Record<OrderType, string>> = {
  market: 'market',
  limit: 'limit',
  stop: 'stop',
  'stop-limit': 'stop_limit',
};

/** Of a trade it depends on whether the order is done. */
const EVENT_OF: Readonly<Record<Exclude<ExecType, 'trade'>, string>> = {
  accepted: 'new',
  rejected: 'rejected',
  canceled: 'canceled',
  'cancel-rejected': 'order_cancel_rejected',
  replaced: 'replaced',
  'replace-rejected': 'order_replace_rejected',
  expired: 'expired',
  // Alpaca has no word of its own for a stop that was reached.
  triggered: 'restated',
  'trade-bust': 'trade_bust',
};

export const eventOf = ({ execType, leaves }: ExecutionReport): string => {
  if (execType === 'trade') return leaves === 0 ? 'fill' : 'partial_fill';
  return EVENT_OF[execType];
};

/** Statuses that `status=closed` asks for. */
export const CLOSED_WORDS: ReadonlySet<string> = new Set([
  'filled',
  'canceled',
  'expired',
  'rejected',
  'replaced',
]);
