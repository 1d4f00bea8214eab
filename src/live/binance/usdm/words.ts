/** Words of USD-M futures that Spot does not have. Source: "USDⓈ-M Futures, Public Endpoints Info" of Binance's documents, and its event of order updates. */
import type { ExecType } from '../../../core/order/execution-report.js';
import type { OrderType } from '../../../core/order/order.js';

/** Orders that wait for a price are another kind of order there, and none of ours; others may have placed them. */
export const USDM_TYPES: ReadonlyMap<string, OrderType> = new Map([
  ['MARKET', 'market'],
  ['LIMIT', 'limit'],
  ['STOP', 'stop-limit'],
  ['STOP_MARKET', 'stop'],
  ['TAKE_PROFIT', 'stop-limit'],
  ['TAKE_PROFIT_MARKET', 'stop'],
  // Its stop price moves, and what is told as one is to be ignored.
  ['TRAILING_STOP_MARKET', 'market'],
  // The venue's own.
  ['LIQUIDATION', 'market'],
]);

export const USDM_EXECUTIONS: ReadonlyMap<string, ExecType> = new Map([
  ['NEW', 'accepted'],
  ['TRADE', 'trade'],
  // An execution of a liquidation.
  ['CALCULATED', 'trade'],
  ['CANCELED', 'canceled'],
  ['EXPIRED', 'expired'],
  // Somebody changed price or quantity of an order that goes on under its own number and name.
  ['AMENDMENT', 'accepted'],
]);

/** Of orders that the venue places to close a position: for want of margin, for another who has none left, at the end of a contract. */
const FORCED = ['autoclose-', 'adl_autoclose', 'settlement_autoclose-'] as const;

export const isForced = (clientOrderId: string): boolean =>
  FORCED.some((name) => clientOrderId.startsWith(name));

const EXPIRY_REASONS: ReadonlyMap<string, string> = new Map([
  ['1', 'would trade with its own account'],
  ['2', 'immediate-or-cancel'],
  ['3', 'immediate-or-cancel, would trade with its own account'],
  ['4', 'would do more than reduce the position'],
  ['5', 'the account was liquidated'],
  ['6', 'its condition was not met'],
  ['7', 'the symbol was delisted'],
]);

/** Of an order that ended by itself; '' where the venue gives none. */
export const expiryText = (reason: string): string =>
  reason === '0' || reason === '' ? '' : (EXPIRY_REASONS.get(reason) ?? `expiry reason ${reason}`);
