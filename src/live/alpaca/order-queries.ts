/** What Alpaca is asked about orders, executions, positions and its time. One question may take several requests. */
import type { Instrument } from '../../core/ground/instrument.js';
import type { EpochMicros, Lots, Micros } from '../../core/ground/units.js';
import { seconds } from '../../core/ground/units.js';
import type { OrderSnapshot } from '../../core/order/execution-report.js';
import type { VenueOrderId } from '../../core/order/order.js';
import type { ClientReply } from '../../core/order/venue-message.js';
import type { BrokerRead } from '../../core/state/command.js';
import type { ExchangeOptions } from '../rest/exchange.js';
import { type Fields, UnreadableError, fieldsOf, listOf, needText } from '../rest/fields.js';
import { dateOf, textOfMicros } from '../rest/rfc3339.js';
import { positionsOf, venueTimeOf } from './account-mapping.js';
import type { AlpacaClient, OrdersQuery } from './alpaca-client.js';
import { answering, asReplied, bodyOf, orderIfFound } from './answered.js';
import type { ExecutionIds } from './execution-ids.js';
import { type ToldExecution, executionOfActivity } from './execution-mapping.js';
import { handedOn, microsIn, replacesIn, snapshotOf, venueOrderIdIn } from './order-mapping.js';
import { FIRST_PAGE, PAGE_MOST, type PagePlace, cursorOf, pageOf, placeOf } from './order-pages.js';
import type { VenueInstruments } from './venue-instruments.js';

type ReadOf<K extends BrokerRead['kind']> = Extract<BrokerRead, { kind: K }>;

/** Activities in one reply: the most that Alpaca gives. */
const ACTIVITIES_MOST = 100;
/** Of one account since one order; more are not read. */
const ACTIVITY_PAGES_MOST = 100;
/** An execution is not told as earlier than its order; clocks of two machines may be. */
const EARLIER: Micros = seconds(1);

export class OrderQueries {
  readonly #client: AlpacaClient;
  readonly #instruments: VenueInstruments;
  readonly #ids: ExecutionIds;
  /** What orders that were replaced handed on to others: it does not change any more. */
  readonly #handedOn = new Map<VenueOrderId, Lots>();

  constructor(client: AlpacaClient, instruments: VenueInstruments, ids: ExecutionIds) {
    this.#client = client;
    this.#instruments = instruments;
    this.#ids = ids;
  }

  ask(read: BrokerRead, options: ExchangeOptions): Promise<ClientReply> {
    return answering(() => this.#ask(read, options), {
      ended: asReplied,
      unreadable: (text) => ({ kind: 'unavailable', text }),
    });
  }

  #ask(read: BrokerRead, options: ExchangeOptions): Promise<ClientReply> {
    switch (read.kind) {
      case 'read-order':
        return this.#order(read, options);
      case 'read-executions':
        return this.#executions(read, options);
      case 'read-open-orders':
        return this.#openOrders(read, options);
      case 'read-history':
        return this.#history(read, options);
      case 'read-positions':
        return this.#positions(options);
      case 'read-time':
        return this.#time(options);
    }
  }

  async #order(read: ReadOf<'read-order'>, options: ExchangeOptions): Promise<ClientReply> {
    const found = await this.#byClientId(read.clientOrderId, options);
    if (found === null) return { kind: 'order', order: null };
    return {
      kind: 'order',
      order: await this.#snapshot(found, this.#instrumentOf(found), options),
    };
  }

  /** Activities are those of the account: they are read since the order came, and its own are kept. */
  async #executions(
    { clientOrderId }: ReadOf<'read-executions'>,
    options: ExchangeOptions,
  ): Promise<ClientReply> {
    const order = await this.#byClientId(clientOrderId, options);
    // Activities know orders by Alpaca's ids alone: without one nothing can be said.
    if (order === null)
      return { kind: 'unavailable', text: `Alpaca does not find order ${clientOrderId}` };
    const since = microsIn(order, 'created_at');
    if (since === null) throw new UnreadableError('created_at is no time');
    const told = await this.#fillsOf(order, (since - EARLIER) as EpochMicros, options);
    return executionsReply(this.#ids.reconciled(told));
  }

  async #fillsOf(
    order: Fields,
    since: EpochMicros,
    options: ExchangeOptions,
  ): Promise<readonly ToldExecution[]> {
    const id = venueOrderIdIn(order);
    const instrument = this.#instrumentOf(order);
    const told = new Map<string, ToldExecution>();
    let pageToken: string | null = null;
    for (let page = 0; page < ACTIVITY_PAGES_MOST; page += 1) {
      const query = { after: dateOf(since), pageSize: ACTIVITIES_MOST, pageToken };
      const fills = fieldsOfEach(bodyOf(await this.#client.fills(query, options)), 'an activity');
      for (const fill of fills) {
        if (fill['order_id'] !== id) continue;
        const one = executionOfActivity(fill, instrument);
        told.set(one.execution.execId, one);
      }
      const last = fills.at(-1);
      if (last === undefined || fills.length < ACTIVITIES_MOST) return [...told.values()];
      pageToken = needText(last, 'id');
    }
    throw new UnreadableError(
      `more than ${ACTIVITIES_MOST * ACTIVITY_PAGES_MOST} executions since order ${id}`,
    );
  }

  async #openOrders(
    { limit, cursor }: ReadOf<'read-open-orders'>,
    options: ExchangeOptions,
  ): Promise<ClientReply> {
    const place = cursor === null ? FIRST_PAGE : placeOf(cursor);
    const most = Math.min(PAGE_MOST, limit + place.seen.length);
    const page = await this.#page({ status: 'open', limit: most }, place, options);
    return { kind: 'open-orders', ...page };
  }

  async #history(
    { after, cursor }: ReadOf<'read-history'>,
    options: ExchangeOptions,
  ): Promise<ClientReply> {
    // What was submitted at that time belongs to it, and Alpaca leaves it out.
    const first = { after: textOfMicros(Math.max(0, after - 1) as EpochMicros), seen: [] };
    const place = cursor === null ? first : placeOf(cursor);
    const page = await this.#page({ status: 'all', limit: PAGE_MOST }, place, options);
    return { kind: 'history', ...page };
  }

  async #page(
    query: OrdersQuery,
    place: PagePlace,
    options: ExchangeOptions,
  ): Promise<{ readonly orders: readonly OrderSnapshot[]; readonly nextCursor: string | null }> {
    const asked = place.after === null ? query : { ...query, after: place.after };
    const reply = fieldsOfEach(bodyOf(await this.#client.orders(asked, options)), 'an order');
    for (const order of reply) this.#note(order);
    const { orders, next } = pageOf(reply, place, query.limit);
    const snapshots: OrderSnapshot[] = [];
    for (const order of orders) {
      const listed = this.#instruments.find(symbolIn(order));
      if (listed === undefined) continue;
      snapshots.push(await this.#snapshot(order, listed.instrument, options));
    }
    return { orders: snapshots, nextCursor: next === null ? null : cursorOf(next) };
  }

  async #positions(options: ExchangeOptions): Promise<ClientReply> {
    const body = bodyOf(await this.#client.positions(options));
    return { kind: 'positions', positions: positionsOf(body, this.#instruments) };
  }

  async #time(options: ExchangeOptions): Promise<ClientReply> {
    const body = bodyOf(await this.#client.clock(options));
    return { kind: 'time', venueTime: venueTimeOf(body) };
  }

  async #byClientId(clientOrderId: string, options: ExchangeOptions): Promise<Fields | null> {
    return orderIfFound(await this.#client.orderByClientId(clientOrderId, options));
  }

  async #snapshot(
    order: Fields,
    instrument: Instrument,
    options: ExchangeOptions,
  ): Promise<OrderSnapshot> {
    const replaces = replacesIn(order);
    if (replaces === null) return snapshotOf(order, instrument);
    return snapshotOf(order, instrument, await this.#takenOver(replaces, instrument, options));
  }

  /** What an order took over from the one it replaces. */
  async #takenOver(
    replaces: VenueOrderId,
    instrument: Instrument,
    options: ExchangeOptions,
  ): Promise<Lots> {
    const known = this.#handedOn.get(replaces);
    if (known !== undefined) return known;
    const before = fieldsOf(bodyOf(await this.#client.order(replaces, options)), 'an order');
    this.#note(before);
    const taken = handedOn(before, instrument);
    if (taken === null)
      throw new UnreadableError(`order ${replaces} is being replaced and may still fill`);
    return taken;
  }

  #note(order: Fields): void {
    if (order['status'] !== 'replaced') return;
    const listed = this.#instruments.find(symbolIn(order));
    const taken = listed === undefined ? null : handedOn(order, listed.instrument);
    if (taken !== null) this.#handedOn.set(venueOrderIdIn(order), taken);
  }

  #instrumentOf(order: Fields): Instrument {
    const symbol = symbolIn(order);
    const listed = this.#instruments.find(symbol);
    if (listed === undefined) throw new UnreadableError(`${symbol} is not traded here`);
    return listed.instrument;
  }
}

function executionsReply(told: readonly ToldExecution[]): ClientReply {
  const executions = told.flatMap(({ execution, bustOf }) => (bustOf === null ? [execution] : []));
  const busts = told.flatMap(({ execution, bustOf }) =>
    bustOf === null ? [] : [{ execution, bustOf }],
  );
  return { kind: 'executions', executions, ...(busts.length === 0 ? {} : { busts }) };
}

/** Orders of several legs have none of their own. */
const symbolIn = (order: Fields): string =>
  typeof order['symbol'] === 'string' ? order['symbol'] : '';

const fieldsOfEach = (body: unknown, what: string): readonly Fields[] =>
  listOf(body, 'the reply').map((one) => fieldsOf(one, what));
