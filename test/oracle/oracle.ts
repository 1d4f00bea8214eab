/**
 * The oracle of the fill rules for L2 tapes: what must happen to a list of requests on a tape, worked out from the text
 * of the rules alone and sharing no code with the venue. Covers F0, F2's part in matching, F3 to F9, F13 and F18.
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
import type { TopRows } from '../../src/sim/tape/tape.js';
import { OracleDesk } from './oracle-desk.js';
import type { OracleInput, OracleResult } from './oracle-types.js';

export function runOracle(input: OracleInput): OracleResult {
  const desk = new OracleDesk(input);
  const { tape, arrivals, until } = input;
  const stream = new Stream(desk, input);
  let row = 0;
  let arrival = 0;
  for (let now = nextInstant(input, -1, [stream.next, row, arrival]); now <= until;) {
    if (now === Infinity) break;
    desk.startInstant(now);
    if (fundingTimes(input).includes(now)) desk.fund();
    const before = [stream.next, row];
    for (; row < tape.rows && tape.time[row] === now; row += 1) {
      stream.apply(now, row);
      applyRow(desk, input, row);
    }
    stream.apply(now, tape.rows);
    desk.endOfMarket();
    const hadRows = stream.next !== before[0] || row !== before[1];
    if (hadRows || input.rules.halts.some(({ to }) => to === now)) desk.lookAtMargin();
    desk.arriveWaiting();
    for (; arrivals[arrival]?.at === now; arrival += 1) desk.request(arrivals[arrival]!);
    now = nextInstant(input, now, [stream.next, row, arrival]);
  }
  return { events: desk.events, lateDiffs: desk.lateDiffs };
}

/** The top rows of the tape (F18), between its rows. */
class Stream {
  private row = 0;
  private readonly desk: OracleDesk;
  private readonly top: TopRows | null;

  constructor(desk: OracleDesk, { tape, rules }: OracleInput) {
    this.desk = desk;
    this.top = rules.fill.top === 'ticker' ? tape.top : null;
  }

  get next(): number {
    return this.top?.time[this.row] ?? Infinity;
  }

  apply(now: number, before: number): void {
    const { top, desk } = this;
    for (; top !== null && this.next === now && top.before[this.row]! <= before; this.row += 1) {
      const said = { bid: top.bid[this.row]!, ask: top.ask[this.row]! };
      const shown = { bid: top.bidQuantity[this.row]!, ask: top.askQuantity[this.row]! };
      for (const side of ['bid', 'ask'] as const) {
        if (said[side] > 0 && shown[side] > 0) desk.top(side, said[side], BigInt(shown[side]));
      }
    }
  }
}

const fundingTimes = ({ rules }: OracleInput): readonly number[] =>
  rules.account?.future?.fundingTimes ?? [];

/** The next time at which a row stands, a request arrives, a halt ends or funding is paid. */
function nextInstant(
  input: OracleInput,
  now: number,
  [top, row, arrival]: readonly [number, number, number],
): number {
  const { tape, arrivals, rules } = input;
  const fundings = fundingTimes(input).filter((at) => at > now);
  const resumptions = rules.halts.map((halt) => halt.to as number).filter((to) => to > now);
  return Math.min(
    top,
    tape.time[row] ?? Infinity,
    arrivals[arrival]?.at ?? Infinity,
    ...resumptions,
    ...fundings,
  );
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
