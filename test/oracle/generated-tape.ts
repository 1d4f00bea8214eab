/**
 * Small wild L2 tapes from a seed: sweeps whose diff comes late or shows sold levels once more, prints through levels,
 * prints with and without the matching row, levels beyond the snapshot, gaps, dust, repeated rows, crossing moves. Made
 * for collisions, not for realism: few prices, few times, much at one instant. Obeys the invariants of `tape.ts`.
 */
import type { Tape, TapeScale } from '../../src/sim/tape/tape.js';
import type { Draw } from './draw.js';
import {
  type Instant,
  type Row,
  ask,
  bid,
  bought,
  gapRow,
  ineligible,
  snapshotRow,
  sold,
  tapeOf,
} from './tape-builder.js';

/** 2023-11-14, so that times have the size of real ones. */
const TAPE_START = 1_700_000_000_000_000;
export const MIDDLE_TICK = 100;
const DEPTH = 5;
const STEPS = [100, 500, 1_000, 1_000, 2_000, 2_000, 3_000, 10_000, 40_000, 99_000, 101_000];

type BookSide = 'bid' | 'ask';

/** A diff of a sweep that the stream has not shown yet. */
interface Pending {
  readonly side: BookSide;
  readonly price: number;
}

class WildMarket {
  readonly instants: Instant[] = [];
  private readonly draw: Draw;
  private readonly scale: TapeScale;
  private readonly calm: boolean;
  private readonly book = { bid: new Map<number, number>(), ask: new Map<number, number>() };
  private pending: Pending[] = [];
  private time = TAPE_START;
  private open = false;

  constructor(draw: Draw, scale: TapeScale) {
    this.draw = draw;
    this.scale = scale;
    this.calm = draw.chance(50);
  }

  step(): void {
    this.time += this.draw.pick(STEPS);
    if (this.open && this.draw.chance(1)) this.gap();
    else if (!this.open) this.emit(this.draw.chance(40) ? this.snapshot() : this.anyPrint());
    else this.emit(this.happenings());
  }

  private emit(rows: readonly Row[]): void {
    if (rows.length > 0) this.instants.push({ time: this.time, rows });
  }

  private gap(): void {
    this.emit([gapRow]);
    this.open = false;
  }

  private snapshot(): Row[] {
    this.open = true;
    this.pending = [];
    this.book.bid.clear();
    this.book.ask.clear();
    const middle = MIDDLE_TICK + this.draw.int(-2, 2);
    const rows: Row[] = [snapshotRow];
    for (let away = 1; away <= DEPTH; away += 1) {
      if (this.draw.chance(85)) rows.push(this.level('bid', middle - away, this.size()));
      if (this.draw.chance(85)) rows.push(this.level('ask', middle + away, this.size()));
    }
    return rows;
  }

  private happenings(): Row[] {
    const rows: Row[] = [];
    do rows.push(...this.happening());
    while (this.draw.chance(35));
    return rows;
  }

  /** On a calm tape mostly the first two: queues grow, shrink and trade, and nobody goes through them. */
  private happening(): Row[] {
    const kind = this.draw.int(1, this.calm && this.draw.chance(97) ? 45 : 100);
    if (kind <= 25) return this.change();
    if (kind <= 45) return this.printAtBest();
    if (kind <= 60) return this.sweep();
    if (kind <= 75) return this.catchUp();
    if (kind <= 82) return this.staleRows();
    if (kind <= 88) return this.crossingMove();
    if (kind <= 94) return this.anyPrint();
    return this.anyRow();
  }

  /** Some level gets more, less, nothing, or is repeated as it is. */
  private change(): Row[] {
    const side = this.draw.pick(['bid', 'ask'] as const);
    const price = this.near(side);
    const old = this.book[side].get(price) ?? 0;
    const smaller = this.draw.int(0, old);
    const quantity = this.draw.pick([0, old, smaller, smaller, old + this.size(), this.size()]);
    return [this.level(side, price, quantity)];
  }

  /** A print of the best, with the row that follows from it now, later, or never. */
  private printAtBest(): Row[] {
    const side = this.draw.pick(['bid', 'ask'] as const);
    const best = this.best(side);
    if (best === null) return [];
    const shown = this.book[side].get(best)!;
    const quantity = this.draw.pick([this.draw.int(1, shown), shown, shown + this.size()]);
    const print = this.print(side, best, quantity);
    if (this.draw.chance(40)) return [print, this.level(side, best, Math.max(0, shown - quantity))];
    this.pending.push({ side, price: best });
    return [print];
  }

  /** An aggressor goes through several levels; the rows come later, or some of them at once. */
  private sweep(): Row[] {
    const side = this.draw.pick(['bid', 'ask'] as const);
    const best = this.best(side);
    if (best === null) return [];
    const rows: Row[] = [];
    const deep = this.draw.int(1, 3);
    for (let away = this.draw.int(0, 1); away <= deep; away += 1) {
      const price = best + (side === 'bid' ? -away : away);
      rows.push(this.print(side, price, this.size()));
      this.pending.push({ side, price: best + (side === 'bid' ? 1 - away : away - 1) });
    }
    return this.draw.chance(25) ? [...rows, ...this.catchUp()] : rows;
  }

  /** The diff that shows what the prints did, whole or in part. */
  private catchUp(): Row[] {
    const due = this.pending.filter(() => this.draw.chance(75));
    this.pending = this.pending.filter((one) => !due.includes(one));
    return due.map(({ side, price }) =>
      this.level(side, price, this.draw.chance(80) ? 0 : this.size()),
    );
  }

  /** A diff that still shows what was sold through. */
  private staleRows(): Row[] {
    return this.pending.slice(0, 2).map(({ side, price }) => this.level(side, price, this.size()));
  }

  /** The market moves over the other side's best in one diff, with or without removing what it passed. */
  private crossingMove(): Row[] {
    const side = this.draw.pick(['bid', 'ask'] as const);
    const other = side === 'bid' ? 'ask' : 'bid';
    const passed = this.best(other);
    if (passed === null) return [];
    const to = passed + (side === 'bid' ? this.draw.int(0, 1) : -this.draw.int(0, 1));
    const rows = [this.level(side, to, this.size())];
    if (this.draw.chance(75)) rows.unshift(this.level(other, passed, 0));
    return rows;
  }

  private anyPrint(): Row[] {
    const side = this.draw.pick(['bid', 'ask'] as const);
    const print = this.print(side, MIDDLE_TICK + this.draw.int(-8, 8), this.size());
    return [this.draw.chance(15) ? ineligible(print) : print];
  }

  private anyRow(): Row[] {
    const side = this.draw.pick(['bid', 'ask'] as const);
    return [
      this.level(side, MIDDLE_TICK + this.draw.int(-9, 9), this.draw.chance(40) ? 0 : this.size()),
    ];
  }

  private print(hit: BookSide, tick: number, quantity: number): Row {
    const offGrid = this.scale.quantaPerTick > 1 && this.draw.chance(20) ? 1 : 0;
    const price = tick * this.scale.quantaPerTick + offGrid;
    return hit === 'bid' ? sold(price, quantity) : bought(price, quantity);
  }

  private level(side: BookSide, tick: number, quantity: number): Row {
    if (quantity === 0) this.book[side].delete(tick);
    else this.book[side].set(tick, quantity);
    const price = tick * this.scale.quantaPerTick;
    return side === 'bid' ? bid(price, quantity) : ask(price, quantity);
  }

  private best(side: BookSide): number | null {
    const prices = [...this.book[side].keys()];
    if (prices.length === 0) return null;
    return side === 'bid' ? Math.max(...prices) : Math.min(...prices);
  }

  private near(side: BookSide): number {
    const best = this.best(side) ?? MIDDLE_TICK;
    const away = this.draw.int(-1, 4);
    return side === 'bid' ? best - away : best + away;
  }

  /** In quanta: whole lots, or dust. */
  private size(): number {
    const lots = this.draw.int(1, 9);
    const { quantaPerLot } = this.scale;
    const dust = quantaPerLot > 1 && this.draw.chance(40) ? this.draw.int(1, quantaPerLot - 1) : 0;
    return Math.max(1, lots * quantaPerLot - dust);
  }
}

/** 50 to 400 rows, most tapes nearer to 50. */
export function generateTape(draw: Draw): Tape {
  const scale: TapeScale = {
    quantaPerTick: draw.pick([1, 1, 2]),
    quantaPerLot: draw.pick([1, 1, 10]),
  };
  const wanted = draw.pick([50, 60, 80, 120, 200, 400]);
  const market = new WildMarket(draw, scale);
  let rows = 0;
  while (rows < wanted) {
    const before = market.instants.length;
    market.step();
    if (market.instants.length > before) rows += market.instants.at(-1)!.rows.length;
  }
  return tapeOf(market.instants, scale);
}
