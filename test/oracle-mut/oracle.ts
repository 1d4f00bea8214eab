/**
 * The oracle of the fill rules for L2 tapes: what must happen to a list of requests on a tape, worked out from the text
 * of the rules alone and sharing no code with the venue. Covers F0, F2's part in matching, F3 to F9 and F13.
 *
 * Deliberately left out: balances, fees, ids in use, latency: `refused` names the arrivals that failed for such reasons.
 *
 * Invariant: what an instant does is done in F0's order: trades, book rows, triggered stops, then requests.
 */
import {
  ROW_GAP,
  ROW_INELIGIBLE,
  ROW_KIND_MASK,
  ROW_SELL,
  ROW_SNAPSHOT,
  ROW_TRADE,
} from '../../src/sim/tape/tape.js';
import { OracleDesk } from './oracle-desk.js';
import type { OracleInput, OracleResult } from './oracle-types.js';

export function runOracle(input: OracleInput): OracleResult {
  const desk = new OracleDesk(input);
  const { tape, arrivals, until } = input;
  let row = 0;
  let arrival = 0;
  for (let now = nextInstant(input, -1, row, arrival); now <= until && now < Infinity;) {
    desk.startInstant(now);
    for (; row < tape.rows && tape.time[row] === now; row += 1) applyRow(desk, input, row);
    desk.endOfMarket();
    desk.arriveWaiting();
    for (; arrivals[arrival]?.at === now; arrival += 1) desk.request(arrivals[arrival]!);
    now = nextInstant(input, now, row, arrival);
  }
  return { events: desk.events, lateDiffs: desk.lateDiffs };
}

/** The next time at which a row stands, a request arrives or a halt ends. */
function nextInstant(
  { tape, arrivals, rules }: OracleInput,
  now: number,
  row: number,
  arrival: number,
): number {
  const resumptions = rules.halts.map((halt) => halt.to as number).filter((to) => to > now);
  return Math.min(tape.time[row] ?? Infinity, arrivals[arrival]?.at ?? Infinity, ...resumptions);
}

function applyRow(desk: OracleDesk, { tape }: OracleInput, row: number): void {
  const flags = tape.kind[row]!;
  const kind = flags & ROW_KIND_MASK;
  const sell = (flags & ROW_SELL) !== 0;
  const price = tape.price[row]!;
  if (kind === ROW_GAP) desk.gap();
  else if (kind === ROW_SNAPSHOT) desk.snapshot();
  else if (kind === ROW_TRADE) {
    if ((flags & ROW_INELIGIBLE) !== 0) return;
    desk.trade({ row, price, quantity: BigInt(tape.quantity[row]!) }, sell ? 'bid' : 'ask');
  } else desk.level(sell ? 'ask' : 'bid', price, BigInt(tape.quantity[row]!));
}
