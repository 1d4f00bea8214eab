/**
 * Alpaca's words of an order and ours (ORD-2). Source: OrderStatus, OrderType and TimeInForce of its trading API, as its client
 * (@alpacahq/alpaca-trade-api 4.0.2) declares them.
 */
import type { OrderType } from '../../core/order/order.js';
import type { OrderStatus } from '../../core/order/status.js';

const STATUSES: ReadonlyMap<string, OrderStatus> = new Map([
  ['new', 'accepted'],
  ['accepted', 'accepted'],
  // Received, on its way to where it is executed: it lives.
  ['pending_new', 'accepted'],
  ['accepted_for_bidding', 'accepted'],
  ['held', 'accepted'],
  ['pending_review', 'accepted'],
  ['partially_filled', 'partially_filled'],
  ['filled', 'filled'],
  ['done_for_day', 'done_for_day'],
  ['canceled', 'canceled'],
  ['expired', 'expired'],
  ['replaced', 'replaced'],
  ['rejected', 'rejected'],
  ['pending_cancel', 'pending_cancel'],
  ['pending_replace', 'pending_replace'],
  ['stopped', 'stopped'],
  ['suspended', 'suspended'],
  ['calculated', 'calculated'],
]);

/** Null for a word nobody here knows. */
export const statusOf = (word: string): OrderStatus | null => STATUSES.get(word) ?? null;

const TYPES: ReadonlyMap<string, OrderType> = new Map([
  ['market', 'market'],
  ['limit', 'limit'],
  ['stop', 'stop'],
  ['stop_limit', 'stop-limit'],
  // Only somebody else's can be one: a stop whose price moves.
  ['trailing_stop', 'stop'],
]);

export const typeOf = (word: string): OrderType | undefined => TYPES.get(word);

export const WORD_OF_TYPE: Readonly<Record<OrderType, 'market' | 'limit' | 'stop' | 'stop_limit'>> =
  { market: 'market', limit: 'limit', stop: 'stop', 'stop-limit': 'stop_limit' };
