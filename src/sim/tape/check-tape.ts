/** Whether a tape keeps the contract of tape.ts: for who builds one, and for who reads one that anybody may have written. */
import { InvariantError, invariant } from '../../core/ground/invariant.js';
import { rowRuns } from './row-runs.js';
import {
  ROW_GAP,
  ROW_INELIGIBLE,
  ROW_KIND_MASK,
  ROW_LEVEL,
  ROW_SELL,
  ROW_SNAPSHOT,
  ROW_TRADE,
  type Tape,
} from './tape.js';
import { checkTopRows } from './top-rows.js';

/** Trades of an instant stand before its book rows. */
export const laneOf = (kind: number): 0 | 1 => ((kind & ROW_KIND_MASK) === ROW_TRADE ? 0 : 1);

/**
 * Throws `InvariantError` with the row where `tape` breaks the contract of tape.ts, the order of its rows and their numbers
 * apart: who calls has seen to those (`checkNumbers`). `isOpen`: it goes on from another one whose book was open at its end.
 */
export function checkTape(tape: Tape, isOpen = false): void {
  checkHeader(tape);
  checkBookRows(tape, isOpen);
  checkTimesAndTrades(tape);
  if (tape.top !== null) checkTopRows(tape, tape.top);
}

function checkHeader(tape: Tape): void {
  for (const quanta of [tape.quantaPerTick, tape.quantaPerLot]) {
    invariant(
      Number.isSafeInteger(quanta) && quanta >= 1,
      `quanta per step must be >= 1: ${quanta}`,
    );
  }
}

/** The message is only built when it is needed: these loops see every row. */
function refuse(row: number, what: string): never {
  throw new InvariantError(`tape row ${row}: ${what}`);
}

/** Levels only in an open book; a gap only where one was open; a snapshot's levels share its instant. */
function checkBookRows(tape: Tape, isOpen: boolean): void {
  const { end, kind, time } = rowRuns(tape);
  let open = isOpen;
  for (let run = 0, row = 0; run < end.length; row = end[run]!, run += 1) {
    const what = kind[run]! & ROW_KIND_MASK;
    if (what === ROW_TRADE) continue;
    if (what === ROW_SNAPSHOT) {
      const follows = run + 1 < end.length && (kind[run + 1]! & ROW_KIND_MASK) === ROW_LEVEL;
      const isOne = end[run] === row + 1;
      if (!isOne || !follows || time[run + 1] !== time[run])
        refuse(row, 'a snapshot without levels');
      open = true;
      continue;
    }
    if (!open) refuse(row, `a ${what === ROW_GAP ? 'gap' : 'level'} while the book is not open`);
    if (what === ROW_LEVEL) continue;
    if (end[run]! > row + 1) refuse(row + 1, 'a gap while the book is not open');
    open = false;
  }
}

const KNOWN_BITS = ROW_KIND_MASK | ROW_SELL | ROW_INELIGIBLE;

/** As `checkTape`, with the order of the rows, their numbers and the grid of the levels: for tapes that were not built here. */
export function checkForeignTape(tape: Tape): void {
  checkOrder(tape);
  const { rows, kind, price, quantity, delay } = tape;
  for (let row = 0; row < rows; row += 1)
    checkNumbers(row, kind[row]!, price[row]!, quantity[row]!, delay[row]!);
  checkTape(tape);
  checkGrid(tape);
}

/** Prints may lie between ticks, levels may not. */
function checkGrid({ rows, kind, price, quantaPerTick }: Tape): void {
  for (let row = 0; row < rows; row += 1) {
    const isLevel = (kind[row]! & ROW_KIND_MASK) === ROW_LEVEL;
    if (isLevel && price[row]! % quantaPerTick !== 0) refuse(row, 'a level off the tick grid');
  }
}

function checkOrder({ rows, time, kind }: Tape): void {
  for (let row = 0; row < rows; row += 1) {
    if ((kind[row]! & ~KNOWN_BITS) !== 0) refuse(row, `kind ${kind[row]!}`);
    if (row === 0 || time[row]! > time[row - 1]!) continue;
    if (time[row]! < time[row - 1]!) refuse(row, 'time falls');
    if (laneOf(kind[row]!) < laneOf(kind[row - 1]!)) refuse(row, 'a trade behind book rows');
  }
}

/** Of one row, for who writes it; whether a trade is of nothing `checkTape` says. */
// oxlint-disable-next-line max-params -- one value a column, and no object per row
export function checkNumbers(
  row: number,
  kind: number,
  price: number,
  quantity: number,
  delay: number,
): void {
  if (delay < 0) refuse(row, 'negative delay');
  if (!Number.isSafeInteger(quantity) || quantity < 0) refuse(row, `quantity ${quantity}`);
  if (price <= 0 && isPriced(kind)) refuse(row, `price ${price}`);
}

const isPriced = (kind: number): boolean =>
  (kind & ROW_KIND_MASK) === ROW_LEVEL || (kind & ROW_KIND_MASK) === ROW_TRADE;

/** What the rows of a run have in common is looked at once. */
function checkTimesAndTrades(tape: Tape): void {
  const { end, kind, time } = rowRuns(tape);
  for (let run = 0, row = 0; run < end.length; row = end[run]!, run += 1) {
    if (!Number.isSafeInteger(time[run])) refuse(row, 'time is not an integer');
    if ((kind[run]! & ROW_KIND_MASK) !== ROW_TRADE) continue;
    for (let at = row; at < end[run]!; at += 1)
      if (tape.quantity[at] === 0) refuse(at, 'a trade of nothing');
  }
}

/** Our executions are at level prices, in ticks: a level between ticks is an import's mistake. */
export function refuseOffGridLevels(tape: Tape): void {
  const { quantaPerTick, kind, price, rows } = tape;
  if (quantaPerTick === 1) return;
  for (let row = 0; row < rows; row += 1) {
    if ((kind[row]! & ROW_KIND_MASK) !== ROW_LEVEL) continue;
    invariant(price[row]! % quantaPerTick === 0, `row ${row}: level off the tick grid`);
  }
}
