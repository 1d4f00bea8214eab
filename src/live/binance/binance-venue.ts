/** A market of Binance's behind its REST interface, as the broker asks it. */
import type { Instrument } from '../../core/ground/instrument.js';
import type { ErrorClasses } from '../../core/order/error-classes.js';
import type { PositionRow } from '../../core/order/outcome.js';
import type { ClientReply } from '../../core/order/venue-message.js';
import type { BrokerRead, EffectCommand } from '../../core/state/command.js';
import type { ExchangeOptions } from '../rest/exchange.js';
import type { RestVenue } from '../rest/rest-broker.js';
import type { AwaitedReports } from './awaited-reports.js';
import { effect, notAtVenue } from './effects.js';
import { fieldsOf } from '../rest/fields.js';
import { timeIn } from './fields.js';
import type { KnownOrders } from './known-orders.js';
import type { Params } from './order-params.js';
import type { Access } from './access.js';
import { readExecutions } from './read-executions.js';
import { readHistory } from './read-history.js';
import { readOpenOrders } from './read-open-orders.js';
import { readOrder } from './read-order.js';
import type { Ask, Asking } from './requests.js';
import { LOOKING, type VenueTime } from './venue-time.js';

export interface BinanceVenueOptions {
  readonly ask: Ask;
  readonly access: Access;
  readonly instruments: ReadonlyMap<string, Instrument>;
  readonly known: KnownOrders;
  readonly time: VenueTime;
  /** Of the order stream. */
  readonly awaited: Pick<AwaitedReports, 'leaves' | 'ended'>;
}

const notOurs = (symbol: string): ClientReply =>
  notAtVenue(`${symbol} is none of the instruments of this connection`);

export class BinanceVenue implements RestVenue {
  readonly errors: ErrorClasses;
  readonly #options: BinanceVenueOptions;

  constructor(options: BinanceVenueOptions) {
    this.#options = options;
    this.errors = options.access.product.errors;
  }

  async enter(command: EffectCommand, options: ExchangeOptions): Promise<ClientReply> {
    const { access, instruments, awaited, time } = this.#options;
    const symbol = command.kind === 'submit' ? command.terms.symbol : command.symbol;
    const instrument = instruments.get(symbol);
    if (instrument === undefined) return notOurs(symbol);
    const id = command.kind === 'replace' ? command.newClientOrderId : command.clientOrderId;
    awaited.leaves(id);
    const stamp = (): Params => time.paramsOf(command);
    const { replace } = access;
    const reply = await effect(this.asking(options), command, { instrument, stamp, replace });
    awaited.ended(id, reply.kind === 'accepted');
    return reply;
  }

  ask(read: BrokerRead, options: ExchangeOptions): Promise<ClientReply> {
    const asking = this.asking(options);
    const instruments = [...this.#options.instruments.values()];
    switch (read.kind) {
      case 'read-order':
        return this.#ofOrder(read, (about) => readOrder(asking, about));
      case 'read-executions':
        return this.#ofOrder(read, (about) => readExecutions(asking, about));
      case 'read-open-orders':
        return readOpenOrders(asking, instruments, read);
      case 'read-history': {
        const { after, cursor } = read;
        const now = this.#options.time.now();
        return readHistory(asking, { instruments, after, cursor, now });
      }
      case 'read-positions':
        return readPositions(asking, instruments);
      case 'read-time':
        return this.#readTime(asking);
    }
  }

  /** For a request or more of whoever is given it. */
  asking(options: ExchangeOptions): Asking {
    const { ask, access, known } = this.#options;
    return { ask, product: access.product, known, options };
  }

  async #ofOrder(
    { symbol, clientOrderId }: Extract<BrokerRead, { kind: 'read-order' | 'read-executions' }>,
    look: (about: Parameters<typeof readOrder>[1]) => Promise<ClientReply>,
  ): Promise<ClientReply> {
    const instrument = this.#options.instruments.get(symbol);
    return instrument === undefined ? notOurs(symbol) : look({ instrument, clientOrderId });
  }

  async #readTime({ ask, product, options }: Asking): Promise<ClientReply> {
    const { time } = this.#options;
    const askedAt = time.ours();
    const read = (body: unknown): ReturnType<typeof timeIn> =>
      timeIn(fieldsOf(body, 'the time'), 'serverTime');
    const said = await ask({ method: product.routes.time, params: {}, read }, options);
    if (said.kind !== 'said') return said;
    time.told(said.value, askedAt);
    return { kind: 'time', venueTime: said.value };
  }
}

async function readPositions(
  { ask, product, options }: Asking,
  instruments: readonly Instrument[],
): Promise<ClientReply> {
  const read = (body: unknown): readonly PositionRow[] => product.positionsOf(body, instruments);
  const said = await ask({ method: product.routes.positions, params: LOOKING, read }, options);
  return said.kind === 'said' ? { kind: 'positions', positions: said.value } : said;
}
