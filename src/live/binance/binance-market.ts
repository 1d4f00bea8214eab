/** What is asked of a market, beside the best prices that its stream tells: the book, and what is traded in a day. */
import type { Instrument } from '../../core/ground/instrument.js';
import type { Lots } from '../../core/ground/units.js';
import type { ReadAnswer } from '../../core/order/outcome.js';
import { answerOf, queryOf, type DepthRead } from '../../core/state/client-words.js';
import type { FeedRead } from '../../core/state/command.js';
import type { ClientReply } from '../../core/order/venue-message.js';
import type { RestMarket } from '../rest/rest-feed.js';
import { notAtVenue } from './effects.js';
import { dailyVolumeOf, depthOf } from './market-mapping.js';
import type { Product } from './product.js';
import type { Ask } from './requests.js';
import type { VenueTime } from './venue-time.js';

export interface BinanceMarketOptions {
  readonly ask: Ask;
  readonly product: Product;
  readonly instruments: ReadonlyMap<string, Instrument>;
  readonly time: VenueTime;
}

/** Those that are over; the one that is not is asked for, too. */
const DAYS = 20;

export class BinanceMarket implements RestMarket {
  readonly #options: BinanceMarketOptions;

  constructor(options: BinanceMarketOptions) {
    this.#options = options;
  }

  async ask(read: FeedRead, signal: AbortSignal): Promise<ReadAnswer> {
    const { product, instruments } = this.#options;
    const instrument = instruments.get(read.symbol);
    if (instrument === undefined) {
      const refused = notAtVenue(`${read.symbol} is none of the instruments of this connection`);
      return this.#failed(refused);
    }
    return read.kind === 'read-depth'
      ? answerOf(queryOf(read), await this.#depth(read, instrument, signal), product.errors)
      : this.#volume(instrument, signal);
  }

  async #depth(
    { symbol, levels }: DepthRead,
    instrument: Instrument,
    signal: AbortSignal,
  ): Promise<ClientReply> {
    const { ask, product } = this.#options;
    const params = { symbol, limit: String(product.depthOf(levels)) };
    const read = (body: unknown): ReturnType<typeof depthOf> => depthOf(body, instrument);
    const said = await ask({ method: product.routes.depth, params, read }, { signal });
    return said.kind === 'said' ? { kind: 'depth', ...said.value } : said;
  }

  async #volume(instrument: Instrument, signal: AbortSignal): Promise<ReadAnswer> {
    const { ask, product, time } = this.#options;
    const { symbol } = instrument;
    const params = { symbol, interval: '1d', limit: String(DAYS + 1) };
    const read = (body: unknown): Lots | null => dailyVolumeOf(body, instrument, time.now());
    const said = await ask({ method: product.routes.days, params, read }, { signal });
    return said.kind === 'said'
      ? { kind: 'volume', averageDailyVolume: said.value }
      : this.#failed(said);
  }

  /** Why there is no answer, in the core's words: the same for whatever was asked. */
  #failed(reply: ClientReply): ReadAnswer {
    return answerOf({ kind: 'query-time' }, reply, this.#options.product.errors);
  }
}
