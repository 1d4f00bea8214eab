/** A ladder that passes over far rows against one that gets all: whoever looks gets the same answers, wherever and whenever he looks. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Ladder, NO_KEY, TOP_KEY } from '../../../src/sim/book/ladder.js';
import { rowRuns } from '../../../src/sim/tape/row-runs.js';
import { ROW_KIND_MASK, ROW_SNAPSHOT, type Tape } from '../../../src/sim/tape/tape.js';
import { type Draw, drawFrom } from '../../oracle/draw.js';
import { type DrawnNearRows, drawnNearRows, levelKindOf } from '../../support/drawn-near-rows.js';
import { jumpingTape } from '../../support/jumping-tape.js';
import { quanta } from '../../support/quanta.js';
import { draws } from '../../support/test-seed.js';

const CASES = draws(300);
const ROWS = 500;
/** What a row is told of trades it does not know of, at the guard and above. */
const TRADED = 2;

/** Prices of own orders; none: `TOP_KEY` and `NO_KEY`. */
interface Own {
  readonly ownLow: number;
  readonly ownHigh: number;
}
const NO_ORDERS: Own = { ownLow: TOP_KEY, ownHigh: NO_KEY };

/** What is common to both ladders of a case. */
interface Watched extends Own {
  readonly guard: number;
  readonly taken: ReadonlySet<number>;
}

interface Rows {
  readonly price: Int32Array;
  readonly quantity: Float64Array;
}

/** What a replay does with rows; tells what an own order's queue is moved by. */
class Player {
  readonly ladder: Ladder;
  readonly queue: string[] = [];

  constructor(sign: 1 | -1) {
    this.ladder = new Ladder(sign);
  }

  put(rows: Rows, [from, to]: readonly [number, number], watched: Watched): void {
    for (let row = from; ; row += 1) {
      row = this.ladder.putPlainRows(rows, row, to, watched);
      if (row >= to) return;
      this.putCareful(rows, row, watched);
    }
  }

  putCareful(rows: Rows, row: number, { guard, ownLow, ownHigh, taken }: Watched): void {
    const { ladder } = this;
    const key = ladder.sign * rows.price[row]!;
    const quantity = quanta(rows.quantity[row]!);
    if (key === ownLow || key === ownHigh)
      this.queue.push(`${key}: ${ladder.quantityPut(key)} ${ladder.tradedPut(key)} ${quantity}`);
    const isNoted = ladder.settle(key, quantity, quanta(key >= guard ? TRADED : 0));
    if (taken.has(key) !== isNoted) throw new Error(`level ${key} has a note: ${isNoted}`);
  }
}

/** A player that gets what src/sim/market/far-rows.ts would give him. */
class FarPlayer extends Player {
  passed = 0;
  readonly #near: DrawnNearRows;

  constructor(near: DrawnNearRows) {
    super(near.sign);
    this.#near = near;
  }

  putSome(tape: Tape, from: number, to: number, watched: Watched): void {
    const { ladder } = this;
    if (ladder.isPassing && watched.guard < ladder.exactFrom) ladder.putPassed();
    if (!ladder.isPassing) {
      this.put(tape, [from, to], watched);
      return;
    }
    ladder.cameTo(to);
    const { isNear } = this.#near.all;
    const near: number[] = [];
    for (let row = from; row < to; row += 1) {
      const key = ladder.sign * tape.price[row]!;
      const isOwn = key >= watched.ownLow && key <= watched.ownHigh;
      if (isNear[row] === 1) near.push(row);
      else if (isOwn || watched.taken.has(key)) this.putCareful(tape, row, watched);
      else this.passed += 1;
    }
    const rows = {
      price: Int32Array.from(near, (row) => tape.price[row]!),
      quantity: Float64Array.from(near, (row) => tape.quantity[row]!),
    };
    this.put(rows, [0, near.length], watched);
  }
}

type Look = (ladder: Ladder, key: number) => unknown;
const LOOKS: readonly Look[] = [
  (ladder, key) => ladder.quantityAt(key),
  (ladder, key) => ladder.tradedAt(key),
  (ladder, key) => [ladder.isNamed(key), ladder.isTaken(key)],
  (ladder, key) => ladder.levelBelow(key),
  (ladder, key) => {
    ladder.addTraded(key, quanta(3));
  },
  (ladder, key) => {
    if (ladder.quantityAt(key) > 0) ladder.setTraded(key, quanta(Infinity));
  },
];

function levelsOf(ladder: Ladder, count: number): (readonly unknown[])[] {
  const found: (readonly unknown[])[] = [];
  for (let key = ladder.best; key !== NO_KEY && found.length < count; key = ladder.levelBelow(key))
    found.push([key, ladder.quantityAt(key), ladder.tradedAt(key), ladder.isTaken(key)]);
  return found;
}

/** One tape played to both ladders of a side, while somebody looks now and then. */
class Case {
  readonly all: Player;
  readonly some: FarPlayer;
  readonly #draw: Draw;
  readonly #tape: Tape;
  readonly #near: DrawnNearRows;
  readonly #taken = new Set<number>();
  #own = NO_ORDERS;
  #row = 0;

  constructor(draw: Draw, sign: 1 | -1) {
    this.#draw = draw;
    this.#tape = jumpingTape(draw, ROWS).tape;
    this.#near = drawnNearRows(draw, this.#tape, sign);
    this.all = new Player(sign);
    this.some = new FarPlayer(this.#near);
  }

  play(): void {
    const { blockEnd } = this.#near;
    const { length } = rowRuns(this.#tape).end;
    let block = 0;
    this.#begin(block);
    for (let run = 0; run < length; run += 1) {
      if (run === blockEnd[block]) this.#begin((block += 1));
      this.#run(run);
      const { best } = this.all.ladder;
      if (this.some.ladder.best !== best) expect(this.some.ladder.best).toBe(best);
      if (this.#draw.chance(3)) this.#look();
    }
    expect(this.some.queue).toEqual(this.all.queue);
    expect(levelsOf(this.some.ladder, Infinity)).toEqual(levelsOf(this.all.ladder, Infinity));
    const keys = new Set(this.#tape.price.map((price) => this.all.ladder.sign * price));
    for (const key of keys) this.#lookAt(LOOKS[2]!, key);
  }

  #begin(block: number): void {
    const { ladder } = this.some;
    if (!ladder.isPassing && this.#draw.chance(25)) return;
    ladder.passFar(this.#near.all, this.#near.firstRow[block]!, this.#near.lowest[block]!);
  }

  #run(run: number): void {
    const { end, kind } = rowRuns(this.#tape);
    const from = this.#row;
    const to = end[run]!;
    this.#row = to;
    const { sign } = this.all.ladder;
    if ((kind[run]! & ROW_KIND_MASK) === ROW_SNAPSHOT) {
      // A snapshot's rows settle what was taken; here nothing is any more.
      this.#taken.clear();
      for (const { ladder } of [this.all, this.some]) ladder.reset();
    }
    if (kind[run] !== levelKindOf(sign)) return;
    const watched = { ...this.#own, guard: this.#guard(), taken: this.#taken };
    this.all.put(this.#tape, [from, to], watched);
    this.some.putSome(this.#tape, from, to, watched);
  }

  /** Mostly above all; else near the best, or deep below. */
  #guard(): number {
    if (this.#draw.chance(93)) return TOP_KEY;
    const { best } = this.all.ladder;
    return best === NO_KEY ? TOP_KEY : best - this.#draw.pick([0, 0, 2, 50, 700]);
  }

  #look(): void {
    const kind = this.#draw.int(1, 100);
    const key = this.#someKey();
    if (kind <= 15) this.#rest(key);
    else if (kind <= 30) this.#take(key);
    else if (kind > 40) this.#lookAt(this.#draw.pick(LOOKS), key);
    else {
      const count = this.#draw.int(1, 20);
      this.#lookAt((ladder) => levelsOf(ladder, count), key);
    }
  }

  #lookAt(look: Look, key: number): void {
    expect(look(this.some.ladder, key)).toEqual(look(this.all.ladder, key));
  }

  /** Own orders come to rest, which look at their levels, or all go. */
  #rest(key: number): void {
    this.#own = NO_ORDERS;
    if (this.#draw.chance(30)) return;
    const other = this.#draw.chance(60) ? key : this.#someKey();
    for (const one of [key, other]) this.#lookAt(LOOKS[0]!, one);
    this.#own = { ownLow: Math.min(key, other), ownHigh: Math.max(key, other) };
  }

  #take(key: number): void {
    this.#lookAt(LOOKS[2]!, key);
    const isTaken = !this.#taken.has(key);
    if (isTaken && !this.all.ladder.isNamed(key)) return;
    if (isTaken) this.#taken.add(key);
    else this.#taken.delete(key);
    for (const { ladder } of [this.all, this.some]) ladder.setTaken(key, isTaken);
  }

  /** Of the level of some row, mostly a late one, or beside it. */
  #someKey(): number {
    const late = Math.max(0, this.#row - 30);
    const from = this.#draw.chance(60) ? late : 0;
    const row = this.#draw.int(from, this.#draw.pick([this.#row - 1, this.#row - 1, ROWS - 1]));
    return this.#keyOf(row) + this.#draw.pick([0, 0, 0, 0, 1, -1]);
  }

  #keyOf(row: number): number {
    return this.all.ladder.sign * this.#tape.price[row]!;
  }
}

describe('rows that were passed over', () => {
  it('SIM-2: change no answer, whoever looks at what level, and whenever', () => {
    const tally = { passed: 0, looked: 0 };
    fc.assert(
      fc.property(fc.constantFrom<(1 | -1)[]>(1, -1), fc.integer(), (sign, seed) => {
        const one = new Case(drawFrom(seed), sign);
        one.play();
        tally.passed += one.some.passed;
        tally.looked += one.some.ladder.timesLookedFar;
      }),
      { numRuns: CASES },
    );
    expect(tally.passed).toBeGreaterThan(CASES * 10);
    expect(tally.looked).toBeGreaterThan(CASES * 3);
  });
});
