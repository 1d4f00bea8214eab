/**
 * Tapes for whatever looks at a book near the market only: the market jumps by hundreds of ticks, levels far from it get row
 * after row, some of them millions of ticks away; books lose a side, both, or a row, and are shown anew. Obeys the invariants of
 * `tape.ts`. Same draws, same tape.
 */
import type { Tape, TapeScale } from '../../src/sim/tape/tape.js';
import type { Draw } from '../oracle/draw.js';
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
} from '../oracle/tape-builder.js';

export interface JumpingTape {
  readonly tape: Tape;
  /** Where the market was, in ticks. */
  readonly middleAt: (at: number) => number;
}

const START = 1_700_000_000_000_000;
/** In ticks; so high that bids can be millions of ticks below it. */
const MIDDLE = 5_000_000;
const STEPS = [100, 500, 1_000, 2_000, 10_000, 40_000, 99_000, 101_000];
/** So that a print is still young some hundred runs later. */
const QUICK_STEPS = [50, 100, 100, 200, 500];
/** Far levels stand so many ticks apart, so that each gets several rows. */
const GRID = 500;
/** More than a ladder's window. */
const FAR_JUMP = 100_000;
/** How often the market jumps and prints go deep, of a thousand happenings. */
const WILDNESS = [2, 10, 50];

type Side = 'bid' | 'ask';

export function jumpingTape(draw: Draw, rows: number): JumpingTape {
  const scale = { quantaPerTick: draw.pick([1, 1, 3]), quantaPerLot: draw.pick([1, 1, 10]) };
  const market = new JumpingMarket(draw, scale);
  while (market.rows < rows) market.step();
  const { path } = market;
  const middleAt = (at: number): number =>
    path.findLast(({ from }) => from <= at)?.middle ?? MIDDLE;
  return { tape: tapeOf(market.instants, scale), middleAt };
}

/** Mutable, one tape. */
class JumpingMarket {
  readonly instants: Instant[] = [];
  readonly path: { readonly from: number; readonly middle: number }[] = [];
  rows = 0;
  readonly #draw: Draw;
  readonly #scale: TapeScale;
  readonly #wildness: number;
  readonly #steps: readonly number[];
  /** Seldom: what is found of such a tape takes room for all prices between. */
  readonly #hasRemote: boolean;
  readonly #book = { bid: new Map<number, number>(), ask: new Map<number, number>() };
  #time = START;
  #middle = MIDDLE;
  #isOpen = false;

  constructor(draw: Draw, scale: TapeScale) {
    this.#draw = draw;
    this.#scale = scale;
    this.#wildness = draw.pick(WILDNESS);
    this.#steps = draw.pick([STEPS, QUICK_STEPS]);
    this.#hasRemote = draw.chance(30);
  }

  step(): void {
    this.#time += this.#draw.pick(this.#steps);
    const rows = this.#isOpen ? this.#happenings() : this.#unknown();
    if (rows.length === 0) return;
    this.instants.push({ time: this.#time, rows });
    this.rows += rows.length;
  }

  #unknown(): Row[] {
    return this.#draw.chance(40) ? this.#snapshot() : [this.#print(this.#side(), this.#farTick())];
  }

  #happenings(): Row[] {
    const rows: Row[] = [];
    do rows.push(...this.#happening());
    while (this.#draw.chance(30));
    if (this.#of1000(4)) return [...rows, ...this.#snapshot()];
    if (!this.#of1000(3)) return rows;
    this.#isOpen = false;
    return [...rows.filter(({ kind }) => (kind & 3) === 1), gapRow];
  }

  #happening(): Row[] {
    if (this.#of1000(this.#wildness)) return this.#wild();
    const kind = this.#draw.int(1, 100);
    if (kind <= 30) return [this.#nearRow(this.#side())];
    if (kind <= 80) return this.#farRow();
    return this.#tradeAtBest();
  }

  #wild(): Row[] {
    const side = this.#side();
    const kind = this.#draw.int(1, 100);
    if (kind <= 40) return this.#jump();
    if (kind <= 60) return this.#sweep(side);
    if (kind <= 70) return [ineligible(this.#print(side, this.#farTick()))];
    if (kind <= 80) return [this.#print(side, this.#farTick())];
    if (kind <= 85) return this.#wipe(side);
    if (kind <= 88) return [...this.#wipe('bid'), ...this.#wipe('ask')];
    return this.#hasRemote ? this.#remote(side) : [];
  }

  /** The market is elsewhere: what it passed goes, and it quotes around its new place. */
  #jump(): Row[] {
    const to =
      this.#hasRemote && this.#draw.chance(8)
        ? MIDDLE + this.#draw.int(-8, 8) * FAR_JUMP
        : this.#middle + this.#draw.int(-8, 8) * GRID;
    this.#moveTo(to);
    const passed = (['bid', 'ask'] as const).flatMap((side) =>
      [...this.#book[side].keys()]
        .filter((tick) => (side === 'bid' ? tick >= to : tick <= to))
        .map((tick) => this.#level(side, tick, 0)),
    );
    return [...passed, ...this.#quotes()];
  }

  #moveTo(middle: number): void {
    this.#middle = middle;
    this.path.push({ from: this.#time, middle });
  }

  #quotes(): Row[] {
    const away = this.#draw.int(1, 3);
    return [
      this.#level('bid', this.#middle - away, this.#size()),
      this.#level('ask', this.#middle + away, this.#size()),
    ];
  }

  #snapshot(): Row[] {
    this.#isOpen = true;
    this.#wipe('bid');
    this.#wipe('ask');
    this.#moveTo(MIDDLE + this.#draw.int(-4, 4) * GRID);
    const rows = [snapshotRow, ...this.#quotes()];
    for (let count = this.#draw.int(0, 20); count > 0; count -= 1) rows.push(...this.#farRow());
    return rows;
  }

  /** A level of the grid, on the side where it belongs. */
  #farRow(): Row[] {
    const tick = this.#farTick();
    if (tick === this.#middle) return [];
    return [this.#level(tick < this.#middle ? 'bid' : 'ask', tick, this.#sizeOrGone())];
  }

  #farTick(): number {
    const away = this.#draw.chance(3) ? 40 * this.#draw.int(-40, 40) : this.#draw.int(-10, 10);
    const grid = Math.round(this.#middle / GRID) + away;
    return grid * GRID;
  }

  #tradeAtBest(): Row[] {
    const side = this.#side();
    const best = this.#best(side);
    if (best === null) return [];
    const left = Math.max(0, this.#book[side].get(best)! - this.#size());
    const print = this.#print(side, best);
    return this.#draw.chance(60) ? [print, this.#level(side, best, left)] : [print];
  }

  /** Through some levels, with the rows that say so or without. */
  #sweep(side: Side): Row[] {
    const ticks = this.#sorted(side).slice(0, this.#draw.int(1, 4));
    const prints = ticks.map((tick) => this.#print(side, tick));
    if (this.#draw.chance(50)) return prints;
    return [...prints, ...ticks.map((tick) => this.#level(side, tick, 0))];
  }

  #wipe(side: Side): Row[] {
    return [...this.#book[side].keys()].map((tick) => this.#level(side, tick, 0));
  }

  /** Outside of a ladder's window, of what has a place (`levelPlaces`), or of neither. */
  #remote(side: Side): Row[] {
    const away = this.#draw.pick([70_000, 70_001, 300_000, 800_000, 2_200_000, 2_200_001]);
    const tick = side === 'bid' ? MIDDLE - away : MIDDLE + away;
    return [this.#level(side, tick, this.#sizeOrGone())];
  }

  #nearRow(side: Side): Row {
    const away = this.#draw.int(-1, 5) * this.#draw.pick([1, 1, 30]);
    const best = this.#best(side) ?? this.#middle;
    return this.#level(side, side === 'bid' ? best - away : best + away, this.#sizeOrGone());
  }

  #print(hit: Side, tick: number): Row {
    const offGrid = this.#scale.quantaPerTick > 1 && this.#draw.chance(20) ? 1 : 0;
    const price = tick * this.#scale.quantaPerTick + offGrid;
    return hit === 'bid' ? sold(price, this.#size()) : bought(price, this.#size());
  }

  #level(side: Side, tick: number, quantity: number): Row {
    if (quantity === 0) this.#book[side].delete(tick);
    else this.#book[side].set(tick, quantity);
    const price = tick * this.#scale.quantaPerTick;
    return side === 'bid' ? bid(price, quantity) : ask(price, quantity);
  }

  #sorted(side: Side): number[] {
    const rising = [...this.#book[side].keys()].sort((a, b) => a - b);
    return side === 'bid' ? rising.reverse() : rising;
  }

  #best(side: Side): number | null {
    const ticks = this.#book[side].keys();
    const best = side === 'bid' ? Math.max(...ticks) : Math.min(...ticks);
    return Number.isFinite(best) ? best : null;
  }

  #side(): Side {
    return this.#draw.pick(['bid', 'ask']);
  }

  #sizeOrGone(): number {
    return this.#draw.chance(35) ? 0 : this.#size();
  }

  /** In quanta: whole lots, or dust. */
  #size(): number {
    const { quantaPerLot } = this.#scale;
    return this.#draw.int(1, 9 * quantaPerLot);
  }

  #of1000(odds: number): boolean {
    return this.#draw.int(1, 1_000) <= odds;
  }
}
