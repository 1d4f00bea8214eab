/**
 * One execution, as the venue tells it on two paths: an event of the order stream, and a row of the account's trades. Both name it by the
 * trade id of its symbol, so that it is booked once. (Two orders of one account that meet share that id: the ledger keeps
 * it beside the order's.) Pure.
 */
import { formatDecimal, parseDecimal } from '../../core/ground/decimal.js';
import type { Instrument } from '../../core/ground/instrument.js';
import { type Lots, lots } from '../../core/ground/units.js';
import type {
  Execution,
  ExecType,
  ExecutionReport,
  Fee,
} from '../../core/order/execution-report.js';
import type { ClientOrderId, ExecId, VenueOrderId } from '../../core/order/order.js';
import { type OrderStatus, isTerminal } from '../../core/order/status.js';
import { type Fields, UnreadableError, fieldsOf, needText, textIn } from '../rest/fields.js';
import { numberIn, orNull, priceIn, quantityIn, stampIn, truthIn } from './fields.js';
import { named, orderSideIn } from './order-mapping.js';
import { statusOf } from './words.js';

/** What each path calls the fields of an execution. */
interface Names {
  readonly id: string;
  readonly price: string;
  readonly quantity: string;
  readonly isMaker: string;
  readonly fee: string;
  readonly feeAsset: string;
  readonly time: string;
}

const OF_STREAM: Names = {
  id: 't',
  price: 'L',
  quantity: 'l',
  isMaker: 'm',
  fee: 'n',
  feeAsset: 'N',
  time: 'T',
};
const OF_HISTORY: Omit<Names, 'isMaker'> = {
  id: 'id',
  price: 'price',
  quantity: 'qty',
  fee: 'commission',
  feeAsset: 'commissionAsset',
  time: 'time',
};

/** What a market of Binance's calls these. */
export interface TradeWords {
  /** In a row of the account's trades. */
  readonly isMaker: string;
  /** Kind of the stream's event about an order, and where in it the order's fields are. */
  readonly event: string;
  readonly fieldsOf: (event: Fields) => Fields;
  readonly execTypes: ReadonlyMap<string, ExecType>;
  /** The order's own id; `word`: what happened. */
  readonly nameIn: (fields: Fields, word: string) => string;
  /** Whether that it is new says that its stop was reached. */
  readonly isTriggered: (fields: Fields) => boolean;
  readonly reasonIn: (fields: Fields) => string;
  /** An order of the venue's own, which closes a position by force. */
  readonly isForced: (clientOrderId: string) => boolean;
}

/** A row of the account's trades. Errors: `UnreadableError`. */
export function executionOf(
  row: unknown,
  instrument: Instrument,
  { isMaker }: TradeWords,
): Execution {
  const fields = fieldsOf(row, 'a trade');
  try {
    return executionIn(fields, instrument, { ...OF_HISTORY, isMaker });
  } catch (error) {
    throw named(error, `trade ${needText(fields, 'id')} of ${instrument.symbol}`);
  }
}

function executionIn(fields: Fields, instrument: Instrument, names: Names): Execution {
  const quantity = quantityIn(instrument, fields, names.quantity);
  if (quantity <= 0) throw new UnreadableError(`${names.quantity} ${quantity} is not above zero`);
  const isMaker = truthIn(fields, names.isMaker);
  return {
    execId: numberIn(fields, names.id) as ExecId,
    price: priceIn(instrument, fields, names.price),
    quantity,
    liquidity: isMaker === null ? null : isMaker ? 'maker' : 'taker',
    fee: feeIn(fields, names),
    venueTime: stampIn(fields, names.time),
  };
}

/** In one spelling, whatever zeros a path puts behind it. Without an asset the venue has charged nothing so far. */
function feeIn(fields: Fields, { fee, feeAsset }: Names): Fee | null {
  const asset = textIn(fields, feeAsset);
  if (asset === null) return null;
  const text = needText(fields, fee);
  const amount = parseDecimal(text);
  if (amount === null) throw new UnreadableError(`${fee} ${text} is no decimal`);
  return { asset, amount: formatDecimal(amount) };
}

export interface HeardReport {
  readonly report: ExecutionReport;
  /** Why its execution is missing from it; what the order has filled in all is in it nevertheless. */
  readonly unread: string | null;
}

/** `event`: the fields of an order in an event of the stream. Errors: `UnreadableError`. */
export function reportOf(event: Fields, instrument: Instrument, words: TradeWords): HeardReport {
  const venueOrderId = numberIn(event, 'i') as VenueOrderId;
  const whom = `report of order ${venueOrderId} of ${instrument.symbol}`;
  try {
    const status = statusOf(textIn(event, 'X') ?? '');
    const word = needText(event, 'x');
    const quantity = quantityIn(instrument, event, 'q');
    const cumQty = orNull(event, 'z', (name) => quantityIn(instrument, event, name));
    const isOver = status !== null && isTerminal(status);
    const execType = execTypeIn(event, { word, status }, words);
    const { execution, unread } = executionTold(event, instrument, { execType, cumQty });
    const clientOrderId = words.nameIn(event, word) as ClientOrderId;
    const report: ExecutionReport = {
      execType,
      clientOrderId,
      venueOrderId,
      symbol: instrument.symbol,
      side: orderSideIn(event, 'S'),
      status,
      quantity,
      cumQty,
      leaves: lots(isOver ? 0 : quantity - (cumQty ?? 0)),
      execution,
      bustOf: null,
      venueTime: stampIn(event, 'T'),
      text: words.reasonIn(event),
      ...(words.isForced(clientOrderId) ? { liquidation: true } : {}),
    };
    return { report, unread: unread === null ? null : `${whom}: ${unread}` };
  } catch (error) {
    throw named(error, whom);
  }
}

/** An order that rests at a price between our ticks, from a time when the tick was finer, executes there. */
function executionTold(
  event: Fields,
  instrument: Instrument,
  { execType, cumQty }: { readonly execType: ExecType; readonly cumQty: Lots | null },
): { readonly execution: Execution | null; readonly unread: string | null } {
  if (execType !== 'trade') return { execution: null, unread: null };
  try {
    return { execution: executionIn(event, instrument, OF_STREAM), unread: null };
  } catch (error) {
    if (!(error instanceof UnreadableError) || cumQty === null) throw error;
    return { execution: null, unread: error.message };
  }
}

const ENDS: Partial<Record<OrderStatus, ExecType>> = {
  canceled: 'canceled',
  expired: 'expired',
  rejected: 'rejected',
};

/**
 * A stop that comes onto the book is told of as new once more. A word of execution that nobody here knows (such as TRADE_PREVENTION) is told
 * by the status it leads to.
 */
function execTypeIn(
  event: Fields,
  { word, status }: { readonly word: string; readonly status: OrderStatus | null },
  { execTypes, isTriggered }: TradeWords,
): ExecType {
  if (word === 'NEW' && isTriggered(event)) return 'triggered';
  return execTypes.get(word) ?? (status === null ? 'accepted' : (ENDS[status] ?? 'accepted'));
}
