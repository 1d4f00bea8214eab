/**
 * FIL-3: is this order filled? Four independent methods read what a venue said: its status, its cumulative quantity, an
 * average price, a fill time. The first two can say that the order is complete, the last two only that something was
 * filled. What a venue leaves out is "not applicable". The verdict never says how much: executions do, else the
 * cumulative.
 *
 * Invariants: 1. `complete` needs the status or the quantity to say so and nobody to contradict. 2. No input throws.
 */
import { parseDecimal } from '../ground/decimal.js';
import { type OrderBelief, isOver } from '../order/belief.js';
import type { OrderSnapshot } from '../order/execution-report.js';
import { type OrderStatus, isTerminal } from '../order/status.js';
import type { EpochMicros, Lots } from '../ground/units.js';

export type FillMethod = 'status' | 'quantity' | 'price' | 'time';
export type FillVerdictKind = 'complete' | 'partial' | 'unfilled' | 'contradiction';

export type FillEvidence = Pick<
  OrderSnapshot,
  'status' | 'venueWord' | 'cumQty' | 'avgPrice' | 'filledAt'
>;

export interface FillExpectation {
  readonly quantity: Lots;
  /** Null = not known; then no fill time is too early. */
  readonly submittedAt: EpochMicros | null;
}

export interface FillVerdict {
  readonly kind: FillVerdictKind;
  /** The methods that agree with the verdict. */
  readonly methods: readonly FillMethod[];
  readonly applicable: number;
  /** Agreeing / applicable in basis points; null when no method applied. */
  readonly confidenceBps: number | null;
}

/** What one method says; null = not applicable. `other`: there, but speaks for neither side. */
export type Saying = 'all' | 'some' | 'none' | 'other' | null;
type Sayings = Readonly<Record<FillMethod, Saying>>;

const METHODS: readonly FillMethod[] = ['status', 'quantity', 'price', 'time'];

/** Each set of methods once, by their names: every order's result holds one. A memo of at most sixteen. */
const METHOD_SETS = new Map<string, readonly FillMethod[]>();

/** Spellings of a complete and of a partial fill once case, blanks, punctuation and an enum's prefix are gone. */
const COMPLETE_WORDS: ReadonlySet<string> = new Set(['filled', 'fullyfilled', 'completelyfilled']);
const PARTIAL_WORDS: ReadonlySet<string> = new Set([
  'partiallyfilled',
  'partialfilled',
  'partialfill',
  'partfilled',
]);

export function verifyFill(evidence: FillEvidence, expected: FillExpectation): FillVerdict {
  const sayings = sayingsOf(evidence, expected);
  return verdictOf(kindOf(evidence, expected, sayings), sayings);
}

/** Whether the verdict is a contradiction: asked of all that is heard of an order. */
export const isContradictory = (evidence: FillEvidence, expected: FillExpectation): boolean =>
  kindOf(evidence, expected, sayingsOf(evidence, expected)) === 'contradiction';

const sayingsOf = (evidence: FillEvidence, expected: FillExpectation): Sayings => ({
  status: statusSays(evidence),
  quantity: quantitySays(evidence.cumQty, expected.quantity),
  price: priceSays(evidence.avgPrice),
  time: timeSays(evidence.filledAt, expected.submittedAt),
});

/** The same question of what is believed of an order, from every path together. */
export const verify = (belief: OrderBelief, quantity: Lots): FillVerdict =>
  verifyFill(evidenceOf(belief), { quantity, submittedAt: null });

/** What each method says of it (FIL-10). */
export const sayingsOfBelief = (belief: OrderBelief, quantity: Lots): Sayings =>
  sayingsOf(evidenceOf(belief), { quantity, submittedAt: null });

const evidenceOf = (belief: OrderBelief): FillEvidence => ({
  status: belief.status,
  venueWord: '',
  cumQty: belief.filled > 0 || isOver(belief) ? belief.filled : null,
  avgPrice: belief.ledger.notional > 0n ? `${belief.ledger.notional}` : null,
  filledAt: null,
});

/** The mapped status, else the venue's word in whatever spelling. */
function statusSays({ status, venueWord }: FillEvidence): Saying {
  if (status !== null)
    return status === 'filled' ? 'all' : status === 'partially_filled' ? 'some' : 'none';
  const word = venueWord
    .slice(venueWord.lastIndexOf('.') + 1)
    .toLowerCase()
    .replace(/[^a-z]/g, '');
  if (COMPLETE_WORDS.has(word)) return 'all';
  return PARTIAL_WORDS.has(word) ? 'some' : null;
}

function quantitySays(cumQty: Lots | null, quantity: Lots): Saying {
  if (cumQty === null || !Number.isFinite(cumQty)) return null;
  if (cumQty <= 0) return 'none';
  return cumQty >= quantity ? 'all' : 'some';
}

/** Zero is how venues write "none": no evidence either way (a filled market order may show it too). */
function priceSays(avgPrice: string | null): Saying {
  const price = avgPrice === null ? null : parseDecimal(avgPrice.trim());
  return price !== null && price.mantissa > 0n ? 'some' : null;
}

/** A time before our submission may be another clock's: it neither speaks for a fill nor against it. */
function timeSays(filledAt: EpochMicros | null, submittedAt: EpochMicros | null): Saying {
  if (filledAt === null) return null;
  return submittedAt !== null && filledAt < submittedAt ? 'other' : 'some';
}

function kindOf(
  evidence: FillEvidence,
  expected: FillExpectation,
  sayings: Sayings,
): FillVerdictKind {
  const { status, quantity } = sayings;
  const positive = METHODS.some(
    (method) => sayings[method] === 'all' || sayings[method] === 'some',
  );
  if (!positive) return 'unfilled';
  if (contradicts(evidence, expected, sayings)) return 'contradiction';
  return status === 'all' || quantity === 'all' ? 'complete' : 'partial';
}

function contradicts(
  { status, cumQty }: FillEvidence,
  expected: FillExpectation,
  sayings: Sayings,
): boolean {
  // Some method speaks for a fill, or this is not asked.
  if (sayings.quantity === 'none') return true;
  if (cumQty !== null && cumQty > expected.quantity) return true;
  if (sayings.status === 'all') return sayings.quantity === 'some';
  if (status !== null && NEVER_FILLS.has(status)) return true;
  // Ended by other words and full is a race (canceled as it filled); full and still working is not.
  return (
    sayings.quantity === 'all' &&
    (sayings.status === 'some' || (status !== null && !isTerminal(status)))
  );
}

/** Words for an order that never traded. */
const NEVER_FILLS: ReadonlySet<OrderStatus> = new Set<OrderStatus>([
  'rejected',
  'failed',
  'skipped',
  'blocked_kill_switch',
  'blocked_circuit_breaker',
  'blocked_quarantine',
  'blocked_limit',
]);

function verdictOf(kind: FillVerdictKind, sayings: Sayings): FillVerdict {
  const applicable = METHODS.filter((method) => sayings[method] !== null).length;
  const methods = onlyOne(METHODS.filter((method) => agrees(kind, sayings[method])));
  const confidenceBps =
    applicable === 0 ? null : Math.round((methods.length * 10_000) / applicable);
  return { kind, methods, applicable, confidenceBps };
}

function onlyOne(methods: readonly FillMethod[]): readonly FillMethod[] {
  const name = methods.join();
  const known = METHOD_SETS.get(name);
  if (known !== undefined) return known;
  METHOD_SETS.set(name, methods);
  return methods;
}

function agrees(kind: FillVerdictKind, saying: Saying): boolean {
  switch (kind) {
    case 'complete':
    case 'partial':
      return saying === 'all' || saying === 'some';
    case 'unfilled':
      return saying === 'none';
    case 'contradiction':
      return false;
  }
}
