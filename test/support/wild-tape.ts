/**
 * Makes a well-behaved tape wild, for tests that compare a venue with an oracle: everything docs/rules/fills.md says real recordings
 * do, and more often. Levels shown late (so that books cross), prints through the best and off the tick grid, dust, prints
 * in the instant of a level row, repeated rows, levels far outside the snapshot, prints that must not match, lost rows and
 * a new snapshot after them, receive delays.
 *
 * Unrealistic on purpose, in amount; each single thing is found in recordings. Same draws, same tape.
 */
import { MICROS_PER_MS, type PriceQuanta, type Quanta } from '../../src/core/ground/units.js';
import { TapeBuilder } from '../../src/sim/tape/tape-builder.js';
import {
  ROW_GAP,
  ROW_INELIGIBLE,
  ROW_KIND_MASK,
  ROW_LEVEL,
  ROW_SELL,
  ROW_SNAPSHOT,
  ROW_TRADE,
  type Tape,
} from '../../src/sim/tape/tape.js';
import type { UniformSource } from '../../src/sim/market/draw-block.js';

const QUANTA_PER_TICK = 10;
const QUANTA_PER_LOT = 8;
const DELAY_MAX_MS = 60;

/** One chance in … for each row of its kind. */
const ODDS = {
  late: 25,
  repeated: 60,
  dust: 40,
  far: 60,
  tradeInInstant: 40,
  through: 20,
  subTick: 50,
  ineligible: 40,
  gap: 900,
} as const;

interface LateLevel {
  readonly kind: number;
  readonly price: number;
  readonly quantity: number;
  rowsLeft: number;
}

/** A wild tape made of `calm`, which must be on its plain grid (one quantum a tick, one a lot). */
export function wildTape(source: UniformSource, calm: Tape): Tape {
  return new Wilderness(source, calm).run();
}

/** Mutable; one run. */
class Wilderness {
  readonly #source: UniformSource;
  readonly #calm: Tape;
  readonly #builder: TapeBuilder;
  /** The book as the calm tape has it: side flag + price x 8 -> quantity. */
  readonly #book = new Map<number, number>();
  #late: LateLevel[] = [];
  /** Rows until the book is shown again; 0 while it is known. */
  #gapLeft = 0;
  #opened = false;
  #dustRows = 0;
  #subTickPrints = 0;

  constructor(source: UniformSource, calm: Tape) {
    this.#source = source;
    this.#calm = calm;
    this.#builder = new TapeBuilder(calm.rows * 1.2);
  }

  run(): Tape {
    const { rows, time, kind } = this.#calm;
    for (let row = 0; row < rows; row += 1) {
      const at = time[row]!;
      const what = kind[row]! & ROW_KIND_MASK;
      if (what === ROW_TRADE) this.#trade(row, at);
      else if (what === ROW_LEVEL) this.#level(row, at);
      else this.#push(at, kind[row]!, 0, 0);
      // Not inside an instant: the snapshot's levels belong together.
      const endsInstant = row + 1 === rows || time[row + 1]! > at;
      if (endsInstant) this.#endInstant(at);
    }
    return this.#finish();
  }

  #trade(row: number, at: number): void {
    const kind = this.#calm.kind[row]!;
    const ticks = this.#calm.price[row]!;
    const lots = this.#calm.quantity[row]!;
    const ineligible = this.#hits(ODDS.ineligible) ? ROW_INELIGIBLE : 0;
    const subTick = this.#hits(ODDS.subTick) ? 1 + this.#below(QUANTA_PER_TICK - 1) : 0;
    if (subTick > 0) this.#subTickPrints += 1;
    this.#push(at, kind | ineligible, ticks * QUANTA_PER_TICK + subTick, lots * QUANTA_PER_LOT);
    if (this.#hits(ODDS.through)) this.#printThrough(kind, ticks, at);
  }

  /** Up to five ticks further than the print before, in the aggressor's direction. */
  #printThrough(kind: number, ticks: number, at: number): void {
    const further = (1 + this.#below(5)) * ((kind & ROW_SELL) === 0 ? 1 : -1);
    const lots = 1 + this.#below(200);
    this.#push(at, kind, (ticks + further) * QUANTA_PER_TICK, lots * QUANTA_PER_LOT);
  }

  #level(row: number, at: number): void {
    const kind = this.#calm.kind[row]!;
    const price = this.#calm.price[row]! * QUANTA_PER_TICK;
    const quantity = this.#withDust(this.#calm.quantity[row]! * QUANTA_PER_LOT);
    this.#book.set(price * 8 + kind, quantity);
    if (this.#hits(ODDS.tradeInInstant)) this.#tradeAt(price, at);
    if (this.#gapLeft > 0) return;
    this.#late = this.#late.filter((level) => level.price !== price || level.kind !== kind);
    if (this.#opened && this.#hits(ODDS.late)) {
      this.#late.push({ kind, price, quantity, rowsLeft: 1 + this.#below(12) });
      return;
    }
    this.#push(at, kind, price, quantity);
    if (this.#hits(ODDS.repeated)) this.#push(at, kind, price, quantity);
    if (this.#hits(ODDS.far)) this.#farLevel(kind, price, at);
  }

  #tradeAt(price: number, at: number): void {
    const side = this.#below(2) === 0 ? ROW_SELL : 0;
    this.#push(at, ROW_TRADE | side, price, (1 + this.#below(100)) * QUANTA_PER_LOT);
  }

  #farLevel(kind: number, price: number, at: number): void {
    const away = (100 + this.#below(400)) * QUANTA_PER_TICK * ((kind & ROW_SELL) === 0 ? -1 : 1);
    this.#push(at, kind, price + away, this.#below(50) * QUANTA_PER_LOT);
  }

  #withDust(quantity: number): number {
    if (quantity === 0 || !this.#hits(ODDS.dust)) return quantity;
    this.#dustRows += 1;
    return quantity + 1 + this.#below(QUANTA_PER_LOT - 1);
  }

  #endInstant(at: number): void {
    this.#opened ||= this.#book.size > 0;
    if (!this.#opened) return;
    if (this.#gapLeft > 0) {
      this.#gapLeft -= 1;
      if (this.#gapLeft === 0) this.#showBook(at);
      return;
    }
    for (const level of this.#late) level.rowsLeft -= 1;
    for (const { kind, price, quantity } of this.#late.filter(({ rowsLeft }) => rowsLeft <= 0)) {
      this.#push(at, kind, price, quantity);
    }
    this.#late = this.#late.filter(({ rowsLeft }) => rowsLeft > 0);
    if (!this.#hits(ODDS.gap)) return;
    this.#push(at, ROW_GAP, 0, 0);
    this.#late = [];
    this.#gapLeft = 5 + this.#below(40);
  }

  #showBook(at: number): void {
    this.#push(at, ROW_SNAPSHOT, 0, 0);
    for (const [code, quantity] of this.#book) {
      if (quantity > 0) this.#push(at, code % 8, Math.floor(code / 8), quantity);
    }
  }

  #push(at: number, kind: number, price: number, quantity: number): void {
    const delay = this.#below(DELAY_MAX_MS) * MICROS_PER_MS;
    this.#builder.push(at, kind, price as PriceQuanta, quantity as Quanta, delay);
  }

  #finish(): Tape {
    const worst = this.#calm.snapshotWorst;
    return this.#builder.finish({
      ...this.#calm,
      quantaPerTick: QUANTA_PER_TICK,
      quantaPerLot: QUANTA_PER_LOT,
      hasReceiveClock: true,
      receivedOffsetMs: 0,
      dustRows: this.#dustRows,
      subTickPrints: this.#subTickPrints,
      snapshotWorst: worst && {
        bid: (worst.bid * QUANTA_PER_TICK) as PriceQuanta,
        ask: (worst.ask * QUANTA_PER_TICK) as PriceQuanta,
      },
    });
  }

  #hits(odds: number): boolean {
    return this.#below(odds) === 0;
  }

  #below(n: number): number {
    return Math.floor((this.#source.nextUint32() / 4_294_967_296) * n);
  }
}
