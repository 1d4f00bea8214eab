/** Binance Spot behind its REST interface, as the broker asks it. */
import type { Instrument } from '../../core/ground/instrument.js';
import type { ClientReply } from '../../core/order/venue-message.js';
import type { BrokerRead, EffectCommand } from '../../core/state/command.js';
import type { ExchangeOptions } from '../rest/exchange.js';
import type { RestVenue } from '../rest/rest-broker.js';
import { positionsOf } from './account-mapping.js';
import type { AwaitedReports } from './awaited-reports.js';
import { effect, notAtVenue } from './effects.js';
import { BINANCE_ERRORS } from './error-words.js';
import { fieldsOf } from '../rest/fields.js';
import { timeIn } from './fields.js';
import type { KnownOrders } from './known-orders.js';
import { readExecutions } from './read-executions.js';
import { readHistory } from './read-history.js';
import { readOpenOrders } from './read-open-orders.js';
import { readOrder } from './read-order.js';
import type { Ask, Asking } from './spot-requests.js';
import { LOOKING, type VenueTime } from './venue-time.js';

export interface SpotVenueOptions {
  readonly ask: Ask;
  readonly instruments: ReadonlyMap<string, Instrument>;
  readonly known: KnownOrders;
  readonly time: VenueTime;
  /** Of the order stream. */
  readonly awaited: Pick<AwaitedReports, 'leaves' | 'ended'>;
}

const notOurs = (symbol: string): ClientReply =>
  notAtVenue(`${symbol} is none of the instruments of this connection`);

export class SpotVenue implements RestVenue {
  readonly errors = BINANCE_ERRORS;
  readonly #options: SpotVenueOptions;

  constructor(options: SpotVenueOptions) {
    this.#options = options;
  }

  async enter(command: EffectCommand, options: ExchangeOptions): Promise<ClientReply> {
    const { instruments, awaited, time } = this.#options;
    const symbol = command.kind === 'submit' ? command.terms.symbol : command.symbol;
    const instrument = instruments.get(symbol);
    if (instrument === undefined) return notOurs(symbol);
    const id = command.kind === 'replace' ? command.newClientOrderId : command.clientOrderId;
    awaited.leaves(id);
    const about = { instrument, stamp: time.paramsOf(command) };
    const reply = await effect(this.#asking(options), command, about);
    awaited.ended(id, reply.kind === 'accepted');
    return reply;
  }

  ask(read: BrokerRead, options: ExchangeOptions): Promise<ClientReply> {
    const asking = this.#asking(options);
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

  #asking(options: ExchangeOptions): Asking {
    const { ask, known } = this.#options;
    return { ask, known, options };
  }

  async #ofOrder(
    { symbol, clientOrderId }: Extract<BrokerRead, { kind: 'read-order' | 'read-executions' }>,
    look: (about: Parameters<typeof readOrder>[1]) => Promise<ClientReply>,
  ): Promise<ClientReply> {
    const instrument = this.#options.instruments.get(symbol);
    return instrument === undefined ? notOurs(symbol) : look({ instrument, clientOrderId });
  }

  async #readTime({ ask, options }: Asking): Promise<ClientReply> {
    const { time } = this.#options;
    const askedAt = time.ours();
    const read = (body: unknown): ReturnType<typeof timeIn> =>
      timeIn(fieldsOf(body, 'the time'), 'serverTime');
    const said = await ask({ route: 'time', params: {}, read }, options);
    if (said.kind !== 'said') return said;
    time.told(said.value, askedAt);
    return { kind: 'time', venueTime: said.value };
  }
}

async function readPositions(
  { ask, options }: Asking,
  instruments: readonly Instrument[],
): Promise<ClientReply> {
  const read = (body: unknown): ReturnType<typeof positionsOf> => positionsOf(body, instruments);
  const said = await ask({ route: 'account', params: LOOKING, read }, options);
  return said.kind === 'said' ? { kind: 'positions', positions: said.value } : said;
}
