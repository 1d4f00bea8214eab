/**
 * Row throughput of the simulated venue alone: a generated L2 tape (seeded, levels and trades in the shape of a
 * 100 ms crypto feed, some diffs late) replayed without own orders and with three resting ones. Prints events per
 * second, cold (first round) and warm (best and median of the rest). Not a product figure: no link, no engine.
 *
 * Usage: tsx bench/replay-venue.ts [rows] [rounds]
 */
import type { Instrument } from '../src/core/instrument.js';
import type { ClientOrderId, OrderTerms } from '../src/core/order/order.js';
import { type EpochMicros, type Micros, lots, ticks } from '../src/core/units.js';
import {
  ROW_LEVEL,
  ROW_SELL,
  ROW_SNAPSHOT,
  ROW_TRADE,
  type Tape,
  tapeEnd,
  tapeStart,
} from '../src/sim/tape/tape.js';
import type { VenueSetup } from '../src/sim/venue/venue-port.js';
import { L2Venue } from '../src/sim/venue/venue.js';

const START = 1_700_000_000_000_000;
const MID = 6_000_000;
const DEPTH = 500;
const ROWS_PER_DIFF = 36;

/** Numbers in [0, n), the same in every run. */
function draws(seed: number): (n: number) => number {
  let state = seed >>> 0;
  return (n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * n);
  };
}

class Columns {
  row = 0;
  readonly time: Float64Array;
  readonly kind: Uint8Array;
  readonly price: Int32Array;
  readonly quantity: Float64Array;

  constructor(rows: number) {
    this.time = new Float64Array(rows);
    this.kind = new Uint8Array(rows);
    this.price = new Int32Array(rows);
    this.quantity = new Float64Array(rows);
  }

  get full(): boolean {
    return this.row >= this.time.length;
  }

  add(time: number, kind: number, price: number, quantity: number): void {
    if (this.full) return;
    this.time[this.row] = time;
    this.kind[this.row] = kind;
    this.price[this.row] = price;
    this.quantity[this.row] = quantity;
    this.row += 1;
  }
}

/** One tick up, down or none; back towards the start once 40 ticks away. */
function stepOf(draw: (n: number) => number, mid: number): number {
  const step = draw(3) - 1;
  return Math.abs(mid + step - MID) > 40 ? -step : step;
}

/** A mid that wanders by at most one tick a diff, within 40 of where it began; levels around it are set, resized and removed. */
function generateTape(rows: number): Tape {
  const draw = draws(7);
  const columns = new Columns(rows);
  let mid = MID;
  let time = START;
  columns.add(time, ROW_SNAPSHOT, 0, 0);
  for (let i = 1; i <= DEPTH; i += 1) {
    columns.add(time, ROW_LEVEL, mid - i, 1 + draw(1_000));
    columns.add(time, ROW_LEVEL | ROW_SELL, mid + i, 1 + draw(1_000));
  }
  while (!columns.full) {
    for (let trades = draw(8); trades > 0; trades -= 1) {
      time += 1_000 * draw(20);
      const sold = draw(2) === 1;
      const through = draw(4) === 0 ? draw(3) : 0;
      const price = sold ? mid - 1 - through : mid + 1 + through;
      columns.add(time, sold ? ROW_TRADE | ROW_SELL : ROW_TRADE, price, 1 + draw(300));
    }
    time += 1_000 * (1 + draw(40));
    const step = stepOf(draw, mid);
    if (step > 0) columns.add(time, ROW_LEVEL | ROW_SELL, mid + 1, 0);
    if (step < 0) columns.add(time, ROW_LEVEL, mid - 1, 0);
    mid += step;
    for (let i = 0; i < ROWS_PER_DIFF; i += 1) {
      const sell = draw(2) === 1;
      const distance = draw(3) === 0 ? 1 + draw(8) : 1 + draw(DEPTH);
      const quantity = distance > 1 && draw(4) === 0 ? 0 : 1 + draw(1_000);
      columns.add(
        time,
        sell ? ROW_SELL : ROW_LEVEL,
        sell ? mid + distance : mid - distance,
        quantity,
      );
    }
  }
  return {
    ...{ symbol: 'BTCUSDT', tickSize: '0.01', lotSize: '0.00001', format: 'generated' },
    ...{ quantaPerTick: 1, quantaPerLot: 1, venueKind: 'generated', hasReceiveClock: false },
    ...{ receivedOffsetMs: null, dustRows: 0, subTickPrints: 0, skipped: new Map() },
    snapshotWorst: { bid: MID - DEPTH, ask: MID + DEPTH },
    rows,
    time: columns.time,
    kind: columns.kind,
    price: columns.price,
    quantity: columns.quantity,
    delay: new Int32Array(rows),
  };
}

const INSTRUMENT: Instrument = {
  symbol: 'BTCUSDT',
  tickSize: '0.01',
  lotSize: '0.00001',
  minNotional: '5',
  calendar: 'always-open',
  adv: null,
  baseAsset: 'BTC',
  quoteAsset: 'USDT',
};

let quotes = 0;

const setupOf = (tape: Tape): VenueSetup => ({
  instrument: INSTRUMENT,
  tape,
  halts: [],
  listener: { onReport: () => undefined },
  quotes: {
    quote: () => {
      quotes += 1;
    },
    none: () => undefined,
    alive: () => undefined,
  },
  options: {
    fill: {
      queue: { kind: 'back' },
      through: 'pool',
      refill: { kind: 'remember' },
      lateDiffs: 'guard',
      settle: 2_000 as Micros,
      hidden: 'ignore',
      stopTrigger: 'last',
    },
    profile: { stopAlreadyThrough: 'trigger', newOrdersInHalt: 'refuse' },
    fees: { makerBps: '1', takerBps: '5', asset: 'quote' },
    account: { cash: '1000000000000', positions: new Map(), shorting: true },
    idempotency: 'forever',
    validFor: null,
    visibilityLag: 0 as Micros,
  },
});

const terms = (side: 'buy' | 'sell', price: number): OrderTerms => ({
  symbol: 'BTCUSDT',
  side,
  quantity: lots(1_000_000_000),
  type: 'limit',
  limitPrice: ticks(price),
  stopPrice: null,
  timeInForce: 'gtc',
  postOnly: false,
});

/** Orders deep enough to rest for the whole tape, where rows keep changing their level. */
function rest(venue: L2Venue, at: EpochMicros): void {
  const orders = [terms('buy', MID - 50), terms('buy', MID - 60), terms('sell', MID + 50)];
  orders.forEach((order, index) => {
    const clientOrderId = `order-${index}` as ClientOrderId;
    venue.submit({ kind: 'submit', clientOrderId, terms: order, sentAt: at, validUntil: null }, at);
  });
}

/** Seconds. The machine is shared: processor time says what the code costs, wall time what one waits. */
interface Spent {
  readonly wall: number;
  readonly cpu: number;
}

function replay(venue: L2Venue, tape: Tape, resting: boolean): Spent {
  venue.reset(setupOf(tape));
  const begin = process.hrtime.bigint();
  const cpu = process.cpuUsage();
  venue.advance(tapeStart(tape));
  if (resting) rest(venue, tapeStart(tape));
  const end = tapeEnd(tape);
  while (venue.advance(end) < end);
  return {
    wall: Number(process.hrtime.bigint() - begin) / 1e9,
    cpu: process.cpuUsage(cpu).user / 1e6,
  };
}

function measure(venue: L2Venue, tape: Tape, rounds: number, resting: boolean): void {
  const spent: Spent[] = [];
  for (let round = 0; round < rounds; round += 1) spent.push(replay(venue, tape, resting));
  const { levelRows, trades, topChanges, lateDiffs } = venue.counters();
  const events = levelRows + trades + topChanges;
  const speed = (time: number): string => `${(events / time / 1e6).toFixed(1)} M/s`;
  const median = (times: number[]): number => times.sort((a, b) => a - b)[times.length >> 1]!;
  const warm = spent.slice(1);
  console.log(resting ? 'three resting orders' : 'no own orders');
  console.log(`  events ${events}: levels ${levelRows}, trades ${trades}, tops ${topChanges}`);
  console.log(`  late diffs ${lateDiffs}, executions ${venue.truth.executions.length}`);
  console.log(`  cold ${speed(spent[0]!.cpu)} of processor time`);
  console.log(`  warm ${speed(median(warm.map(({ cpu }) => cpu)))} of processor time (median)`);
  console.log(`  warm ${speed(median(warm.map(({ wall }) => wall)))} by the wall clock (median)`);
}

const rows = Number(process.argv[2] ?? 2_000_000);
const rounds = Number(process.argv[3] ?? 8);
const tape = generateTape(rows);
const venue = new L2Venue(setupOf(tape));
measure(venue, tape, rounds, false);
measure(venue, tape, rounds, true);
measure(venue, tape, rounds, false);
