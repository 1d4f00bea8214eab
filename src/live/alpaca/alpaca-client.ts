/**
 * Alpaca's own client library, each method one request: the library builds and signs it, what came of it is taken off the wire. It neither
 * tries again nor waits by itself: both are the core's.
 */
import { OrdersApi, marketData, trading } from '@alpacahq/alpaca-trade-api';
import type { LiveKeys } from '../connection.js';
import { type ExchangeOptions, type Exchanged, exchange, watchedFetch } from '../rest/exchange.js';
import { type Addresses, CRYPTO_PLACE, STOCK_FEED } from './addresses.js';
import { Secrets } from './secrets.js';

export type NewOrder = trading.PostOrderRequest;
export type ChangedOrder = trading.PatchOrderRequest;

export interface OrdersQuery {
  readonly status: 'open' | 'all';
  readonly limit: number;
  /** RFC 3339, itself left out. */
  readonly after?: string;
}

export interface ActivitiesQuery {
  readonly after: Date;
  readonly pageSize: number;
  readonly pageToken: string | null;
}

export interface CalendarQuery {
  /** Dates, as UTC's; both included. */
  readonly start: Date;
  readonly end: Date;
}

export interface BarsQuery {
  readonly symbol: string;
  readonly from: Date;
  readonly limit: number;
}

/** The deadline of a request is ours. */
const NO_TIMEOUT = 0;
const DAILY = '1Day';

export class AlpacaClient {
  readonly #orders: OrdersApi;
  readonly #positions: trading.PositionsApi;
  readonly #activities: trading.AccountActivitiesApi;
  readonly #clock: trading.ClockApi;
  readonly #calendar: trading.CalendarApi;
  readonly #assets: trading.AssetsApi;
  readonly #stocks: marketData.StockApi;
  readonly #crypto: marketData.CryptoApi;
  readonly #secrets: Secrets;

  constructor({ keyId, secret }: LiveKeys, addresses: Pick<Addresses, 'trading' | 'market'>) {
    const shared = { keyId, secret, fetchApi: watchedFetch, timeoutMs: NO_TIMEOUT };
    const account = new trading.Configuration({ ...shared, basePath: addresses.trading });
    const market = new marketData.Configuration({ ...shared, basePath: addresses.market });
    this.#orders = new OrdersApi(account);
    this.#positions = new trading.PositionsApi(account);
    this.#activities = new trading.AccountActivitiesApi(account);
    this.#clock = new trading.ClockApi(account);
    this.#calendar = new trading.CalendarApi(account);
    this.#assets = new trading.AssetsApi(account);
    this.#stocks = new marketData.StockApi(market);
    this.#crypto = new marketData.CryptoApi(market);
    this.#secrets = new Secrets([keyId, secret]);
  }

  submit(order: NewOrder, options: ExchangeOptions): Promise<Exchanged> {
    return this.#exchange(() => this.#orders.postOrder({ postOrderRequest: order }), options);
  }

  replace(orderId: string, changed: ChangedOrder, options: ExchangeOptions): Promise<Exchanged> {
    return this.#exchange(
      () => this.#orders.patchOrderByOrderId({ orderId, patchOrderRequest: changed }),
      options,
    );
  }

  cancel(orderId: string, options: ExchangeOptions): Promise<Exchanged> {
    return this.#exchange(() => this.#orders.deleteOrderByOrderID({ orderId }), options);
  }

  order(orderId: string, options: ExchangeOptions): Promise<Exchanged> {
    return this.#exchange(() => this.#orders.getOrderByOrderID({ orderId }), options);
  }

  orderByClientId(clientOrderId: string, options: ExchangeOptions): Promise<Exchanged> {
    return this.#exchange(() => this.#orders.getOrderByClientOrderId({ clientOrderId }), options);
  }

  /** Oldest first, by when they were submitted. */
  orders(query: OrdersQuery, options: ExchangeOptions): Promise<Exchanged> {
    return this.#exchange(
      () => this.#orders.getAllOrders({ ...query, direction: 'asc', nested: false }),
      options,
    );
  }

  /** Executions, oldest first. */
  fills(
    { after, pageSize, pageToken }: ActivitiesQuery,
    options: ExchangeOptions,
  ): Promise<Exchanged> {
    return this.#exchange(
      () =>
        this.#activities.getAccountActivities({
          activityTypes: ['FILL'],
          direction: 'asc',
          after,
          pageSize,
          ...(pageToken === null ? {} : { pageToken }),
        }),
      options,
    );
  }

  positions(options: ExchangeOptions): Promise<Exchanged> {
    return this.#exchange(() => this.#positions.getAllOpenPositions(), options);
  }

  clock(options: ExchangeOptions): Promise<Exchanged> {
    return this.#exchange(() => this.#clock.legacyClock(), options);
  }

  /** Days on which there is a session. */
  calendar(query: CalendarQuery, options: ExchangeOptions): Promise<Exchanged> {
    return this.#exchange(() => this.#calendar.legacyCalendar({ ...query }), options);
  }

  asset(symbol: string, options: ExchangeOptions): Promise<Exchanged> {
    return this.#exchange(
      () => this.#assets.getV2AssetsSymbolOrAssetId({ symbolOrAssetId: symbol }),
      options,
    );
  }

  stockQuote(symbol: string, options: ExchangeOptions): Promise<Exchanged> {
    return this.#exchange(
      () => this.#stocks.stockLatestQuotes({ symbols: symbol, feed: STOCK_FEED }),
      options,
    );
  }

  stockDays({ symbol, from, limit }: BarsQuery, options: ExchangeOptions): Promise<Exchanged> {
    return this.#exchange(
      () =>
        this.#stocks.stockBars({
          symbols: symbol,
          timeframe: DAILY,
          start: from,
          limit,
          adjustment: 'raw',
          feed: STOCK_FEED,
        }),
      options,
    );
  }

  cryptoBook(symbol: string, options: ExchangeOptions): Promise<Exchanged> {
    return this.#exchange(
      () => this.#crypto.cryptoLatestOrderbooks({ loc: CRYPTO_PLACE, symbols: symbol }),
      options,
    );
  }

  cryptoDays({ symbol, from, limit }: BarsQuery, options: ExchangeOptions): Promise<Exchanged> {
    return this.#exchange(
      () =>
        this.#crypto.cryptoBars({
          loc: CRYPTO_PLACE,
          symbols: symbol,
          timeframe: DAILY,
          start: from,
          limit,
        }),
      options,
    );
  }

  /** What Alpaca says goes into errors and the journal: not with a key in it. */
  async #exchange(ask: () => Promise<unknown>, options: ExchangeOptions): Promise<Exchanged> {
    const exchanged = await exchange(ask, options);
    if (exchanged.kind !== 'answered') return exchanged;
    return { ...exchanged, text: this.#secrets.without(exchanged.text) };
  }
}
