/**
 * The data streams: `/v2/iex` and `/v2/sip` of stocks, `/v1beta3/crypto/us` of pairs. Told are quotes as the venue's feed shows them, faults
 * of the feed included; prints as the market makes them; and a bar for each minute of the wall clock that had one. Frames are MessagePack
 * where the handshake asked for it, else JSON; each is a list.
 *
 * A subscription to quotes is told the one there is at once, and again every second while the feed is alive and nothing changes, as a busy
 * feed does: silence means that the feed is dead. Quotes that are gone are told once, with prices of 0.
 */
import type { WebSocket } from 'ws';
import type { QuoteView } from '../../../core/order/outcome.js';
import {
  type EpochMicros,
  type Micros,
  MICROS_PER_MINUTE,
  MICROS_PER_SECOND,
  plus,
} from '../../../core/ground/units.js';
import { isSameTop } from '../../../live/quote-boards.js';
import type { AlpacaDesk } from './alpaca-desk.js';
import { type Bar, barsOf } from './bars.js';
import { DataClient, type DataEars } from './data-client.js';
import { DataStamp } from './data-frames.js';
import type { AssetClass, ListedAsset } from './listed-assets.js';
import { barJson, quoteJson, streamed, tradeJson } from './market-json.js';
import { floorTo } from './wall-stamps.js';

/** On the wall clock: a quote that stays is said again after so long. */
const SIGN_OF_LIFE = MICROS_PER_SECOND;

/** What was told of an asset so far. */
interface Told {
  readonly asset: ListedAsset;
  quote: QuoteView['quote'];
  /** On the wall clock; null = there was none to tell of. */
  quotedAt: EpochMicros | null;
  aliveAt: EpochMicros | null;
  /** Prints so far. */
  prints: number;
}

export class MarketStream {
  readonly #desk: AlpacaDesk;
  readonly #isKey: DataEars['isKey'];
  readonly #told: readonly Told[];
  readonly #clients = new Set<DataClient>();
  /** The minute of the wall clock we are in. */
  #minute: EpochMicros;

  /** `isKey`: who may listen. */
  constructor(desk: AlpacaDesk, isKey: DataEars['isKey']) {
    this.#desk = desk;
    this.#isKey = isKey;
    this.#minute = floorTo(desk.wallNow(), MICROS_PER_MINUTE);
    this.#told = desk.assets.all.map((asset) => ({
      ...{ asset, quote: null, quotedAt: null, aliveAt: null },
      prints: desk.printsOf(asset.instrument.symbol).countTo(desk.now()),
    }));
  }

  take(
    socket: WebSocket,
    of: { readonly assetClass: AssetClass; readonly isPacked: boolean },
  ): void {
    const client = new DataClient(socket, of, {
      isKey: this.#isKey,
      subscribed: (to) => this.#showQuotes(client, to),
    });
    this.#clients.add(client);
    socket.on('close', () => this.#clients.delete(client));
  }

  /** The venue has come up to now. */
  goOn(): void {
    for (const told of this.#told) {
      this.#quote(told);
      this.#prints(told);
    }
    const minute = floorTo(this.#desk.wallNow(), MICROS_PER_MINUTE);
    if (minute === this.#minute) return;
    const range = { from: this.#minute, to: minute };
    this.#minute = minute;
    for (const told of this.#told) this.#bars(told, range);
  }

  #quote(told: Told): void {
    const { asset } = told;
    const { quote, aliveAt } = this.#desk.venue.quoteOf(asset.instrument.symbol);
    const now = this.#desk.wallNow();
    const isSame = isSameTop(quote, told.quote);
    const isDue =
      quote !== null &&
      told.quotedAt !== null &&
      now >= plus(told.quotedAt, SIGN_OF_LIFE as Micros);
    const lives = aliveAt !== null && aliveAt !== told.aliveAt;
    if (isSame && !(isDue && lives)) return;
    Object.assign(told, { quote, aliveAt, quotedAt: now });
    this.#tell('quotes', asset, this.#quoteFrame(asset, quote));
  }

  #quoteFrame(asset: ListedAsset, quote: QuoteView['quote']): object {
    const bid = quote === null ? null : { price: quote.bid, quantity: quote.bidQuantity };
    const ask = quote === null ? null : { price: quote.ask, quantity: quote.askQuantity };
    const t = this.#stamp(quote?.venueTime ?? this.#desk.now());
    return streamed('q', asset, quoteJson(asset, { bid, ask }, t));
  }

  #prints(told: Told): void {
    const { asset } = told;
    const prints = this.#desk.printsOf(asset.instrument.symbol);
    const count = prints.countTo(this.#desk.now());
    for (; told.prints < count; told.prints += 1) {
      const print = prints.at(told.prints);
      const trade = tradeJson(asset, { prints, print }, this.#stamp(print.at));
      this.#tell('trades', asset, streamed('t', asset, trade));
    }
  }

  #bars(
    { asset }: Told,
    { from, to }: { readonly from: EpochMicros; readonly to: EpochMicros },
  ): void {
    if (![...this.#clients].some((client) => client.wants('bars', asset))) return;
    const prints = this.#desk.printsOf(asset.instrument.symbol);
    const bars: readonly Bar[] = barsOf(prints, {
      ...{ wall: this.#desk.wall, from, to, now: this.#desk.now() },
      startOf: (at) => floorTo(at, MICROS_PER_MINUTE),
    });
    for (const bar of bars) {
      const fields = barJson(bar, new DataStamp(bar.start));
      this.#tell('bars', asset, streamed('b', asset, fields));
    }
  }

  #stamp(at: EpochMicros): DataStamp {
    return new DataStamp(this.#desk.wall.toWall(at));
  }

  #tell(channel: 'quotes' | 'trades' | 'bars', asset: ListedAsset, frame: object): void {
    for (const client of this.#clients) if (client.wants(channel, asset)) client.tell([frame]);
  }

  #showQuotes(client: DataClient, isMeant: (asset: ListedAsset) => boolean): void {
    for (const { asset, quote } of this.#told)
      if (quote !== null && isMeant(asset)) client.tell([this.#quoteFrame(asset, quote)]);
  }
}
