/**
 * The smallest venue a broker can be held against: a market order fills whole at its price, anything else rests until
 * it is canceled or replaced; ids are unique for ever. No book, no account, no time of its own. It speaks like the
 * simulated venue, so both brokers of the contract suite can stand before either.
 */
import type { Instrument } from '../../src/core/ground/instrument.js';
import type {
  Bust,
  Execution,
  ExecutionReport,
  OrderSnapshot,
} from '../../src/core/order/execution-report.js';
import {
  type ClientOrderId,
  type ExecId,
  type OrderTerms,
  type VenueOrderId,
  venueNanos,
} from '../../src/core/order/order.js';
import type { OrderStatus } from '../../src/core/order/status.js';
import type { DepthLevel } from '../../src/core/order/outcome.js';
import type {
  CancelRequest,
  OrderEntry,
  ReplaceRequest,
  SubmitRequest,
} from '../../src/core/order/venue-message.js';
import { type EpochMicros, lots, ticks } from '../../src/core/ground/units.js';
import type { DeskVenue } from '../../src/sim/link/venue-desk.js';
import type {
  CancelAnswer,
  OrdersPage,
  ReplaceAnswer,
  ReportListener,
  SubmitAnswer,
} from '../../src/sim/exchange/venue-port.js';

interface VenueOrder {
  readonly clientOrderId: ClientOrderId;
  readonly venueOrderId: VenueOrderId;
  readonly createdAt: EpochMicros;
  terms: OrderTerms;
  status: OrderStatus;
  readonly executions: Execution[];
}

const SCRIPTED_SYMBOL = 'BTCUSDT';
const SCRIPTED_PRICE = ticks(10_000);

export const SCRIPTED_INSTRUMENT: Instrument = {
  symbol: SCRIPTED_SYMBOL,
  tickSize: '0.01',
  lotSize: '0.00001',
  minNotional: '0',
  calendar: 'always-open',
  adv: '25000',
  baseAsset: 'BTC',
  quoteAsset: 'USDT',
};

const TERMS: OrderTerms = {
  symbol: SCRIPTED_SYMBOL,
  side: 'buy',
  quantity: lots(3),
  type: 'market',
  limitPrice: null,
  stopPrice: null,
  timeInForce: 'ioc',
  postOnly: false,
};
/** Fills at once, whole. */
export const MARKETABLE: OrderTerms = TERMS;
/** Rests. */
export const RESTING: OrderTerms = {
  ...TERMS,
  type: 'limit',
  limitPrice: ticks(9_000),
  timeInForce: 'gtc',
};

export class ScriptedVenue implements DeskVenue {
  readonly arrivals: OrderEntry[] = [];
  readonly #orders = new Map<ClientOrderId, VenueOrder>();
  readonly #listener: ReportListener;

  constructor(listener: ReportListener) {
    this.#listener = listener;
  }

  /** It has no market. */
  interrupt(): void {}

  submit(request: SubmitRequest, at: EpochMicros): SubmitAnswer {
    this.arrivals.push(request);
    if (this.#orders.has(request.clientOrderId)) return { kind: 'exists', text: 'id is taken' };
    if (request.terms.symbol !== SCRIPTED_SYMBOL) {
      return { kind: 'rejected', code: 'unknown-symbol', text: request.terms.symbol };
    }
    const order = this.#open(request.clientOrderId, request.terms, at);
    this.#report(order, 'accepted', at);
    if (request.terms.type === 'market') this.#fill(order, at);
    return this.#accepted(order, at);
  }

  cancel(request: CancelRequest, at: EpochMicros): CancelAnswer {
    this.arrivals.push(request);
    const order = this.#orders.get(request.clientOrderId);
    if (order?.status !== 'accepted')
      return { kind: 'rejected', code: 'order-not-found', text: '' };
    order.status = 'canceled';
    this.#report(order, 'canceled', at);
    return this.#accepted(order, at);
  }

  replace(request: ReplaceRequest, at: EpochMicros): ReplaceAnswer {
    this.arrivals.push(request);
    const order = this.#orders.get(request.clientOrderId);
    if (order?.status !== 'accepted')
      return { kind: 'rejected', code: 'order-not-found', text: '' };
    order.status = 'replaced';
    this.#report(order, 'replaced', at);
    const { quantity, limitPrice } = request;
    return this.#accepted(
      this.#open(request.newClientOrderId, { ...order.terms, quantity, limitPrice }, at),
      at,
    );
  }

  order(clientOrderId: ClientOrderId): OrderSnapshot | null {
    const order = this.#orders.get(clientOrderId);
    return order === undefined ? null : snapshotOf(order);
  }

  executionsOf(clientOrderId: ClientOrderId): readonly Execution[] {
    return this.#orders.get(clientOrderId)?.executions ?? [];
  }

  bustsOf(): readonly Bust[] {
    return [];
  }

  openOrders(limit = 500, cursor: string | null = null): OrdersPage {
    const all = [...this.#orders.values()];
    const orders: OrderSnapshot[] = [];
    for (const [place, order] of all.entries()) {
      if (place < Number(cursor ?? 0) || order.status !== 'accepted') continue;
      orders.push(snapshotOf(order));
      if (orders.length === limit) return { orders, nextCursor: String(place + 1) };
    }
    return { orders, nextCursor: null };
  }

  history(after: EpochMicros, limit = 500, cursor: string | null = null): OrdersPage {
    const from = Number(cursor ?? 0);
    const all = [...this.#orders.values()].filter(({ createdAt }) => createdAt >= after);
    return {
      orders: all.slice(from, from + limit).map(snapshotOf),
      nextCursor: from + limit < all.length ? String(from + limit) : null,
    };
  }

  positions(): ReturnType<DeskVenue['positions']> {
    return [];
  }

  depth(): ReturnType<DeskVenue['depth']> {
    const level = (price: number): DepthLevel => ({ price: ticks(price), quantity: lots(5) });
    return { bids: [level(9_990), level(9_980)], asks: [level(10_010), level(10_020)] };
  }

  #open(clientOrderId: ClientOrderId, terms: OrderTerms, at: EpochMicros): VenueOrder {
    const venueOrderId = `v${this.#orders.size + 1}` as VenueOrderId;
    const order: VenueOrder = {
      clientOrderId,
      venueOrderId,
      createdAt: at,
      terms,
      status: 'accepted',
      executions: [],
    };
    this.#orders.set(clientOrderId, order);
    return order;
  }

  #fill(order: VenueOrder, at: EpochMicros): void {
    order.status = 'filled';
    order.executions.push({
      execId: `x-${order.venueOrderId}` as ExecId,
      price: SCRIPTED_PRICE,
      quantity: order.terms.quantity,
      liquidity: 'taker',
      fee: null,
      venueTime: venueNanos(at),
    });
    this.#report(order, 'trade', at);
  }

  #accepted(order: VenueOrder, at: EpochMicros): Extract<SubmitAnswer, { kind: 'accepted' }> {
    const { venueOrderId, status } = order;
    return {
      kind: 'accepted',
      venueOrderId,
      status,
      cumQty: cumOf(order),
      venueTime: venueNanos(at),
    };
  }

  #report(order: VenueOrder, execType: ExecutionReport['execType'], at: EpochMicros): void {
    const { clientOrderId, venueOrderId, terms, status } = order;
    const cumQty = cumOf(order);
    this.#listener.onReport(
      {
        execType,
        clientOrderId,
        venueOrderId,
        symbol: terms.symbol,
        side: terms.side,
        status,
        quantity: terms.quantity,
        cumQty,
        leaves: lots(status === 'accepted' ? terms.quantity - cumQty : 0),
        execution: execType === 'trade' ? (order.executions.at(-1) ?? null) : null,
        bustOf: null,
        venueTime: venueNanos(at),
        text: '',
      },
      at,
    );
  }
}

const cumOf = ({ executions }: VenueOrder): ReturnType<typeof lots> =>
  lots(executions.reduce((sum, { quantity }) => sum + quantity, 0));

const snapshotOf = (order: VenueOrder): OrderSnapshot => ({
  clientOrderId: order.clientOrderId,
  venueOrderId: order.venueOrderId,
  symbol: order.terms.symbol,
  side: order.terms.side,
  quantity: order.terms.quantity,
  type: order.terms.type,
  limitPrice: order.terms.limitPrice,
  stopPrice: order.terms.stopPrice,
  status: order.status,
  venueWord: order.status,
  cumQty: cumOf(order),
  avgPrice: null,
  filledAt: null,
  createdAt: order.createdAt,
  venueTime: venueNanos(order.createdAt),
});
