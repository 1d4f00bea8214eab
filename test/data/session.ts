/**
 * A small market as a venue would have sent it, made of a generated tape: one snapshot, diffs with ids, trades, two clocks.
 * The writers of this folder put it into each file format. One market, many files, one tape.
 */
import { RandomStreams } from '../../src/sim/random/random.js';
import { type RandomWalkOptions, randomWalkTape } from '../../src/sim/market/random-walk.js';
import {
  ROW_KIND_MASK,
  ROW_LEVEL,
  ROW_SELL,
  ROW_SNAPSHOT,
  ROW_TRADE,
  type Tape,
} from '../../src/sim/tape/tape.js';

/** Decimal strings. */
export type Level = readonly [price: string, quantity: string];

export interface DepthEvent {
  readonly kind: 'snapshot' | 'diff';
  /** Epoch microseconds. */
  readonly time: number;
  readonly received: number;
  readonly firstId: number;
  readonly lastId: number;
  readonly previousId: number;
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
}

export interface TradeEvent {
  readonly kind: 'trade';
  readonly time: number;
  readonly received: number;
  readonly id: number;
  readonly price: string;
  readonly quantity: string;
  readonly sold: boolean;
}

export type SessionEvent = DepthEvent | TradeEvent;

export interface Session {
  readonly symbol: string;
  /** In the order of receipt; the snapshot stands after the first diff, as recorders get it. */
  readonly events: readonly SessionEvent[];
}

/** The recorder's clock is this far behind the venue's. */
const CLOCK_BEHIND_MICROS = 1_270_000;
const FIRST_ID = 1_000;

export interface SessionOptions extends Partial<RandomWalkOptions> {
  readonly seed: number;
  /** Receive delays up to this many microseconds. */
  readonly jitterMicros?: number;
}

export function makeSession({ seed, jitterMicros = 0, ...options }: SessionOptions): Session {
  const streams = new RandomStreams(seed);
  const tape = randomWalkTape(streams.of('market'), {
    durationSeconds: 20,
    levelsPerSide: 12,
    ...options,
  });
  const jitter = streams.of('jitter');
  let received = 0;
  return sessionOf(tape, (time) => {
    const late = jitterMicros === 0 ? 0 : jitter.nextInt(jitterMicros);
    received = Math.max(received, time - CLOCK_BEHIND_MICROS + late);
    return received;
  });
}

type Print = Pick<TradeEvent, 'time' | 'price' | 'quantity' | 'sold'>;

interface Message {
  readonly time: number;
  readonly snapshot: boolean;
  readonly bids: Level[];
  readonly asks: Level[];
}

/** `receive` gives each message its receive time, in the order of sending. */
export function sessionOf(tape: Tape, receive: (time: number) => number): Session {
  const events: SessionEvent[] = [];
  let id = FIRST_ID;
  let tradeId = 0;
  for (const item of itemsOf(tape)) {
    const received = receive(item.time);
    if ('sold' in item) {
      tradeId += 1;
      events.push({ kind: 'trade', ...item, received, id: tradeId });
    } else if (item.snapshot) events.push(...opening({ ...item, received }, id));
    else {
      const ids = { firstId: id + 1, lastId: id + 3, previousId: id };
      events.push({ kind: 'diff', ...item, received, ...ids });
    }
    if (!('sold' in item)) id += 3;
  }
  return { symbol: tape.symbol, events };
}

/** Trades and messages in order; the level rows of an instant are one message, or several where a bid follows an ask. */
function itemsOf(tape: Tape): readonly (Print | Message)[] {
  const decimalsOf = (step: string): number => step.split('.')[1]?.length ?? 0;
  const text = (quanta: number, step: string): string =>
    (quanta / 10 ** decimalsOf(step)).toFixed(decimalsOf(step));
  const items: (Print | Message)[] = [];
  for (let row = 0; row < tape.rows; row += 1) {
    const kind = tape.kind[row]!;
    const time = tape.time[row]!;
    const price = text(tape.price[row]!, tape.tickSize);
    const quantity = text(tape.quantity[row]!, tape.lotSize);
    const sell = (kind & ROW_SELL) !== 0;
    const what = kind & ROW_KIND_MASK;
    if (what === ROW_TRADE) items.push({ time, price, quantity, sold: sell });
    else if (what === ROW_SNAPSHOT) items.push({ time, snapshot: true, bids: [], asks: [] });
    else if (what === ROW_LEVEL) {
      const last = items.at(-1);
      const continues =
        last !== undefined &&
        'bids' in last &&
        last.time === time &&
        (sell || last.asks.length === 0);
      const message = continues ? last : { time, snapshot: false, bids: [], asks: [] };
      if (!continues) items.push(message);
      (sell ? message.asks : message.bids).push([price, quantity]);
    }
  }
  return items;
}

/** A diff that comes too early, the snapshot, and the diff that opens the book with it. */
function opening(
  { time, received, bids, asks }: Pick<DepthEvent, 'time' | 'received' | 'bids' | 'asks'>,
  id: number,
): readonly DepthEvent[] {
  const early: DepthEvent = {
    kind: 'diff',
    time: time - 20_000,
    received: received - 20_000,
    ...{ firstId: id - 5, lastId: id - 3, previousId: id - 6 },
    bids: [[bids[0]![0], '0.777']],
    asks: [],
  };
  const snapshot: DepthEvent = {
    kind: 'snapshot',
    time: time - 10_000,
    received,
    ...{ firstId: id + 1, lastId: id + 1, previousId: id + 1 },
    bids,
    asks,
  };
  const first: DepthEvent = {
    kind: 'diff',
    time,
    received,
    // Overlaps the snapshot's id from both sides, as spot and futures both want it.
    ...{ firstId: id + 1, lastId: id + 3, previousId: id },
    bids: bids.slice(0, 1),
    asks: [],
  };
  return [early, snapshot, first];
}
