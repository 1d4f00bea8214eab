/**
 * Holds a venue's ledger against the oracle: execution for execution, and how each order ended. Per order, since the
 * rules fix what each order gets but not in which sequence two sides of one instant are written down.
 */
import type { TruthEntry, TruthLedger } from '../../src/core/order/truth.js';
import {
  ROW_GAP,
  ROW_INELIGIBLE,
  ROW_KIND_MASK,
  ROW_SELL,
  ROW_SNAPSHOT,
  ROW_TRADE,
  type Tape,
} from '../../src/sim/tape/tape.js';
import { runOracle } from './oracle.js';
import type { OracleEvent, OracleResult, OracleRules } from './oracle-types.js';

export interface Difference {
  readonly at: number;
  readonly clientOrderId: string;
  /** What the rules say, as one line; null = nothing (more) happens to this order. */
  readonly oracle: string | null;
  readonly venue: string | null;
}

export interface OracleOptions extends OracleRules {
  /** The last instant of the run; the tape's end if left out. */
  readonly until?: number;
  /** Reject codes that the fill rules themselves give; any other refusal is taken as the venue's own affair. */
  readonly ruleCodes: ReadonlySet<string>;
}

/** Differences by time, at most one (the first) per order; empty when the ledger is what the rules say. */
export function checkAgainstOracle(
  tape: Tape,
  options: OracleOptions,
  ledger: TruthLedger,
): Difference[] {
  return differences(oracleOf(tape, options, ledger), ledger);
}

function oracleOf(tape: Tape, options: OracleOptions, ledger: TruthLedger): OracleResult {
  return runOracle({
    tape,
    rules: options,
    arrivals: ledger.arrivals,
    refused: refusedElsewhere(ledger, options.ruleCodes),
    until: options.until ?? Infinity,
  });
}

/** Arrivals refused under a code that is no fill rule, by the order they came in. */
function refusedElsewhere(ledger: TruthLedger, ruleCodes: ReadonlySet<string>): Set<number> {
  const refused = new Set<number>();
  for (const entry of ledger.entries) {
    if (entry.kind !== 'rejected' && entry.kind !== 'replace-rejected') continue;
    if (ruleCodes.has(entry.code)) continue;
    const wanted = entry.kind === 'rejected' ? 'submit' : 'replace';
    const arrival = ledger.arrivals.findLast(
      (one) =>
        one.kind === wanted &&
        one.at === entry.at &&
        !refused.has(one.seq) &&
        (one.clientOrderId === entry.clientOrderId ||
          (one.kind === 'replace' && one.newClientOrderId === entry.clientOrderId)),
    );
    if (arrival !== undefined) refused.add(arrival.seq);
  }
  return refused;
}

function differences(result: OracleResult, ledger: TruthLedger): Difference[] {
  const expected = linesByOrder(result.events, lineOfOracle);
  const actual = linesByOrder(ledger.entries, lineOfVenue);
  for (const { clientOrderId, at, executions } of ledger.liquidations ?? []) {
    const lines = executions.map((made) => ({ at, text: executionLine({ ...made, ...CLOSING }) }));
    actual.set(clientOrderId, lines);
  }
  const found: Difference[] = [];
  for (const clientOrderId of new Set([...expected.keys(), ...actual.keys()])) {
    const first = firstDifference(
      expected.get(clientOrderId) ?? [],
      actual.get(clientOrderId) ?? [],
    );
    if (first !== null) found.push({ clientOrderId, ...first });
  }
  return found.sort((a, b) => a.at - b.at);
}

interface Line {
  readonly at: number;
  readonly text: string;
}

function linesByOrder<E extends { readonly at: number; readonly clientOrderId: string }>(
  events: readonly E[],
  lineOf: (event: E) => string | null,
): Map<string, Line[]> {
  const lines = new Map<string, Line[]>();
  for (const event of events) {
    const text = lineOf(event);
    if (text === null) continue;
    const own = lines.get(event.clientOrderId) ?? [];
    own.push({ at: event.at, text });
    lines.set(event.clientOrderId, own);
  }
  return lines;
}

function firstDifference(
  expected: readonly Line[],
  actual: readonly Line[],
): Omit<Difference, 'clientOrderId'> | null {
  for (let index = 0; index < Math.max(expected.length, actual.length); index += 1) {
    const oracle = expected[index];
    const venue = actual[index];
    if (oracle?.text === venue?.text && oracle?.at === venue?.at) continue;
    const at = Math.min(oracle?.at ?? Infinity, venue?.at ?? Infinity);
    return { at, oracle: textOf(oracle), venue: textOf(venue) };
  }
  return null;
}

const textOf = (line: Line | undefined): string | null =>
  line === undefined ? null : `${line.at} ${line.text}`;

/** Of a cancel's reasons the rules name one; the words for the others are the venue's own. */
const canceledLine = (reason: string): string =>
  reason === 'no-liquidity' ? 'canceled no-liquidity' : 'canceled';

function lineOfOracle(event: OracleEvent): string | null {
  switch (event.kind) {
    case 'executed':
      return executionLine({ ...event, quantity: Number(event.quantity) });
    case 'triggered':
    case 'replaced':
    case 'expired':
      return event.kind;
    case 'rejected':
      return `rejected ${event.reason}`;
    case 'canceled':
      return canceledLine(event.reason);
    case 'replace-rejected':
      return null;
  }
}

function lineOfVenue(entry: TruthEntry): string | null {
  switch (entry.kind) {
    case 'executed':
      return executionLine(entry);
    case 'triggered':
    case 'replaced':
    case 'expired':
      return entry.kind;
    case 'rejected':
      return `rejected ${entry.code}`;
    case 'canceled':
      return canceledLine(entry.reason);
    case 'accepted':
    case 'cancel-rejected':
    case 'replace-rejected':
      return null;
    case 'busted':
      return `busted ${entry.bustOf}`;
  }
}

/** The venue's own order takes. */
const CLOSING = { liquidity: 'taker', cause: 'taker', tapeRow: null } as const;

interface Executed {
  readonly price: number;
  readonly quantity: number;
  readonly liquidity: string;
  readonly cause: string;
  readonly tapeRow: number | null;
}

/** The row is compared only where the rules tie a fill to one trade (F6, hidden). */
function executionLine({ price, quantity, liquidity, cause, tapeRow }: Executed): string {
  const row = cause === 'crossed' || cause === 'taker' ? '' : ` row ${tapeRow}`;
  return `${quantity} @ ${price} ${liquidity} ${cause}${row}`;
}

/** The first difference as a reader wants it: both sides, the order's requests, the rows before it. */
export function explainDifference(tape: Tape, ledger: TruthLedger, difference: Difference): string {
  const { at, clientOrderId, oracle, venue } = difference;
  const requests = ledger.arrivals.filter((one) => one.at <= at);
  const last = lastRowAt(tape, at);
  return [
    `order ${clientOrderId} at ${at}: the rules say ${oracle ?? 'nothing'}, the venue ${venue ?? 'nothing'}`,
    ...requests.slice(-8).map((request) => `  ${JSON.stringify(request)}`),
    ...Array.from({ length: 12 }, (_, back) => rowLine(tape, last - 11 + back)),
  ].join('\n');
}

function lastRowAt(tape: Tape, at: number): number {
  let row = tape.rows - 1;
  while (row > 0 && tape.time[row]! > at) row -= 1;
  return row;
}

export function rowLine(tape: Tape, row: number): string {
  if (row < 0 || row >= tape.rows) return '';
  const flags = tape.kind[row]!;
  const kind = flags & ROW_KIND_MASK;
  const at = `  row ${row} at ${tape.time[row]}:`;
  if (kind === ROW_SNAPSHOT) return `${at} snapshot`;
  if (kind === ROW_GAP) return `${at} gap`;
  const sell = (flags & ROW_SELL) !== 0;
  const amount = `${tape.quantity[row]} @ ${tape.price[row]}`;
  if (kind !== ROW_TRADE) return `${at} ${sell ? 'ask' : 'bid'} ${amount}`;
  const note = (flags & ROW_INELIGIBLE) !== 0 ? ' (ineligible)' : '';
  return `${at} ${sell ? 'seller' : 'buyer'} traded ${amount}${note}`;
}
