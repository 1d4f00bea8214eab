/**
 * A message of Alpaca's order stream (`trade_updates`) → an execution report. What is said of the execution itself may be unreadable (a
 * price off the grid) while the rest is not: that much was filled all the same. Pure.
 */
import type { Instrument } from '../../core/ground/instrument.js';
import { lots } from '../../core/ground/units.js';
import type { ExecType, ExecutionReport } from '../../core/order/execution-report.js';
import type { ClientOrderId, VenueNanos } from '../../core/order/order.js';
import { isTerminal } from '../../core/order/status.js';
import {
  type Fields,
  UnreadableError,
  amountIn,
  fieldsOf,
  needAmount,
  needText,
  textIn,
} from '../rest/fields.js';
import { type ToldExecution, executionOfUpdate } from './execution-mapping.js';
import { nanosIn, replacesIn, sideIn, venueOrderIdIn } from './order-mapping.js';
import { statusOf } from './order-words.js';
import { type VenueInstruments, lotsOf } from './venue-instruments.js';

export interface HeardUpdate {
  readonly report: ExecutionReport;
  /** The execution in it. */
  readonly told: ToldExecution | null;
  /** Why the execution is missing from it although it tells one. */
  readonly unread: string | null;
}

/** What an event means beyond the status of the order in it; any other says that the order lives. */
const EXEC_TYPES: ReadonlyMap<string, ExecType> = new Map([
  ['fill', 'trade'],
  ['partial_fill', 'trade'],
  ['trade_bust', 'trade-bust'],
  ['canceled', 'canceled'],
  ['expired', 'expired'],
  ['rejected', 'rejected'],
  ['replaced', 'replaced'],
  ['order_cancel_rejected', 'cancel-rejected'],
  ['order_replace_rejected', 'replace-rejected'],
]);

/** Null for an order of what is not traded here. Errors: `UnreadableError`. */
export function heardUpdate(update: Fields, instruments: VenueInstruments): HeardUpdate | null {
  const order = fieldsOf(update['order'], 'the order of a trade update');
  const listed = instruments.find(textIn(order, 'symbol') ?? '');
  if (listed === undefined) return null;
  const { instrument } = listed;
  const { told, unread } = executionIn(update, order, instrument);
  const report: ExecutionReport = {
    execType: EXEC_TYPES.get(needText(update, 'event')) ?? 'accepted',
    clientOrderId: needText(order, 'client_order_id') as ClientOrderId,
    venueOrderId: venueOrderIdIn(order),
    symbol: instrument.symbol,
    side: sideIn(order),
    ...standingOf(order, instrument),
    execution: told?.execution ?? null,
    bustOf: told?.bustOf ?? null,
    venueTime: timeIn(update, order),
    text: textIn(update, 'reason') ?? '',
  };
  return { report, told, unread };
}

function standingOf(
  order: Fields,
  instrument: Instrument,
): Pick<ExecutionReport, 'status' | 'quantity' | 'cumQty' | 'leaves'> {
  const status = statusOf(textIn(order, 'status') ?? '');
  const quantity = lotsOf(instrument, needAmount(order, 'qty'), 'qty');
  const text = amountIn(order, 'filled_qty');
  const filled = text === null ? null : lotsOf(instrument, text, 'filled_qty');
  const isOver = status !== null && isTerminal(status);
  return {
    status,
    quantity,
    // A replacement's is that of the whole chain: executions tell its own.
    cumQty: replacesIn(order) === null ? filled : null,
    leaves: isOver ? lots(0) : lots(quantity - (filled ?? 0)),
  };
}

function executionIn(
  update: Fields,
  order: Fields,
  instrument: Instrument,
): Pick<HeardUpdate, 'told' | 'unread'> {
  try {
    return { told: executionOfUpdate(update, order, instrument), unread: null };
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    return { told: null, unread: error.message };
  }
}

/** Real updates of some events have no time of their own; the order was changed by them. */
function timeIn(update: Fields, order: Fields): VenueNanos {
  const time = nanosIn(update, 'timestamp') ?? nanosIn(order, 'updated_at');
  if (time === null) throw new UnreadableError('a trade update has no time');
  return time;
}
