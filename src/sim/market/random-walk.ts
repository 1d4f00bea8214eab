/**
 * A seeded L2 market for bundled scenarios and tests: a book around a mid that walks at random, market orders that eat into
 * it, makers who add, cut, cancel and refill. Trades print at once; the diff that shows their decrease comes with the next
 * book message, or one later, as on the venues we know (docs/rules/fills.md: half of the prints go through the displayed best).
 *
 * Shape: a tape, from draws alone; same source state, same options, same tape on any machine.
 * Units: times on whole milliseconds (venues stamp those); one quantum is one tick, one lot.
 * Unrealistic: flow does not react to us nor to itself (no clustering, no trends, no daily shape); quantities at levels
 * are independent of the distance from the best; no hidden orders; no latency (`delay` is 0).
 */
import { decimal, formatDecimal } from '../../core/ground/decimal.js';
import { invariant } from '../../core/ground/invariant.js';
import {
  MICROS_PER_MS,
  MICROS_PER_SECOND,
  type PriceQuanta,
  type Quanta,
} from '../../core/ground/units.js';
import { NOTHING, NO_PRICE, TapeBuilder } from '../tape/tape-builder.js';
import { ROW_SELL, ROW_SNAPSHOT, ROW_TRADE, type Tape, type TapeHeader } from '../tape/tape.js';
import { DrawBlock, type UniformSource } from './draw-block.js';
import { LevelDiff } from './level-diff.js';
import {
  EVENTS_PER_SECOND_MAX,
  RANDOM_WALK_BOUNDS,
  type RandomWalkParameters,
} from './random-walk-bounds.js';
import { ASK, BID, type BookSide, WANDER_TICKS_MAX, WalkBook } from './walk-book.js';
import { changeLevels, depthOf } from './walk-changes.js';

export interface RandomWalkOptions {
  readonly symbol: string;
  /** Epoch microseconds, whole milliseconds. */
  readonly startMicros: number;
  readonly durationSeconds: number;
  /** Decimal strings. */
  readonly tickSize: string;
  readonly lotSize: string;
  readonly startTicks: number;
  readonly levelsPerSide: number;
  /** Mean quantity of a level. */
  readonly depthLotsMean: number;
  /** Book messages a second; each changes `changesPerMessage` levels on average. */
  readonly messagesPerSecond: number;
  readonly changesPerMessage: number;
  /** Market orders a second; one that eats several levels prints once at each. */
  readonly ordersPerSecond: number;
  /** Share of market orders, in bps, that eat more than the best level. */
  readonly throughBps: number;
  /** Chance, in bps, that a book message moves the mid, and by how many ticks at most. */
  readonly volatilityBps: number;
  readonly stepTicksMax: number;
  readonly spreadTicksMean: number;
  /** Chance, in bps, that a message is stamped one message late: trades in between are not in it. */
  readonly lateBps: number;
}

export const RANDOM_WALK_DEFAULTS: RandomWalkOptions = {
  symbol: 'BTCUSDT',
  startMicros: 1_704_067_200_000_000,
  durationSeconds: 600,
  tickSize: '0.1',
  lotSize: '0.001',
  startTicks: 618_000,
  levelsPerSide: 40,
  depthLotsMean: 400,
  messagesPerSecond: 20,
  changesPerMessage: 8,
  ordersPerSecond: 8,
  throughBps: 2_000,
  volatilityBps: 3_000,
  stepTicksMax: 10,
  spreadTicksMean: 2,
  lateBps: 1_500,
};

const BPS = 10_000;
/** Refills and moves of the mid change levels too: room for them, so that the tape need not grow. */
const ROWS_MARGIN = 1.2;

/** What one walk leaves to the next. */
export interface WalkRoom {
  readonly book: WalkBook;
  readonly draws: DrawBlock;
  /** A tape of an earlier walk that nobody reads any more: it is written over. */
  readonly worn?: Tape;
}

export const walkRoom = (): WalkRoom => ({ book: new WalkBook(), draws: new DrawBlock() });

/**
 * The tape of `options` with the draws of `source`, which are read ahead: nobody else goes on with them. Who makes many
 * gives the same room each time: nearly a megabyte less to allocate and collect.
 */
export function randomWalkTape(
  source: UniformSource,
  options: Partial<RandomWalkOptions> = {},
  room = walkRoom(),
): Tape {
  return new RandomWalk(source, { ...RANDOM_WALK_DEFAULTS, ...options }, room).run();
}

/** Mutable; one run. */
class RandomWalk {
  readonly #draws: DrawBlock;
  readonly #options: RandomWalkOptions;
  readonly #book: WalkBook;
  readonly #builder: TapeBuilder;
  /** Begins as a number: V8 would box every time that is written where nothing stood. */
  #time = 0;
  /** A message held back: what it will say was true when it was made. */
  readonly #late = new LevelDiff();

  constructor(source: UniformSource, options: RandomWalkOptions, { book, draws, worn }: WalkRoom) {
    checkOptions(options);
    draws.begin(source);
    this.#draws = draws;
    this.#options = options;
    const { startTicks, durationSeconds, messagesPerSecond, changesPerMessage } = options;
    book.reset(startTicks, startTicks + Math.max(1, options.spreadTicksMean));
    this.#book = book;
    this.#builder = new TapeBuilder(
      Math.ceil(
        durationSeconds *
          (messagesPerSecond * changesPerMessage + 2 * options.ordersPerSecond) *
          ROWS_MARGIN,
      ),
      worn,
    );
    this.#time = options.startMicros;
  }

  run(): Tape {
    const { startMicros, durationSeconds, messagesPerSecond, ordersPerSecond, levelsPerSide } =
      this.#options;
    const reach = levelsPerSide - 1;
    const worst = {
      bid: (this.#book.edge(BID) - reach) as PriceQuanta,
      ask: (this.#book.edge(ASK) + reach) as PriceQuanta,
    };
    this.#openBook();
    const end = startMicros + durationSeconds * MICROS_PER_SECOND;
    const perSecond = messagesPerSecond + ordersPerSecond;
    for (;;) {
      this.#time += this.#gapMicros(perSecond);
      if (this.#time > end) break;
      if (this.#below(perSecond * BPS) < ordersPerSecond * BPS) this.#marketOrder();
      else this.#bookMessage();
    }
    return this.#builder.finish(this.#header(worst));
  }

  #openBook(): void {
    const { levelsPerSide } = this.#options;
    this.#builder.push(this.#time, ROW_SNAPSHOT, NO_PRICE, NOTHING, 0);
    for (let i = 0; i < levelsPerSide; i += 1) {
      this.#book.set(BID, i, this.#depth());
      this.#book.set(ASK, i, this.#depth());
    }
    this.#publish();
  }

  #bookMessage(): void {
    const { changesPerMessage, volatilityBps, lateBps, levelsPerSide, depthLotsMean } =
      this.#options;
    if (this.#chance(volatilityBps)) this.#moveMid();
    const count = 1 + this.#below(2 * changesPerMessage - 1);
    changeLevels(this.#book, this.#draws, count, levelsPerSide, depthLotsMean);
    this.#refillBest(BID);
    this.#refillBest(ASK);
    this.#publishLate();
    if (this.#chance(lateBps)) this.#holdBack();
    else this.#publish();
  }

  /** What changed, as the venue sends it now. */
  #publish(): void {
    const rows = this.#builder.room(this.#book.changedMax);
    this.#builder.wrote(this.#time, this.#book.takeChanged(rows, this.#builder.rows));
  }

  #holdBack(): void {
    this.#late.clear(this.#book.changedMax);
    this.#late.count = this.#book.takeChanged(this.#late, 0);
  }

  #publishLate(): void {
    const rows = this.#builder.room(this.#late.count);
    this.#builder.wrote(this.#time, this.#late.copyTo(rows, this.#builder.rows));
    this.#late.clear(0);
  }

  #moveMid(): void {
    const { startTicks, spreadTicksMean, levelsPerSide, stepTicksMax } = this.#options;
    const book = this.#book;
    const strayed = book.edge(BID) - startTicks;
    const turnsBack = Math.abs(strayed) >= WANDER_TICKS_MAX;
    const up = turnsBack ? strayed < 0 : this.#below(2) === 0;
    for (let left = 1 + this.#below(stepTicksMax); left > 0; left -= 1) {
      book.shift(up ? ASK : BID);
      // The level that falls out of range on the side the mid moves away from.
      book.set(up ? BID : ASK, 2 * levelsPerSide, 0);
    }
    book.setSpread(1 + this.#below(Math.max(1, 2 * spreadTicksMean - 1)));
  }

  /** Makers come back to an eaten or canceled best half of the time, and always before a side runs dry. */
  #refillBest(side: BookSide): void {
    if (this.#book.quantityAt(side, 0) > 0) return;
    const isDry = this.#book.best(side, this.#options.levelsPerSide) === null;
    if (isDry || this.#below(2) === 0) this.#book.set(side, 0, this.#depth());
  }

  #marketOrder(): void {
    const { levelsPerSide, throughBps } = this.#options;
    const side = this.#side();
    const best = this.#book.best(side, levelsPerSide);
    if (best === null) return;
    const shown = this.#book.quantityAt(side, best);
    // Small orders leave something standing, unless the level is a single lot.
    let left = this.#chance(throughBps)
      ? shown + 1 + this.#below(2 * this.#options.depthLotsMean)
      : 1 + this.#below(Math.max(1, Math.floor(shown / 2)));
    const flags = side === BID ? ROW_TRADE | ROW_SELL : ROW_TRADE;
    const edge = this.#book.edge(side);
    const step = side === BID ? -1 : 1;
    for (let i = best; i < best + levelsPerSide && left > 0; i += 1) {
      const stands = this.#book.quantityAt(side, i);
      const lots = Math.min(left, stands);
      if (lots === 0) continue;
      const price = (edge + step * i) as PriceQuanta;
      this.#builder.push(this.#time, flags, price, lots as Quanta, 0);
      this.#book.set(side, i, stands - lots);
      left -= lots;
    }
  }

  /** Mean `depthLotsMean`, small ones more often than large ones. */
  #depth(): number {
    const draws = this.#draws;
    draws.ready(2);
    const { shares, at } = draws;
    draws.at = at + 2;
    return depthOf(shares[at]!, shares[at + 1]!, this.#options.depthLotsMean);
  }

  /** Uniform around the mean gap, on whole milliseconds; several events may share one. */
  #gapMicros(perSecond: number): number {
    const mean = Math.max(1, Math.round(1_000 / perSecond));
    return this.#below(2 * mean + 1) * MICROS_PER_MS;
  }

  #side(): BookSide {
    return this.#below(2) as BookSide;
  }

  #chance(bps: number): boolean {
    return this.#below(BPS) < bps;
  }

  #below(n: number): number {
    return this.#draws.below(n);
  }

  #header(snapshotWorst: TapeHeader['snapshotWorst']): TapeHeader {
    const { symbol, tickSize, lotSize } = this.#options;
    return {
      symbol,
      tickSize: formatDecimal(decimal(tickSize)),
      lotSize: formatDecimal(decimal(lotSize)),
      quantaPerTick: 1,
      quantaPerLot: 1,
      format: 'generated',
      venueKind: 'generated',
      hasReceiveClock: false,
      receivedOffsetMs: null,
      dustRows: 0,
      subTickPrints: 0,
      skipped: new Map(),
      snapshotWorst,
    };
  }
}

function checkOptions(options: RandomWalkOptions): void {
  const { startMicros, messagesPerSecond, ordersPerSecond } = options;
  invariant(startMicros % MICROS_PER_MS === 0, 'a generated tape starts on a whole millisecond');
  invariant(options.durationSeconds > 0, 'a generated tape needs a duration');
  for (const [key, [least, most]] of Object.entries(RANDOM_WALK_BOUNDS)) {
    const value = options[key as keyof RandomWalkParameters];
    invariant(value >= least && value <= most, `${key} must be ${least} to ${most}, got ${value}`);
  }
  const events = messagesPerSecond + ordersPerSecond;
  invariant(events <= EVENTS_PER_SECOND_MAX, 'a generated tape has an event a millisecond at most');
}
