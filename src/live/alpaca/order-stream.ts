/**
 * Alpaca's order stream. Frames are read as they came: the library hands on times to the millisecond, and Alpaca tells them to the
 * nanosecond. What cannot be read may have been a fill: it is as if the stream had been gone for a moment, and every open order is
 * asked about.
 */
import { streaming } from '@alpacahq/alpaca-trade-api';
import type { Clock } from '../../core/ground/clock.js';
import type { ExecutionReport } from '../../core/order/execution-report.js';
import type { LiveKeys } from '../connection.js';
import { numbersAsText } from '../rest/exact-json.js';
import { fieldsOf } from '../rest/fields.js';
import type { ExecutionIds } from './execution-ids.js';
import { heardUpdate } from './trade-update.js';
import type { VenueInstruments } from './venue-instruments.js';
import { type StreamStatus, WatchedStream } from './watched-stream.js';

const TRADE_UPDATES = 'trade_updates';

/** Who is told. */
export interface OrderListener {
  heard(report: ExecutionReport): void;
  streamIs(status: StreamStatus): void;
}

export interface OrderStreamOptions {
  readonly clock: Clock;
  readonly keys: LiveKeys;
  readonly url: string;
  readonly instruments: VenueInstruments;
  readonly ids: ExecutionIds;
  readonly listener: OrderListener;
  /** Of any change, the first time up among them. */
  readonly onStatus: (status: StreamStatus) => void;
  readonly tell: (text: string) => void;
}

export class OrderStream {
  readonly #options: OrderStreamOptions;
  readonly #watched: WatchedStream<streaming.TradingStream>;

  constructor(options: OrderStreamOptions) {
    const { clock, keys, url, listener, onStatus, tell } = options;
    this.#options = options;
    this.#watched = new WatchedStream({
      clock,
      keys,
      make: (library) => new streaming.TradingStream({ ...library, url }),
      subscribe: (stream) => stream.subscribeTradeUpdates(),
      isComplete: (streams) => Array.isArray(streams) && streams.includes(TRADE_UPDATES),
      onStatus: (status) => {
        listener.streamIs(status);
        onStatus(status);
      },
      onFrame: (frame) => this.#read(frame),
      onTrouble: (text) => tell(`order stream: ${text}`),
    });
  }

  get isUp(): boolean {
    return this.#watched.isUp;
  }

  open(): void {
    this.#watched.open();
  }

  close(): void {
    this.#watched.close();
  }

  #read(frame: Buffer): void {
    try {
      const message = fieldsOf(numbersAsText(frame.toString('utf8')), 'a frame');
      if (message['stream'] !== TRADE_UPDATES) return;
      this.#heard(fieldsOf(message['data'], 'a trade update'));
    } catch (error) {
      this.#missed(error instanceof Error ? error.message : String(error));
    }
  }

  #heard(update: ReturnType<typeof fieldsOf>): void {
    const { instruments, ids, listener } = this.#options;
    const heard = heardUpdate(update, instruments);
    if (heard === null) return;
    if (heard.told !== null) ids.streamed(heard.told);
    listener.heard(heard.report);
    if (heard.unread !== null) this.#missed(heard.unread);
  }

  #missed(why: string): void {
    const { listener, tell } = this.#options;
    tell(`order stream: a message cannot be read: ${why}`);
    if (!this.isUp) return;
    listener.streamIs('down');
    listener.streamIs('up');
  }
}
