/**
 * Row throughput of the simulated venue alone: the seeded random-walk tape replayed without own orders and with three resting ones. Prints events per
 * second, cold (first round) and warm (best and median of the rest). Not a product figure: no link, no engine.
 *
 * Usage: tsx bench/replay-venue.ts [rows] [rounds]
 */
import type { Instrument } from '../src/core/ground/instrument.js';
import type { ClientOrderId, OrderTerms } from '../src/core/order/order.js';
import {
  type EpochMicros,
  type Micros,
  type Side,
  type Ticks,
  lots,
} from '../src/core/ground/units.js';
import {
  RANDOM_WALK_DEFAULTS,
  type RandomWalkOptions,
  randomWalkTape,
} from '../src/sim/market/random-walk.js';
import { RandomStreams } from '../src/sim/random/random.js';
import { type Tape, tapeEnd, tapeStart } from '../src/sim/tape/tape.js';
import type { FillOptions } from '../src/sim/fills/fill-options.js';
import type { QuoteSink } from '../src/sim/market/quote-sink.js';
import { type L2Setup, L2Venue } from '../src/sim/market/l2/l2-venue.js';

/** Messages of 36 changes ten times a second, like a 100 ms crypto feed. */
const WALK: Partial<RandomWalkOptions> = { messagesPerSecond: 10, changesPerMessage: 36 };
const EVENTS_PER_SECOND = 370;

const generate = (rows: number): Tape =>
  randomWalkTape(new RandomStreams(7).of('market'), {
    ...RANDOM_WALK_DEFAULTS,
    ...WALK,
    durationSeconds: Math.ceil(rows / EVENTS_PER_SECOND),
  });

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

const FILL: FillOptions = {
  queue: { kind: 'back' },
  through: 'pool',
  refill: { kind: 'remember' },
  lateDiffs: 'guard',
  settle: 2_000 as Micros,
  hidden: 'ignore',
  top: 'ticker',
  stopTrigger: 'last',
};

const QUOTES: QuoteSink = { quote: () => undefined, none: () => undefined, alive: () => undefined };

const setupOf = (tape: Tape): L2Setup => ({
  listings: [{ instrument: INSTRUMENT, tape, fill: FILL, halts: [], quotes: [QUOTES] }],
  listener: { onReport: () => undefined },
  options: {
    profile: { stopAlreadyThrough: 'trigger', selfTrade: 'none' },
    fees: { makerBps: '1', takerBps: '5', asset: 'quote' },
    account: {
      cash: '1000000000000',
      positions: new Map(),
      shorting: true,
      leverage: 1,
      derivatives: new Set(),
      marginLeverage: 1,
      entryPrices: new Map(),
      funding: { bps: null, times: [] },
    },
    idempotency: 'forever',
    validFor: null,
    visibilityLag: 0 as Micros,
  },
});

const terms = (side: Side, price: Ticks): OrderTerms => ({
  symbol: 'BTCUSDT',
  side,
  quantity: lots(1_000_000),
  type: 'limit',
  limitPrice: price,
  stopPrice: null,
  timeInForce: 'gtc',
  postOnly: false,
});

/** Orders too far away to fill soon, at prices whose levels keep changing. */
function rest(venue: L2Venue, at: EpochMicros): void {
  const { bids, asks } = venue.depth('BTCUSDT', 20);
  const orders = [
    terms('buy', bids[10]!.price),
    terms('buy', bids[19]!.price),
    terms('sell', asks[10]!.price),
  ];
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

interface Replayed extends Spent {
  readonly venue: L2Venue;
}

function replay(earlier: L2Venue, tape: Tape, resting: boolean): Replayed {
  const venue = new L2Venue(setupOf(tape), earlier);
  const begin = process.hrtime.bigint();
  const cpu = process.cpuUsage();
  venue.advance(tapeStart(tape));
  if (resting) rest(venue, tapeStart(tape));
  const end = tapeEnd(tape);
  while (venue.advance(end) < end);
  return {
    venue,
    wall: Number(process.hrtime.bigint() - begin) / 1e9,
    cpu: process.cpuUsage(cpu).user / 1e6,
  };
}

/** Returns the venue last used, for the next to take over. */
function measure(first: L2Venue, tape: Tape, rounds: number, resting: boolean): L2Venue {
  const spent: Spent[] = [];
  let venue = first;
  for (let round = 0; round < rounds; round += 1) {
    const replayed = replay(venue, tape, resting);
    venue = replayed.venue;
    spent.push(replayed);
  }
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
  return venue;
}

const rows = Number(process.argv[2] ?? 2_000_000);
const rounds = Number(process.argv[3] ?? 8);
const tape = generate(rows);
let venue = new L2Venue(setupOf(tape));
for (const resting of [false, true, false]) venue = measure(venue, tape, rounds, resting);
