/**
 * Orders into Alpaca: submit, cancel, replace. The latter two take orders by its own ids alone: where the core does not know one yet, it is
 * asked for by ours first.
 */
import { type Instrument, formatPrice, formatQuantity } from '../../core/ground/instrument.js';
import type { OrderTerms, VenueOrderId } from '../../core/order/order.js';
import type { ClientReply } from '../../core/order/venue-message.js';
import type {
  CancelCommand,
  EffectCommand,
  ReplaceCommand,
  SubmitCommand,
} from '../../core/state/command.js';
import type { ExchangeOptions } from '../rest/exchange.js';
import { fieldsOf } from '../rest/fields.js';
import type { AlpacaClient, NewOrder } from './alpaca-client.js';
import { answering, asReplied, effectBody } from './answered.js';
import type { RefusedHere } from './errors.js';
import { receiptOf, venueOrderIdIn } from './order-mapping.js';
import { WORD_OF_TYPE } from './order-words.js';
import type { ListedInstrument, VenueInstruments } from './venue-instruments.js';

const NO_CONTENT = 204;

export class OrderEntry {
  readonly #client: AlpacaClient;
  readonly #instruments: VenueInstruments;

  constructor(client: AlpacaClient, instruments: VenueInstruments) {
    this.#client = client;
    this.#instruments = instruments;
  }

  enter(command: EffectCommand, options: ExchangeOptions): Promise<ClientReply> {
    return answering(() => this.#enter(command, options), {
      ended: asReplied,
      // It was answered, and not as an order of ours is: nobody knows what happened.
      unreadable: () => ({ kind: 'lost', shape: 'unparsable' }),
    });
  }

  async #enter(command: EffectCommand, options: ExchangeOptions): Promise<ClientReply> {
    const symbol = command.kind === 'submit' ? command.terms.symbol : command.symbol;
    const listed = this.#instruments.find(symbol);
    if (listed === undefined) return refusedHere('unknown-symbol', symbol);
    switch (command.kind) {
      case 'submit':
        return this.#submit(command, listed, options);
      case 'cancel':
        return this.#cancel(command, options);
      case 'replace':
        return this.#replace(command, listed.instrument, options);
    }
  }

  async #submit(
    { clientOrderId, terms }: SubmitCommand,
    listed: ListedInstrument,
    options: ExchangeOptions,
  ): Promise<ClientReply> {
    if (terms.postOnly)
      return refusedHere('post-only-not-supported', 'Alpaca takes no order that must not take');
    const order = { ...newOrderOf(terms, listed), clientOrderId };
    const body = effectBody(await this.#client.submit(order, options), 'submit');
    const asked = { clientOrderId, replaces: null };
    return receiptOf(fieldsOf(body, 'an order'), listed.instrument, asked);
  }

  /** 204 says that the cancel was taken, of a filled order as well: the order's end is told by its status alone. */
  async #cancel(command: CancelCommand, options: ExchangeOptions): Promise<ClientReply> {
    const venueOrderId = command.venueOrderId ?? (await this.#idOf(command, options));
    effectBody(await this.#client.cancel(venueOrderId, options), 'cancel', NO_CONTENT);
    return { kind: 'accepted', venueOrderId, status: null, cumQty: null, venueTime: null };
  }

  async #replace(
    command: ReplaceCommand,
    instrument: Instrument,
    options: ExchangeOptions,
  ): Promise<ClientReply> {
    // What may not leave is not asked for either; the request itself asks again as it leaves.
    const veto = command.venueOrderId === null ? (options.mayLeave?.() ?? null) : null;
    if (veto !== null) return { kind: 'not-sent', reason: 'vetoed', retryAfter: null, veto };
    const replaces = command.venueOrderId ?? (await this.#idOf(command, options));
    const { newClientOrderId: clientOrderId, quantity, limitPrice } = command;
    const changed = {
      clientOrderId,
      qty: formatQuantity(instrument, quantity),
      ...(limitPrice === null ? {} : { limitPrice: formatPrice(instrument, limitPrice) }),
    };
    const body = effectBody(await this.#client.replace(replaces, changed, options), 'replace');
    return receiptOf(fieldsOf(body, 'an order'), instrument, { clientOrderId, replaces });
  }

  async #idOf(
    { kind, clientOrderId }: CancelCommand | ReplaceCommand,
    { signal }: ExchangeOptions,
  ): Promise<VenueOrderId> {
    const found = await this.#client.orderByClientId(clientOrderId, { signal });
    return venueOrderIdIn(fieldsOf(effectBody(found, kind), 'an order'));
  }
}

const refusedHere = (code: RefusedHere, text: string): ClientReply => ({
  kind: 'rejected',
  code,
  text,
});

const newOrderOf = (terms: OrderTerms, { instrument, symbol }: ListedInstrument): NewOrder => ({
  symbol,
  side: terms.side,
  qty: formatQuantity(instrument, terms.quantity),
  type: WORD_OF_TYPE[terms.type],
  timeInForce: terms.timeInForce,
  ...(terms.limitPrice === null ? {} : { limitPrice: formatPrice(instrument, terms.limitPrice) }),
  ...(terms.stopPrice === null ? {} : { stopPrice: formatPrice(instrument, terms.stopPrice) }),
});
