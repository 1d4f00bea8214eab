/**
 * The account's executions. Asked for by an order they are what the link says of it; asked for by market or time there is no such question
 * on the link: the orders that they belong to are asked for, and what those answers do not know of is not told either.
 */
import type { Instrument } from '../../../../core/ground/instrument.js';
import type { Execution } from '../../../../core/order/execution-report.js';
import { type ClientOrderId, venueNanos } from '../../../../core/order/order.js';
import type { TruthExecution } from '../../../../core/order/truth.js';
import { type Call, answered, stampMs } from '../desk.js';
import type { KnownOrder } from '../known-orders.js';
import { tradeWords } from '../words/order-words.js';
import { type Operation, accountRead } from './operation.js';
import { pastOrders } from './orders.js';

const TRADES = 500;
const TRADES_MOST = 1_000;
const NOBODYS = '#' as ClientOrderId;

interface Asked {
  readonly startMs: number | null;
  readonly endMs: number | null;
  readonly fromId: number | null;
  readonly limit: number;
}

export const MY_TRADES: Operation = accountRead(20, async (call) => {
  const { desk, params } = call;
  const instrument = desk.symbols.needed(params);
  const number = params.numberText('orderId');
  const asked: Asked = {
    startMs: params.whole('startTime'),
    endMs: params.whole('endTime'),
    fromId: params.whole('fromId'),
    limit: params.limit(TRADES, TRADES_MOST),
  };
  if (number === null) return ofMarket(call, instrument, asked);
  const order = desk.orders.numbered(number);
  return order === null || desk.orders.latest(order.clientOrderId) === order
    ? ofOrder(call, { instrument, order }, asked)
    : ofMarket(call, instrument, asked, order);
});

async function ofOrder(
  call: Call,
  { instrument, order }: { readonly instrument: Instrument; readonly order: KnownOrder | null },
  asked: Asked,
): Promise<readonly object[]> {
  const clientOrderId = order?.clientOrderId ?? NOBODYS;
  const query = { kind: 'query-executions', clientOrderId } as const;
  const { executions } = await answered(call, query, 'executions');
  if (order?.terms.symbol !== instrument.symbol) return [];
  return asPage(
    executions.filter((execution) => isAsked(call, execution, asked)),
    asked,
  ).map((execution) => tradeWords(call.desk, { instrument, order }, execution));
}

/** `only`: of an order whose id a later one has. */
async function ofMarket(
  call: Call,
  instrument: Instrument,
  asked: Asked,
  only: KnownOrder | null = null,
): Promise<readonly object[]> {
  const { desk } = call;
  const made = asPage(
    desk.orders
      .executionsIn(instrument.symbol)
      .filter(({ venueOrderId }) => only === null || venueOrderId === only.venueOrderId)
      .filter((execution) => isAsked(call, asTold(execution), asked)),
    asked,
  );
  const orders = made.flatMap(({ venueOrderId }) => desk.orders.numbered(venueOrderId) ?? []);
  const [oldest] = orders.map(({ acceptedAt }) => acceptedAt).sort((a, b) => a - b);
  const past = await pastOrders(call, oldest ?? desk.venue.now());
  const told = new Map(past.map((order) => [order.venueOrderId, order.cumQty]));
  return made.flatMap((execution) => {
    const order = desk.orders.numbered(execution.venueOrderId);
    if (order === null || !told.has(execution.venueOrderId)) return [];
    const cumQty = told.get(execution.venueOrderId) ?? null;
    const isKnown = cumQty === null || execution.cumQty <= cumQty || order.isBusted;
    return isKnown ? [tradeWords(desk, { instrument, order }, asTold(execution))] : [];
  });
}

function isAsked({ desk }: Call, { execId, venueTime }: Execution, asked: Asked): boolean {
  const { startMs, endMs, fromId } = asked;
  const ms = stampMs(desk, venueTime);
  return (
    ms >= (startMs ?? -Infinity) && ms <= (endMs ?? Infinity) && Number(execId) >= (fromId ?? 0)
  );
}

/** The first of them from a beginning that was named, else the newest. */
const asPage = <E>(executions: readonly E[], { startMs, fromId, limit }: Asked): readonly E[] =>
  startMs === null && fromId === null ? executions.slice(-limit) : executions.slice(0, limit);

const asTold = ({ execId, price, quantity, liquidity, fee, at }: TruthExecution): Execution => ({
  ...{ execId, price, quantity, liquidity, fee },
  venueTime: venueNanos(at),
});
