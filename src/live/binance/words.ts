/** The venue's words and ours, one table each (ORD-2). A word that stands in no table is null: nobody here knows what it means. Pure. */
import type { Side } from '../../core/ground/units.js';
import type { ExecType } from '../../core/order/execution-report.js';
import type { OrderType, TimeInForce } from '../../core/order/order.js';
import type { OrderStatus } from '../../core/order/status.js';

const STATUSES: ReadonlyMap<string, OrderStatus> = new Map([
  ['NEW', 'accepted'],
  // Of an order list whose other part works first.
  ['PENDING_NEW', 'accepted'],
  ['PARTIALLY_FILLED', 'partially_filled'],
  ['FILLED', 'filled'],
  ['CANCELED', 'canceled'],
  ['PENDING_CANCEL', 'pending_cancel'],
  ['REJECTED', 'rejected'],
  ['EXPIRED', 'expired'],
  // Met an order of the same account.
  ['EXPIRED_IN_MATCH', 'expired'],
]);

export const statusOf = (word: string): OrderStatus | null => STATUSES.get(word) ?? null;

/** By the prices that an order of this type has. */
export const SPOT_TYPES: ReadonlyMap<string, OrderType> = new Map([
  ['MARKET', 'market'],
  ['LIMIT', 'limit'],
  ['LIMIT_MAKER', 'limit'],
  ['STOP_LOSS', 'stop'],
  ['STOP_LOSS_LIMIT', 'stop-limit'],
  // None of ours, but somebody may have placed them by hand.
  ['TAKE_PROFIT', 'stop'],
  ['TAKE_PROFIT_LIMIT', 'stop-limit'],
]);

const SIDES: ReadonlyMap<string, Side> = new Map([
  ['BUY', 'buy'],
  ['SELL', 'sell'],
]);

export const sideOf = (word: string): Side | null => SIDES.get(word) ?? null;

export const SIDE_WORDS: Readonly<Record<Side, string>> = { buy: 'BUY', sell: 'SELL' };

/** The venue has no day. */
export const TIME_IN_FORCE_WORDS: Readonly<Record<Exclude<TimeInForce, 'day'>, string>> = {
  gtc: 'GTC',
  ioc: 'IOC',
  fok: 'FOK',
};

export const SPOT_EXECUTIONS: ReadonlyMap<string, ExecType> = new Map([
  ['NEW', 'accepted'],
  ['TRADE', 'trade'],
  ['CANCELED', 'canceled'],
  ['REPLACED', 'replaced'],
  ['REJECTED', 'rejected'],
  ['EXPIRED', 'expired'],
]);
