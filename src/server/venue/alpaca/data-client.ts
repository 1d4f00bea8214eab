/**
 * One connection to a data stream: who it is, and what it wants to hear. Its subscriptions are told whole after each change, since a client
 * takes what it is told for all there is. Channels that nothing is ever said on are refused. Mutable, one owner.
 */
import { decode } from '@msgpack/msgpack';
import type { RawData, WebSocket } from 'ws';
import { packed } from './data-frames.js';
import type { AssetClass, ListedAsset } from './listed-assets.js';
import { type Message, recordIn, tell } from './socket-frames.js';

const SPOKEN = ['trades', 'quotes', 'bars'] as const;
export type Channel = (typeof SPOKEN)[number];

/** Of Alpaca's channels those that nothing is said on here, as they stand in what is told. */
const SILENT: Readonly<Record<AssetClass, readonly string[]>> = {
  us_equity: ['updatedBars', 'dailyBars', 'statuses', 'lulds'],
  crypto: ['updatedBars', 'dailyBars', 'orderbooks'],
};
const UNSPOKEN = [...new Set(Object.values(SILENT).flat()), 'imbalances', 'news'];

const EVERY = '*';

export interface DataEars {
  readonly isKey: (keyId: unknown, secret: unknown) => boolean;
  /** New subscriptions to quotes. */
  subscribed(isMeant: (asset: ListedAsset) => boolean): void;
}

const error = (code: number, msg: string): object => ({ T: 'error', code, msg });

export class DataClient {
  readonly #socket: WebSocket;
  readonly #assetClass: AssetClass;
  readonly #isPacked: boolean;
  readonly #ears: DataEars;
  readonly #wanted: Readonly<Record<Channel, Set<string>>> = {
    trades: new Set(),
    quotes: new Set(),
    bars: new Set(),
  };
  #isKnown = false;

  constructor(
    socket: WebSocket,
    { assetClass, isPacked }: { readonly assetClass: AssetClass; readonly isPacked: boolean },
    ears: DataEars,
  ) {
    this.#socket = socket;
    this.#assetClass = assetClass;
    this.#isPacked = isPacked;
    this.#ears = ears;
    socket.on('message', (data) => this.#heard(data));
    socket.on('error', () => undefined);
    this.tell([{ T: 'success', msg: 'connected' }]);
  }

  tell(frame: readonly object[]): void {
    tell(this.#socket, this.#isPacked ? packed(frame) : JSON.stringify(frame));
  }

  wants(channel: Channel, asset: ListedAsset): boolean {
    return asset.assetClass === this.#assetClass && isIn(this.#wanted[channel], asset);
  }

  #heard(raw: RawData): void {
    const message = recordIn(raw, (bytes) =>
      this.#isPacked ? decode(bytes) : JSON.parse(bytes.toString()),
    );
    switch (message?.['action']) {
      case 'auth':
        this.#authenticate(message);
        return;
      case 'subscribe':
      case 'unsubscribe':
        if (this.#isKnown) this.#change(message['action'], message);
        else this.tell([error(401, 'not authenticated')]);
        return;
      default:
        this.tell([error(400, 'invalid syntax')]);
    }
  }

  #authenticate({ key, secret }: Message): void {
    if (this.#isKnown) {
      this.tell([error(403, 'already authenticated')]);
      return;
    }
    this.#isKnown = this.#ears.isKey(key, secret);
    this.tell([this.#isKnown ? { T: 'success', msg: 'authenticated' } : error(402, 'auth failed')]);
  }

  #change(action: 'subscribe' | 'unsubscribe', message: Message): void {
    if (UNSPOKEN.some((channel) => namesIn(message[channel]).length > 0))
      this.tell([error(410, 'invalid subscribe action for this feed')]);
    for (const channel of SPOKEN) {
      const wanted = this.#wanted[channel];
      for (const name of namesIn(message[channel])) {
        if (action === 'subscribe') wanted.add(name);
        else wanted.delete(name);
      }
    }
    this.tell([this.#subscriptions()]);
    const quotes = new Set(namesIn(message['quotes']));
    if (action === 'subscribe')
      this.#ears.subscribed(
        (asset) => asset.assetClass === this.#assetClass && isIn(quotes, asset),
      );
  }

  #subscriptions(): object {
    const { trades, quotes, bars } = this.#wanted;
    const silent = SILENT[this.#assetClass].map((channel) => [channel, []] as const);
    const ofTrades = [...trades];
    return {
      ...{ T: 'subscription', trades: ofTrades, quotes: [...quotes], bars: [...bars] },
      ...Object.fromEntries(silent),
      ...(this.#assetClass === 'us_equity'
        ? { corrections: ofTrades, cancelErrors: ofTrades }
        : {}),
    };
  }
}

const namesIn = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((name): name is string => typeof name === 'string') : [];

const isIn = (names: ReadonlySet<string>, { symbol }: ListedAsset): boolean =>
  names.has(symbol) || names.has(EVERY);
