/**
 * A hand-made tape and a venue on it, in few words: times are milliseconds after the start of the tape, prices ticks,
 * quantities lots (one quantum each unless the tape says otherwise). Test code only.
 */
/* oxlint-disable max-params -- a request of a test reads as one line */
import { PLAIN_VENUE } from '../../support/plain-venue.js';
import type { Instrument } from '../../../src/core/ground/instrument.js';
import type { ExecutionReport } from '../../../src/core/order/execution-report.js';
import type { ClientOrderId, OrderTerms } from '../../../src/core/order/order.js';
import type { TruthExecution } from '../../../src/core/order/truth.js';
import { type EpochMicros, type Micros, lots, ticks } from '../../../src/core/ground/units.js';
import {
  ROW_GAP,
  ROW_INELIGIBLE,
  ROW_LEVEL,
  ROW_SELL,
  ROW_SNAPSHOT,
  ROW_TRADE,
  type Tape,
} from '../../../src/sim/tape/tape.js';
import type { FillOptions } from '../../../src/sim/fills/fill-options.js';
import type { HaltWindow, VenueOptions } from '../../../src/sim/exchange/venue-options.js';
import type {
  CancelAnswer,
  ReplaceAnswer,
  SubmitAnswer,
} from '../../../src/sim/exchange/venue-port.js';
import { type L2Setup, L2Venue } from '../../../src/sim/market/l2/l2-venue.js';

export const START = 1_700_000_000_000_000;
export const at = (ms: number): EpochMicros => (START + Math.round(ms * 1_000)) as EpochMicros;

/** One row: when (ms), what, price, quantity. `sold` and `bought` name the aggressor. */
export type RowWord = 'snapshot' | 'gap' | 'bid' | 'ask' | 'sold' | 'bought' | 'ineligible';
export type Row = readonly [ms: number, word: RowWord, price?: number, quantity?: number];

const KIND: Record<RowWord, number> = {
  snapshot: ROW_SNAPSHOT,
  gap: ROW_GAP,
  bid: ROW_LEVEL,
  ask: ROW_LEVEL | ROW_SELL,
  sold: ROW_TRADE | ROW_SELL,
  bought: ROW_TRADE,
  ineligible: ROW_TRADE | ROW_INELIGIBLE,
};

function tapeOf(rows: readonly Row[], header: Partial<Tape> = {}): Tape {
  return {
    symbol: 'TEST',
    tickSize: '0.01',
    lotSize: '0.001',
    format: 'generated',
    quantaPerTick: 1,
    quantaPerLot: 1,
    venueKind: 'generated',
    hasReceiveClock: false,
    receivedOffsetMs: null,
    dustRows: 0,
    subTickPrints: 0,
    skipped: new Map(),
    snapshotWorst: null,
    rows: rows.length,
    time: Float64Array.from(rows, ([ms]) => at(ms)),
    kind: Uint8Array.from(rows, ([, word]) => KIND[word]),
    price: Int32Array.from(rows, ([, , price]) => price ?? 0),
    quantity: Float64Array.from(rows, ([, , , quantity]) => quantity ?? 0),
    delay: new Int32Array(rows.length),
    top: null,
    ...header,
  };
}

/** Bids 99 (10), 98 (20); asks 101 (10), 102 (20); known from 98 to 102. */
export const BOOK: readonly Row[] = [
  [0, 'snapshot'],
  [0, 'bid', 99, 10],
  [0, 'bid', 98, 20],
  [0, 'ask', 101, 10],
  [0, 'ask', 102, 20],
];

export const INSTRUMENT: Instrument = {
  symbol: 'TEST',
  tickSize: '0.01',
  lotSize: '0.001',
  minNotional: '0',
  calendar: 'always-open',
  adv: null,
  baseAsset: 'BTC',
  quoteAsset: 'USDT',
};

export const FILL: FillOptions = {
  queue: { kind: 'back' },
  through: 'pool',
  refill: { kind: 'remember' },
  lateDiffs: 'guard',
  settle: 2_000 as Micros,
  hidden: 'ignore',
  top: 'ticker',
  stopTrigger: 'last',
};

export const OPTIONS = PLAIN_VENUE;

export interface RigOptions extends Partial<VenueOptions> {
  readonly fill?: FillOptions;
  readonly halts?: readonly HaltWindow[];
  readonly header?: Partial<Tape>;
  readonly instrument?: Partial<Instrument>;
}

const isTape = (market: readonly Row[] | Tape): market is Tape => 'time' in market;

export class Rig {
  venue: L2Venue;
  readonly reports: ExecutionReport[] = [];
  /** What the feed was told, as text. */
  readonly feed: string[] = [];
  readonly setup: L2Setup;

  constructor(market: readonly Row[] | Tape, options: RigOptions = {}) {
    const { halts = [], fill = FILL, header, instrument, ...rest } = options;
    const since = (time: number): number => (time - START) / 1_000;
    this.setup = {
      listings: [
        {
          instrument: { ...INSTRUMENT, ...instrument },
          tape: isTape(market) ? market : tapeOf(market, header),
          fill,
          halts,
          quotes: [
            {
              quote: (time, delay, bid, bidLots, ask, askLots) =>
                this.feed.push(`${since(time)}+${delay} ${bidLots}@${bid} ${askLots}@${ask}`),
              none: (time, delay) => this.feed.push(`${since(time)}+${delay} none`),
              alive: (time, delay) => this.feed.push(`${since(time)}+${delay} alive`),
            },
          ],
        },
      ],
      options: { ...OPTIONS, ...rest },
      listener: { onReport: (report) => this.reports.push(report) },
    };
    this.venue = new L2Venue(this.setup);
  }

  /** A venue that takes over the buffers of this one. */
  startOver(): void {
    this.venue = new L2Venue(this.setup, this.venue);
  }

  /** Plays the market up to and including `ms`. */
  to(ms: number): this {
    while (this.venue.advance(at(ms)) < at(ms));
    return this;
  }

  /** Submits at `ms`, after the market of that instant. A limit gtc buy of `quantity` unless told otherwise. */
  submit(ms: number, id: string, terms: Partial<OrderTerms>): SubmitAnswer {
    this.to(ms);
    return this.venue.submit(
      {
        kind: 'submit',
        clientOrderId: id as ClientOrderId,
        terms: { ...TERMS, ...terms },
        sentAt: at(ms),
        validUntil: null,
      },
      at(ms),
    );
  }

  buy(
    ms: number,
    id: string,
    price: number,
    quantity: number,
    more: Partial<OrderTerms> = {},
  ): SubmitAnswer {
    return this.submit(ms, id, { limitPrice: ticks(price), quantity: lots(quantity), ...more });
  }

  sell(
    ms: number,
    id: string,
    price: number,
    quantity: number,
    more: Partial<OrderTerms> = {},
  ): SubmitAnswer {
    return this.buy(ms, id, price, quantity, { side: 'sell', ...more });
  }

  market(ms: number, id: string, quantity: number, more: Partial<OrderTerms> = {}): SubmitAnswer {
    const terms: Partial<OrderTerms> = { type: 'market', limitPrice: null, timeInForce: 'ioc' };
    return this.submit(ms, id, { ...terms, quantity: lots(quantity), ...more });
  }

  stop(
    ms: number,
    id: string,
    price: number,
    quantity: number,
    more: Partial<OrderTerms> = {},
  ): SubmitAnswer {
    const terms: Partial<OrderTerms> = { type: 'stop', limitPrice: null, stopPrice: ticks(price) };
    return this.submit(ms, id, { ...terms, quantity: lots(quantity), ...more });
  }

  cancel(ms: number, id: string): CancelAnswer {
    this.to(ms);
    const clientOrderId = id as ClientOrderId;
    return this.venue.cancel({ kind: 'cancel', clientOrderId, sentAt: at(ms) }, at(ms));
  }

  replace(
    ms: number,
    id: string,
    next: { id: string; quantity: number; price?: number },
  ): ReplaceAnswer {
    this.to(ms);
    return this.venue.replace(
      {
        kind: 'replace',
        clientOrderId: id as ClientOrderId,
        newClientOrderId: next.id as ClientOrderId,
        quantity: lots(next.quantity),
        limitPrice: next.price === undefined ? null : ticks(next.price),
        sentAt: at(ms),
      },
      at(ms),
    );
  }

  /** Executions so far as `id: quantity@price cause at ms`. */
  get fills(): string[] {
    return this.venue.truth.executions.map(fillLine);
  }

  /** How an order stands: status, filled of quantity. */
  status(id: string): string {
    const order = this.venue.order(id as ClientOrderId, Number.MAX_SAFE_INTEGER as EpochMicros);
    if (order === null) return 'not found';
    return `${order.status ?? 'null'} ${order.cumQty ?? 'null'}/${order.quantity}`;
  }

  /** The reason of the last cancel of an order. */
  reason(id: string): string | undefined {
    return this.reports.findLast(
      (report) => report.clientOrderId === id && report.execType === 'canceled',
    )?.text;
  }
}

const TERMS: OrderTerms = {
  symbol: 'TEST',
  side: 'buy',
  quantity: lots(1),
  type: 'limit',
  limitPrice: null,
  stopPrice: null,
  timeInForce: 'gtc',
  postOnly: false,
};

const fillLine = (execution: TruthExecution): string => {
  const { clientOrderId, quantity, price, cause } = execution;
  return `${clientOrderId}: ${quantity}@${price} ${cause} at ${(execution.at - START) / 1_000}`;
};
