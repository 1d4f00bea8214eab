/** Who listens to which market stream: one source a stream, however many listen, and none while nobody does. Mutable, one a dialect. */
import { type Desk, nowMs } from '../desk.js';
import { MarketFeed, isSilent } from '../market/feed.js';
import { type Source, type StreamTable, streamNamed } from './source.js';

/** The text of one event, by the stream it is of. */
export type Listener = (stream: string, event: string) => void;

interface Topic {
  readonly symbol: string;
  readonly source: Source;
  readonly listeners: Set<Listener>;
}

export class MarketStreams {
  readonly #desk: Desk;
  readonly #table: StreamTable;
  readonly #topics = new Map<string, Topic>();
  readonly #feeds = new Map<string, MarketFeed>();

  constructor(desk: Desk, table: StreamTable) {
    this.#desk = desk;
    this.#table = table;
  }

  /** False: there is no such stream. */
  listen(stream: string, listener: Listener): boolean {
    const topic = this.#topics.get(stream) ?? this.#opened(stream);
    topic?.listeners.add(listener);
    return topic !== null;
  }

  leave(stream: string, listener: Listener): void {
    const topic = this.#topics.get(stream);
    if (topic === undefined) return;
    topic.listeners.delete(listener);
    if (topic.listeners.size > 0) return;
    this.#topics.delete(stream);
    const others = [...this.#topics.values()].some(({ symbol }) => symbol === topic.symbol);
    if (!others) this.#feeds.delete(topic.symbol);
  }

  /** Whether nothing comes of the market that a stream is of. */
  isSilent(stream: string): boolean {
    const { venue, markets } = this.#desk;
    const named = streamNamed(this.#desk, this.#table, stream);
    if (named === null) return false;
    const { symbol } = named;
    return isSilent(markets.of({ symbol }), venue.quoteOf(symbol), venue.now());
  }

  /** The venue has come up to now. */
  goOn(): void {
    const desk = this.#desk;
    const now = desk.venue.now();
    const at = { now, nowMs: nowMs(desk) };
    for (const [symbol, feed] of this.#feeds) feed.goOn(desk.venue.quoteOf(symbol), now);
    for (const [stream, { source, listeners }] of this.#topics) {
      for (const event of source(at)) {
        const text = JSON.stringify(event);
        for (const listener of listeners) listener(stream, text);
      }
    }
  }

  #opened(stream: string): Topic | null {
    const desk = this.#desk;
    const named = streamNamed(desk, this.#table, stream);
    if (named === null) return null;
    const { symbol } = named;
    const source = named.make(desk, this.#feedOf(symbol));
    const topic: Topic = { symbol, source, listeners: new Set() };
    this.#topics.set(stream, topic);
    return topic;
  }

  #feedOf(symbol: string): MarketFeed {
    const has = this.#feeds.get(symbol);
    if (has !== undefined) return has;
    const { venue, markets } = this.#desk;
    const feed = new MarketFeed(markets.of({ symbol }), venue.quoteOf(symbol), venue.now());
    this.#feeds.set(symbol, feed);
    return feed;
  }
}
