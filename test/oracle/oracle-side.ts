/**
 * One side of the recorded book as the oracle sees it: F3 (what of a level can still be had) and the "known" of F5.
 * Straight from the text of the rules, with Maps and BigInt; knows nothing of orders.
 *
 * Invariants: 1. `prices` holds exactly the prices with quantity > 0, the best last. 2. `taken` <= quantity, or what
 * the top stream told.
 */
import type { FillOptions } from '../../src/sim/fills/fill-options.js';
import { least, notBelowZero } from './oracle-types.js';

/** F3, late diffs: how long a print contradicts a diff. */
const GUARD_MICROS = 100_000;

interface Print {
  readonly time: number;
  readonly quantity: bigint;
}

interface Level {
  /** The last row's word: tape(p). */
  quantity: bigint;
  /** Eligible trades at this price that no row has cleared. */
  prints: Print[];
  /** A row cleared everything that traded before this time. */
  clearedBefore: number;
  /** Its last row was a late diff: shows quantity, has none. */
  late: boolean;
  taken: bigint;
  takenAt: number;
}

/** What the top stream said of a level; no diff has named it since (F18). */
interface Told {
  readonly quantity: bigint;
  traded: bigint;
  passed: boolean;
}

interface ThroughPrint {
  readonly time: number;
  readonly price: number;
}

export type BookSide = 'bid' | 'ask';

export class OracleSide {
  private readonly levels = new Map<number, Level>();
  private readonly prices: number[] = [];
  private readonly told = new Map<number, Told>();
  /** Trades that hit this side, only those no later one went beyond: price nearer to us the later they are. */
  private readonly reach: ThroughPrint[] = [];
  /** The newest print against this side. */
  private newestPrint: ThroughPrint | null = null;
  private named = new Set<number>();
  private worst: number | null = null;
  private readonly side: BookSide;
  private readonly fill: FillOptions;
  private readonly quantaPerLot: bigint;

  constructor(side: BookSide, fill: FillOptions, quantaPerLot: number) {
    this.side = side;
    this.fill = fill;
    this.quantaPerLot = BigInt(quantaPerLot);
  }

  /** True when price `a` is met before `b` by whoever takes from this side. */
  better(a: number, b: number): boolean {
    return this.side === 'bid' ? a > b : a < b;
  }

  /** F3: recorded dust rounds down where we take. */
  wholeLots(quantity: bigint): bigint {
    return quantity - (quantity % this.quantaPerLot);
  }

  /** F3: recorded dust rounds up where we queue. */
  lotsUp(quantity: bigint): bigint {
    return this.wholeLots(quantity + this.quantaPerLot - 1n);
  }

  tape(price: number): bigint {
    return this.levels.get(price)?.quantity ?? 0n;
  }

  /** F3: tradedSince; a level a trade went through counts as traded whole. */
  tradedSince(price: number): bigint {
    const level = this.levels.get(price);
    if (level === undefined) return 0n;
    if (level.late || this.wasPassed(price, level)) return level.quantity;
    return level.prints.reduce((sum, print) => sum + print.quantity, 0n);
  }

  /** F3: A(p) = max(0, tape - tradedSince - taken), in whole lots. */
  available(price: number, now: number): bigint {
    const left = this.untraded(price) - this.takenAt(price, now);
    return this.wholeLots(notBelowZero(left));
  }

  /** tape - tradedSince, by the newest word on the level: a diff's, or the top stream's (F18). */
  untraded(price: number): bigint {
    const told = this.told.get(price);
    if (told === undefined) return notBelowZero(this.tape(price) - this.tradedSince(price));
    return told.passed ? 0n : notBelowZero(told.quantity - told.traded);
  }

  /** F18: the venue's own best of this side; nothing better is there, until a diff names it again. */
  top(price: number, quantity: bigint, time: number): void {
    for (let index = this.prices.length - 1; index >= 0; index -= 1) {
      if (!this.better(this.prices[index]!, price)) break;
      this.tell(this.prices[index]!, 0n, time);
    }
    for (const level of [...this.told.keys()]) {
      if (this.better(level, price)) this.tell(level, 0n, time);
    }
    this.tell(price, quantity, time);
  }

  private tell(price: number, quantity: bigint, time: number): void {
    this.settleTaken(price, quantity, time);
    this.told.set(price, { quantity, traded: 0n, passed: false });
  }

  /** F4: prices with A > 0 from the best on, as far as `limit` (null: all that was recorded). */
  *reachable(limit: number | null, now: number): Generator<{ price: number; available: bigint }> {
    for (const price of this.bestFirst()) {
      if (limit !== null && this.better(limit, price)) return;
      const available = this.available(price, now);
      if (available > 0n) yield { price, available };
    }
  }

  /** Every price of which diffs or the top stream say anything. */
  private *bestFirst(): Generator<number> {
    const told = [...this.told.keys()].filter((price) => this.tape(price) === 0n);
    told.sort((a, b) => (this.better(a, b) ? 1 : -1));
    for (let index = this.prices.length - 1; index >= 0; index -= 1) {
      const price = this.prices[index]!;
      while (told.length > 0 && this.better(told.at(-1)!, price)) yield told.pop()!;
      yield price;
    }
    while (told.length > 0) yield told.pop()!;
  }

  /** F4: the best is the best price with A > 0. */
  best(now: number): number | null {
    const first = this.reachable(null, now).next();
    return first.done === true ? null : first.value.price;
  }

  take(price: number, quantity: bigint, now: number): void {
    const level = this.levelAt(price);
    level.taken = this.takenAt(price, now) + quantity;
    level.takenAt = now;
  }

  /** F3: an eligible trade whose aggressor took from this side. */
  trade(price: number, quantity: bigint, time: number): void {
    this.levelAt(price).prints.push({ time, quantity });
    while (this.reach.length > 0 && !this.better(price, this.reach.at(-1)!.price)) this.reach.pop();
    this.reach.push({ time, price });
    this.newestPrint = { time, price };
    for (const [level, told] of this.told) {
      if (level === price) told.traded += quantity;
      else if (this.better(level, price)) told.passed = true;
    }
  }

  /** F3: a book row old -> new. True when it was a late diff. */
  row(price: number, quantity: bigint, time: number): boolean {
    this.named.add(price);
    const late = quantity > 0n && this.isLate(price, time);
    this.write(price, quantity, time, late);
    return late;
  }

  /** F2: the rows that follow, up to `endSnapshot`, are the whole side. */
  beginSnapshot(): ReadonlySet<number> {
    const before = new Set([...this.prices, ...this.told.keys()]);
    this.named = new Set();
    this.told.clear();
    return before;
  }

  snapshotRow(price: number, quantity: bigint, time: number): void {
    this.named.add(price);
    this.write(price, quantity, time, false);
  }

  /** `worst`: how deep the snapshot reaches; null = as deep as its rows. */
  endSnapshot(before: ReadonlySet<number>, time: number, worst: number | null): void {
    for (const price of before) if (!this.named.has(price)) this.write(price, 0n, time, false);
    this.worst = worst ?? this.prices[0] ?? null;
  }

  /** F5: at or better than the snapshot's worst level, or named by any row since. */
  isKnown(price: number): boolean {
    return this.named.has(price) || (this.worst !== null && !this.better(this.worst, price));
  }

  /** F3, late diffs: shows something better than the newest print of the last 100 ms against this side. */
  private isLate(price: number, time: number): boolean {
    const print = this.newestPrint;
    if (this.fill.lateDiffs === 'literal' || print === null) return false;
    return time - print.time <= GUARD_MICROS && this.better(price, print.price);
  }

  private write(price: number, quantity: bigint, time: number, late: boolean): void {
    const level = this.levelAt(price);
    this.told.delete(price);
    if (level.quantity > 0n !== quantity > 0n) this.list(price, quantity > 0n);
    level.quantity = quantity;
    level.late = late;
    if (!late) {
      level.clearedBefore = Math.max(level.clearedBefore, time - this.fill.settle);
      level.prints = level.prints.filter((print) => print.time >= level.clearedBefore);
    }
    this.settleTaken(price, quantity, time);
  }

  /** F3: a row old -> new leaves no more taken than it shows. */
  private settleTaken(price: number, quantity: bigint, time: number): void {
    const level = this.levelAt(price);
    const taken = this.takenAt(price, time);
    if (this.fill.refill.kind === 'fresh-row') level.taken = 0n;
    else if (taken > quantity) {
      level.taken = least(taken, quantity);
      level.takenAt = time;
    }
  }

  /** Option `half-life`: what we took counts half, in whole lots, after each full half-life since it last changed. */
  private takenAt(price: number, now: number): bigint {
    const level = this.levels.get(price);
    if (level === undefined) return 0n;
    const { refill } = this.fill;
    if (refill.kind !== 'half-life') return level.taken;
    const halvings = BigInt(Math.floor((now - level.takenAt) / refill.halfLife));
    return halvings === 0n ? level.taken : this.wholeLots(level.taken >> halvings);
  }

  /** Did a trade no row of this price has cleared print beyond it? The first such trade reached furthest. */
  private wasPassed(price: number, level: Level): boolean {
    let low = 0;
    let high = this.reach.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.reach[middle]!.time < level.clearedBefore) low = middle + 1;
      else high = middle;
    }
    const furthest = this.reach[low];
    return furthest !== undefined && this.better(price, furthest.price);
  }

  private levelAt(price: number): Level {
    let level = this.levels.get(price);
    if (level === undefined) {
      level = {
        quantity: 0n,
        prints: [],
        clearedBefore: Number.NEGATIVE_INFINITY,
        late: false,
        taken: 0n,
        takenAt: 0,
      };
      this.levels.set(price, level);
    }
    return level;
  }

  private list(price: number, present: boolean): void {
    let low = 0;
    let high = this.prices.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.better(price, this.prices[middle]!)) low = middle + 1;
      else high = middle;
    }
    this.prices.splice(low, present ? 0 : 1, ...(present ? [price] : []));
  }
}
