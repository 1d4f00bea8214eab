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
  const resumptions = input.rules.halts.map((halt) => halt.to as number).sort((a, b) => a - b);
  let row = 0;
  let arrival = 0;
  let resumption = 0;
  for (;;) {
    const now = Math.min(
      tape.time[row] ?? Infinity,
      arrivals[arrival]?.at ?? Infinity,
      resumptions[resumption] ?? Infinity,
    );
    if (now > until || now === Infinity) break;
    while (resumptions[resumption] === now) resumption += 1;
    desk.startInstant(now);
    for (; row < tape.rows && tape.time[row] === now; row += 1) applyRow(desk, input, row);
    desk.endOfMarket();
    desk.arriveWaiting();
    for (; arrival < arrivals.length && arrivals[arrival]!.at === now; arrival += 1) {
      desk.request(arrivals[arrival]!);
    }
  }
  return { events: desk.events, lateDiffs: desk.lateDiffs };
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
