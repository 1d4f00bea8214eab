/** The adapter's REST side before a stub, without streams: one ccxt client for the tests of a file, all of it on a time that stands still. */
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type { VenueReply } from '../../../src/core/order/venue-message.js';
import { lots, ticks } from '../../../src/core/ground/units.js';
import type { ParentId } from '../../../src/core/order/order.js';
import type { EffectOutcome } from '../../../src/core/order/outcome.js';
import { outcomeOf } from '../../../src/core/state/client-words.js';
import type {
  BrokerRead,
  CancelCommand,
  EffectCommand,
  ReplaceCommand,
  SubmitCommand,
} from '../../../src/core/state/command.js';
import { type BinanceClient, openClient } from '../../../src/live/binance/ccxt-client.js';
import type { Access } from '../../../src/live/binance/access.js';
import { KnownOrders } from '../../../src/live/binance/known-orders.js';
import { BinanceMarket } from '../../../src/live/binance/binance-market.js';
import { SPOT_ACCESS } from '../../../src/live/binance/spot-access.js';
import { askThrough } from '../../../src/live/binance/requests.js';
import { BinanceVenue } from '../../../src/live/binance/binance-venue.js';
import { VenueTime } from '../../../src/live/binance/venue-time.js';
import { SystemClock } from '../../../src/live/clock/system-clock.js';
import { FakeTime } from '../clock/fake-time.js';
import { BTC, ETH, LIMIT, idOf } from './sample.js';
import { type Answer, KEY, type Received, SECRET, StubVenue } from './stub-venue.js';

export const NOW = 1_704_207_600_000_000;
/** Nobody gives up. */
export const OPEN = new AbortController().signal;

export const SUBMIT: SubmitCommand = {
  kind: 'submit',
  clientOrderId: idOf('my-1'),
  parentId: 'p' as ParentId,
  attempt: 1,
  terms: LIMIT,
  validUntil: null,
};
export const CANCEL: CancelCommand = {
  kind: 'cancel',
  clientOrderId: idOf('my-1'),
  venueOrderId: null,
  symbol: 'BTCUSDT',
  attempt: 1,
};
export const REPLACE: ReplaceCommand = {
  ...CANCEL,
  kind: 'replace',
  newClientOrderId: idOf('my-2'),
  quantity: lots(20_000),
  limitPrice: ticks(5_100_000),
};

const NOBODY_AWAITS = { leaves: () => undefined, ended: () => undefined };

export class RestRig {
  readonly clock = SystemClock.ofWall(new FakeTime(NOW));
  time = new VenueTime(this.clock);
  known = new KnownOrders();
  #stub: StubVenue | null = null;
  #client: BinanceClient | null = null;
  #venue: BinanceVenue | null = null;
  readonly #access: Access;

  private constructor(access: Access) {
    this.#access = access;
  }

  /** Hooks of the file that calls it. */
  static ofFile(access = SPOT_ACCESS): RestRig {
    const rig = new RestRig(access);
    beforeAll(() => rig.#open());
    afterAll(() => rig.#close());
    beforeEach(() => rig.#begin());
    afterEach(() => {
      rig.stub.received.length = 0;
    });
    return rig;
  }

  get stub(): StubVenue {
    return this.#stub!;
  }

  get venue(): BinanceVenue {
    return this.#venue!;
  }

  /** Of the stub, to everything from now on. */
  answers(answer: Answer | ((received: Received) => Answer)): void {
    this.stub.answer = typeof answer === 'function' ? answer : () => answer;
  }

  enter(command: EffectCommand): ReturnType<BinanceVenue['enter']> {
    return this.venue.enter(command, { signal: OPEN });
  }

  async outcomeOf(command: EffectCommand): Promise<EffectOutcome> {
    return outcomeOf(await this.enter(command), command.kind, this.#access.product.errors);
  }

  async ask(read: BrokerRead): Promise<VenueReply> {
    return (await this.venue.ask(read, { signal: OPEN })) as VenueReply;
  }

  /** The one request that was sent. */
  sentOnce(): Received {
    expect(this.stub.received).toHaveLength(1);
    return this.stub.received[0]!;
  }

  /** What was sent, in order: method, path and the parameters of those names. */
  asked(...names: readonly string[]): readonly string[] {
    return this.stub.received.map(({ path, params }) =>
      [
        path,
        ...names.flatMap((name) => (params[name] === undefined ? [] : [`${name}=${params[name]}`])),
      ].join(' '),
    );
  }

  venueOn(client: BinanceClient): BinanceVenue {
    const instruments = new Map([BTC, ETH].map((one) => [one.symbol, one] as const));
    const { known, time } = this;
    return new BinanceVenue({
      ask: askThrough(client.call, this.#access.product),
      access: this.#access,
      instruments,
      known,
      time,
      awaited: NOBODY_AWAITS,
    });
  }

  market(): BinanceMarket {
    const instruments = new Map([[BTC.symbol, BTC]]);
    const { product } = this.#access;
    const ask = askThrough(this.#client!.call, product);
    return new BinanceMarket({ ask, product, instruments, time: this.time });
  }

  clientAt(loopback: string): Promise<BinanceClient> {
    const stamp = (): number => this.time.stamp();
    const table = this.#access.ccxt;
    return openClient({ table, apiKey: KEY, secret: SECRET, network: 'live', loopback, stamp });
  }

  async #open(): Promise<void> {
    this.#stub = await new StubVenue().listen();
    this.#client = await this.clientAt(this.stub.url);
  }

  #begin(): void {
    this.known = new KnownOrders();
    this.time = new VenueTime(this.clock);
    this.#venue = this.venueOn(this.#client!);
  }

  async #close(): Promise<void> {
    this.clock.close();
    await this.#client?.close();
    await this.#stub?.close();
  }
}
