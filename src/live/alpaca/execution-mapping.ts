/**
 * Executions, and busts of them, as Alpaca tells them: on the order stream, and in the account's activities. Pure.
 *
 * One key on both paths: the stream's `execution_id`, which is the part behind "::" of the id of a FILL activity. The client
 * (@alpacahq/alpaca-trade-api 4.0.2, ActivityEventV2) says of an activity's identifier that "for trades, the execution_id is used";
 * docs/alpaca.md says what is not known about it, and `ExecutionIds` what is done where the two do not agree.
 */
import type { Instrument } from '../../core/ground/instrument.js';
import { type Lots, lots } from '../../core/ground/units.js';
import type { Execution } from '../../core/order/execution-report.js';
import type { ExecId, VenueNanos, VenueOrderId } from '../../core/order/order.js';
import {
  type Fields,
  UnreadableError,
  amountIn,
  needAmount,
  needText,
  textIn,
} from '../rest/fields.js';
import { nanosIn } from './order-mapping.js';
import { lotsOf, ticksOf } from './venue-instruments.js';

/** An execution, and what else is said of it that tells it from others of its order. */
export interface ToldExecution {
  /** Its quantity is below 0 in a bust. */
  readonly execution: Execution;
  /** What it undoes; null = it is an execution. */
  readonly bustOf: ExecId | null;
  readonly venueOrderId: VenueOrderId;
  /** Of its order after it, as Alpaca counts; null = not said. */
  readonly cumQty: Lots | null;
}

const EVENTS: ReadonlySet<string> = new Set(['fill', 'partial_fill', 'trade_bust']);

/** Null where a trade update carries none: it may say that something was filled, and not what. Errors: `UnreadableError`. */
export function executionOfUpdate(
  update: Fields,
  order: Fields,
  instrument: Instrument,
): ToldExecution | null {
  const event = needText(update, 'event');
  if (event === 'trade_correct')
    throw new UnreadableError(`order ${needText(order, 'id')} has an execution corrected`);
  const price = amountIn(update, 'price');
  const quantity = amountIn(update, 'qty');
  const execId = textIn(update, 'execution_id');
  if (!EVENTS.has(event) || price === null || quantity === null || execId === null) return null;
  return told(instrument, {
    execId,
    price,
    quantity,
    at: needNanos(update, 'timestamp'),
    undoes: undoneBy(update, event),
    venueOrderId: needText(order, 'id'),
    cumQty: amountIn(order, 'filled_qty'),
  });
}

/** Errors: `UnreadableError`. */
export const executionOfActivity = (activity: Fields, instrument: Instrument): ToldExecution =>
  told(instrument, {
    execId: executionIdIn(activity),
    price: needAmount(activity, 'price'),
    quantity: needAmount(activity, 'qty'),
    at: needNanos(activity, 'transaction_time'),
    undoes: undoneBy(activity, textIn(activity, 'type') ?? ''),
    venueOrderId: needText(activity, 'order_id'),
    cumQty: amountIn(activity, 'cum_qty'),
  });

const undoneBy = (fields: Fields, kind: string): string | null =>
  kind === 'trade_bust' ? needText(fields, 'previous_execution_id') : null;

/** "20240102150000123::<execution id>" */
function executionIdIn(activity: Fields): string {
  const id = needText(activity, 'id');
  const at = id.indexOf('::');
  const execId = at < 0 ? '' : id.slice(at + 2);
  if (execId === '') throw new UnreadableError(`activity ${id} names no execution`);
  return execId;
}

function needNanos(fields: Fields, name: string): VenueNanos {
  const nanos = nanosIn(fields, name);
  if (nanos === null) throw new UnreadableError(`${name} is no time`);
  return nanos;
}

interface Said {
  readonly execId: string;
  readonly price: string;
  readonly quantity: string;
  readonly at: VenueNanos;
  readonly undoes: string | null;
  readonly venueOrderId: string;
  readonly cumQty: string | null;
}

function told(instrument: Instrument, said: Said): ToldExecution {
  const quantity = lotsOf(instrument, said.quantity, 'qty');
  return {
    execution: {
      execId: said.execId as ExecId,
      price: ticksOf(instrument, said.price, 'price'),
      quantity: said.undoes === null ? quantity : lots(-Math.abs(quantity)),
      // Alpaca says neither with an execution; fees of crypto orders are activities of their own, a day later.
      liquidity: null,
      fee: null,
      venueTime: said.at,
    },
    bustOf: said.undoes as ExecId | null,
    venueOrderId: said.venueOrderId as VenueOrderId,
    cumQty: said.cumQty === null ? null : lotsOf(instrument, said.cumQty, 'cum_qty'),
  };
}
