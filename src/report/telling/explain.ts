/**
 * `squall explain`: one order or one fill told from beginning to end in three answers - why it was sent, why it filled,
 * why we learned of it then. The same facts as the trace, chosen and put in order; nothing is inferred that no entry says.
 */
import type { JournalBlock } from '../../core/state/journal-block.js';
import type { TruthExecution } from '../../core/order/truth.js';
import type { ReadPurpose } from '../../core/state/entry.js';
import type { ProjectedChild, ProjectedParent } from '../projection/projection.js';
import { findOrder } from './find-order.js';
import { type TraceRow, traceRows } from './trace.js';
import { CAUSE_WORDS } from './truth-words.js';
import { type TraceSource, Words } from './words.js';
import { type FoundFill, fillsOf } from '../projection/fills-of.js';
import { formatLength } from '../text/numbers.js';

export type Explanation =
  | { readonly kind: 'lines'; readonly lines: readonly string[] }
  | { readonly kind: 'problem'; readonly text: string };

interface Told {
  readonly source: TraceSource;
  readonly words: Words;
  readonly rows: readonly TraceRow[];
}

/** Explains whatever `asked` names: a parent, a child order or a fill. */
export function explain(source: TraceSource, asked: string): Explanation {
  const words = new Words(source);
  const found = findOrder(source, words, asked);
  if (found.kind === 'problem') return found;
  const told: Told = { source, words, rows: traceRows(source, words) };
  switch (found.kind) {
    case 'parent':
      return { kind: 'lines', lines: parentLines(told, found.parent) };
    case 'child':
      return { kind: 'lines', lines: childLines(told, found.child) };
    case 'fill':
      return { kind: 'lines', lines: fillLines(told, found.fill) };
  }
}

/** A parent's own events, then where to look further. */
function parentLines(told: Told, parent: ProjectedParent): readonly string[] {
  const { words } = told;
  const { side, quantity, symbol } = parent.request;
  const own = told.rows.filter(
    (row) => row.order === parent.name && row.where === 'engine' && row.kind !== 'read-requested',
  );
  return [
    `${parent.name}: ${side} ${words.quantity(symbol, quantity)} ${symbol} by ${parent.algo}, ${parent.status}`,
    ...own.map((row) => rowLine(told, row)),
    `its orders: ${parent.children.length === 0 ? 'none' : parent.children.map((id) => words.child(id)).join(', ')}`,
  ];
}

function childLines(told: Told, child: ProjectedChild): readonly string[] {
  const fills = fillsOf(told.source.ledger, child);
  return [
    `${child.name}: ${told.words.terms(child.terms)}, ${child.status}`,
    ...section('Why it was sent', sentLines(told, child)),
    ...(fills.length === 0
      ? section('Why it did not fill', endLines(told, child))
      : fills.flatMap((fill) => [
          ...section(`Why ${fill.name} filled`, causeLines(told, fill)),
          ...section(`Why we learned of ${fill.name} then`, learnedLines(told, fill)),
        ])),
    ...section('How it ended', child.result === null ? [] : endLines(told, child).slice(-1)),
  ];
}

function fillLines(told: Told, fill: FoundFill): readonly string[] {
  const { words } = told;
  const { symbol, side } = fill.child.terms;
  const { quantity, price } = fill.execution;
  const size = `${words.quantity(symbol, quantity)} ${symbol} at ${words.price(symbol, price)}`;
  return [
    `${fill.name} (execution ${fill.execId}): ${side} ${size}`,
    ...section('Why it was sent', sentLines(told, fill.child)),
    ...section('Why it filled', causeLines(told, fill)),
    ...section('Why we learned of it then', learnedLines(told, fill)),
  ];
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];

const rowLine = ({ words }: Told, row: TraceRow): string =>
  `${words.time(row.at)}  ${row.where === 'venue' ? 'venue: ' : ''}${row.kind}  ${row.text}`.trimEnd();

/** Everything up to and including the sending, and how the venue took it. */
const SENT_KINDS: ReadonlySet<string> = new Set([
  'slice-due',
  'slice-waiting',
  'slice-released',
  'slice-ended',
  'submit-intent',
  'intent-withdrawn',
  'outcome-unknown',
  'lookup-not-found',
  'absence-proven',
  'submit-settled',
  'accepted',
  'rejected',
  'triggered',
]);

function sentLines(told: Told, child: ProjectedChild): readonly string[] {
  const { words } = told;
  const parent = words.projection.parents.get(child.parentId);
  const lines = told.rows
    .filter((row) => row.order === child.name && row.where !== 'input' && SENT_KINDS.has(row.kind))
    .map((row) => rowLine(told, row));
  if (parent === undefined) return lines;
  const { side, quantity, symbol } = parent.request;
  const place =
    child.kind === 'catch-up'
      ? 'a catch-up slice'
      : `slice ${child.slice} of ${parent.plan?.slices ?? '?'}`;
  return [
    `${place} of ${parent.name}: ${side} ${words.quantity(symbol, quantity)} ${symbol} by ${parent.algo}`,
    ...lines,
  ];
}

function causeLines({ words, source }: Told, { truth, child }: FoundFill): readonly string[] {
  if (truth === null) {
    return [
      source.ledger === null
        ? "the venue's own ledger is not known here"
        : 'the venue never made this execution',
    ];
  }
  const { symbol } = truth;
  const lines = [`${words.time(truth.at)}  ${CAUSE_WORDS[truth.cause]} (${truth.cause})`];
  if (child.quote !== null) {
    lines.push(`the decision had seen ${words.quote(symbol, child.quote.bid, child.quote.ask)}`);
  }
  if (truth.tapeRow !== null) {
    lines.push(
      truth.cause === 'crossed'
        ? `the rows of the tape up to ${truth.tapeRow}, all of one instant, caused it`
        : `row ${truth.tapeRow} of the tape caused it`,
    );
  }
  if (truth.aheadBefore !== null && truth.aheadAfter !== null) {
    const before = words.ahead(symbol, truth.aheadBefore);
    lines.push(
      `ahead of it in the queue: ${before} before, ${words.ahead(symbol, truth.aheadAfter)} after`,
    );
  }
  lines.push(
    `${words.quantity(symbol, truth.quantity)} at ${words.price(symbol, truth.price)} as ${truth.liquidity}, ` +
      `fee ${truth.fee.amount} ${truth.fee.asset}; ${words.quantity(symbol, truth.leavesQty)} left to fill`,
  );
  return lines;
}

const PURPOSE_WORDS: Readonly<Partial<Record<ReadPurpose, string>>> = {
  poll: 'a regular poll',
  'final-check': 'the final check at the deadline',
  'verify-cancel': 'the check of a cancel',
  ledger: 'a query of the trade history',
  absence: 'a look-up of an order whose outcome was unknown',
};

function learnedLines(told: Told, fill: FoundFill): readonly string[] {
  const { words, source } = told;
  const { truth, booked } = fill;
  const booking = bookingOf(source.blocks, fill);
  const first = (truth === null ? undefined : tellingOf(source.blocks, truth)) ?? booking;
  if (first === undefined) return ['the engine never booked it'];
  const line = ({ input }: JournalBlock, text: string): string =>
    `${words.time(input.at)}  ${text}`;
  const later = booking === first ? undefined : booking;
  return [
    line(first, `told by ${messengerOf(source.blocks, first)}`),
    ...(truth === null
      ? []
      : [
          `${formatLength(first.input.at - truth.at)} after it happened`,
          ...betweenLines(told, truth.clientOrderId, [truth.at, first.input.at]),
        ]),
    ...(later === undefined
      ? []
      : [line(later, `its price and fee by ${messengerOf(source.blocks, later)}`)]),
    ...(booked === null ? ['the engine never booked it'] : []),
  ];
}

/** The step that booked the execution itself. */
const bookingOf = (
  blocks: readonly JournalBlock[],
  { execId }: FoundFill,
): JournalBlock | undefined =>
  blocks.find(({ entries }) =>
    entries.some((entry) => entry.kind === 'fill-booked' && entry.row.execution.execId === execId),
  );

/** The first step after which the engine believed as much filled as this execution made it. */
const tellingOf = (
  blocks: readonly JournalBlock[],
  { clientOrderId, cumQty }: TruthExecution,
): JournalBlock | undefined =>
  blocks.find(({ entries }) =>
    entries.some(
      (entry) =>
        entry.kind === 'order-updated' &&
        entry.clientOrderId === clientOrderId &&
        entry.head.filled >= cumQty,
    ),
  );

/** What carried the news: the stream, the answer to a read and what that was for, or the answer to the submit. */
function messengerOf(blocks: readonly JournalBlock[], { input }: JournalBlock): string {
  if (input.kind === 'execution-report') return 'the order stream';
  if (input.kind === 'outcome') return `the answer to the ${input.effect}`;
  if (input.kind !== 'answer') return input.kind;
  for (const { entries } of blocks) {
    for (const entry of entries) {
      if (entry.kind !== 'read-requested' || entry.read.readId !== input.readId) continue;
      return `${PURPOSE_WORDS[entry.purpose] ?? entry.purpose} (${entry.read.kind} #${input.readId})`;
    }
  }
  return `the answer to read #${input.readId}`;
}

/** What failed to bring the news before: reads that failed or saw nothing new. */
function betweenLines(
  { rows, words }: Told,
  clientOrderId: ProjectedChild['clientOrderId'],
  [from, to]: readonly [number, number],
): readonly string[] {
  const name = words.child(clientOrderId);
  const between = rows.filter(
    (row) => row.order === name && row.at > from && row.at < to && row.where === 'engine',
  );
  const count = (kind: string): number => between.filter((row) => row.kind === kind).length;
  const failed = count('read-failed');
  const unchanged = count('poll-unchanged');
  return [
    ...(failed === 0 ? [] : [`${times(failed, 'read')} failed in between`]),
    ...(unchanged === 0 ? [] : [`${times(unchanged, 'poll')} in between saw nothing new`]),
  ];
}

const times = (count: number, what: string): string =>
  count === 1 ? `one ${what}` : `${count} ${what}s`;

const END_KINDS: ReadonlySet<string> = new Set([
  'cancel-wanted',
  'cancel-intent',
  'cancel-settled',
  'canceled',
  'expired',
  'rejected',
  'slice-ended',
  'order-updated',
  'fill-result',
]);

const endLines = (told: Told, child: ProjectedChild): readonly string[] =>
  told.rows
    .filter((row) => row.order === child.name && row.where !== 'input' && END_KINDS.has(row.kind))
    .map((row) => rowLine(told, row));
