/**
 * `squall explain`: one order or one fill told from beginning to end in three answers - why it was sent, why it filled,
 * why we learned of it then. The same facts as the trace, chosen and put in order; nothing is inferred that no entry says.
 */
import type { TruthEntry, TruthExecution } from '../../core/order/truth.js';
import type { Entry } from '../../core/state/entry.js';
import type { LinkPath } from '../../core/order/fault-record.js';
import { type EpochMicros, lots, ticks } from '../../core/ground/units.js';
import type { Fill } from '../schema/fill.js';
import type { ProjectedChild, ProjectedParent } from '../projection/projection.js';
import { findOrder } from './find-order.js';
import { type Between, newsLines, waitLines } from './blame.js';
import { Waits } from './waits.js';
import { traceRows } from './trace.js';
import { type TraceRow, withTruth } from './trace-row.js';
import { type Telling, Tellings } from './tellings.js';
import { CAUSE_WORDS } from './truth-words.js';
import { type TraceSource, Words } from './words.js';
import { type ByOrder, byOrder } from '../projection/by-order.js';
import { firstAfter } from '../../core/ground/first-after.js';
import { fillsOf } from '../projection/fills-of.js';
import { exactLengthText } from '../../core/ground/length-text.js';

export type Explanation =
  | { readonly kind: 'lines'; readonly lines: readonly string[] }
  | { readonly kind: 'problem'; readonly text: string };

interface Told {
  readonly source: TraceSource;
  readonly words: Words;
  /** By short name of the order. */
  readonly rows: ReadonlyMap<string, readonly TraceRow[]>;
  readonly executions: ByOrder<TruthExecution>;
  /** By order and execution. */
  readonly truths: ReadonlyMap<string, TruthExecution>;
  readonly tellings: Tellings;
  readonly waits: Waits;
}

interface OneFill {
  readonly fill: Fill;
  readonly child: ProjectedChild;
}

const truthKey = (orderId: string, execId: string): string => `${orderId} ${execId}`;

const truthOf = ({ truths }: Told, { orderId, execId }: Fill): TruthExecution | undefined =>
  truths.get(truthKey(orderId, execId));

function tell(source: TraceSource, words: Words): Told {
  const executions = source.ledger?.executions ?? [];
  const rows = new Map<string, TraceRow[]>();
  for (const row of traceRows(source, words)) {
    const own = rows.get(row.order);
    if (own === undefined) rows.set(row.order, [row]);
    else own.push(row);
  }
  return {
    source,
    words,
    rows,
    executions: byOrder(executions),
    truths: new Map(
      executions.map((truth) => [truthKey(truth.clientOrderId, truth.execId), truth]),
    ),
    tellings: new Tellings(source.blocks),
    waits: new Waits(source.blocks),
  };
}

/** Explains whatever `asked` names: a parent, a child order or a fill. */
export function explain(source: TraceSource, asked: string): Explanation {
  const words = new Words(source);
  const found = findOrder(source, words, asked);
  if (found.kind === 'problem') return found;
  const told = tell(source, words);
  switch (found.kind) {
    case 'parent':
      return { kind: 'lines', lines: parentLines(told, found.parent) };
    case 'child':
      return { kind: 'lines', lines: childLines(told, found.child) };
    case 'fill':
      return { kind: 'lines', lines: fillLines(told, found) };
  }
}

/** A parent's own events with the faults of its time, then where to look further. */
function parentLines(told: Told, parent: ProjectedParent): readonly string[] {
  const { words } = told;
  const { side, quantity, symbol } = parent.request;
  const own = rowsOf(told, parent).filter(
    (row) => row.where === 'engine' && row.kind !== 'read-requested',
  );
  const span: Between = [own[0]?.at ?? START, own.at(-1)?.at ?? START];
  return [
    `${parent.name}: ${side} ${words.quantity(symbol, quantity)} ${symbol} by ${parent.algo}, ${parent.status}`,
    ...[...faultsDuring(told, span), ...own]
      .sort((a, b) => a.at - b.at)
      .map((row) => rowLine(told, row)),
    `its orders: ${parent.children.length === 0 ? 'none' : parent.children.map((id) => words.child(id)).join(', ')}`,
  ];
}

const START = 0 as EpochMicros;

/** Where faults began and ended meanwhile. */
const faultsDuring = ({ rows }: Told, [from, to]: Between): readonly TraceRow[] =>
  (rows.get('') ?? []).filter(
    ({ where, act, at }) => where === 'fault' && act === undefined && at >= from && at <= to,
  );

function childLines(told: Told, child: ProjectedChild): readonly string[] {
  const fills = fillsOf(told.executions, child);
  return [
    `${child.name}: ${told.words.terms(child.terms)}, ${child.status}`,
    ...section('Why it was sent', sentLines(told, child)),
    ...(fills.length === 0
      ? section('Why it did not fill', endLines(told, child))
      : fills.flatMap((fill) => [
          ...section(`Why ${fill.name} filled`, causeLines(told, { fill, child })),
          ...section(`Why we learned of ${fill.name} then`, learnedLines(told, { fill, child })),
        ])),
    ...section('How it ended', child.result === null ? [] : endLines(told, child).slice(-1)),
  ];
}

function fillLines(told: Told, found: OneFill): readonly string[] {
  const { words } = told;
  const { name, execId, symbol, side, quantityLots, priceTicks } = found.fill;
  const size = `${words.quantity(symbol, lots(quantityLots))} ${symbol} at ${words.price(symbol, ticks(priceTicks))}`;
  return [
    `${name} (execution ${execId}): ${side} ${size}`,
    ...section('Why it was sent', sentLines(told, found.child)),
    ...section('Why it filled', causeLines(told, found)),
    ...section('Why we learned of it then', learnedLines(told, found)),
  ];
}

const rowsOf = ({ rows }: Told, { name }: { readonly name: string }): readonly TraceRow[] =>
  rows.get(name) ?? [];

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];

const rowLine = ({ words }: Told, row: TraceRow): string =>
  `${words.time(row.at)}  ${WHO[row.where]}${row.kind}  ${withTruth(row)}`.trimEnd();

const WHO = { venue: 'venue: ', fault: 'fault: ', input: '', engine: '' } as const;

/** What a fault did to the order's messages on a path. */
const isActOn = ({ act }: TraceRow, path: LinkPath): boolean => act?.path === path;

type Kind = Entry['kind'] | TruthEntry['kind'];

/** Everything up to and including the sending, and how the venue took it. */
const SENT_KINDS: ReadonlySet<string> = new Set<Kind>([
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
  const rows = rowsOf(told, child).filter(
    (row) => row.where !== 'input' && (SENT_KINDS.has(row.kind) || isActOn(row, 'submit')),
  );
  const lines = rows.map((row) => rowLine(told, row));
  if (parent === undefined) return lines;
  const due = rows.filter(({ kind }) => kind === 'slice-due').length;
  const { side, quantity, symbol } = parent.request;
  const place =
    child.kind === 'catch-up'
      ? 'a catch-up slice'
      : `slice ${child.slice} of ${parent.plan?.slices ?? '?'}`;
  return [
    `${place} of ${parent.name}: ${side} ${words.quantity(symbol, quantity)} ${symbol} by ${parent.algo}`,
    ...lines.slice(0, due),
    ...waitLines(told.waits.of(parent.parentId, child.slice), symbol, contextOf(told)),
    ...lines.slice(due),
  ];
}

const contextOf = ({ source: { faultRecord: faults }, words }: Told) => ({ faults, words });

function causeLines(told: Told, { fill, child }: OneFill): readonly string[] {
  const { words, source } = told;
  const truth = truthOf(told, fill);
  if (truth === undefined) {
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
      `fee ${truth.fee.amount} ${truth.fee.asset}; ${words.quantity(symbol, truth.leaves)} left to fill`,
  );
  return lines;
}

function learnedLines(told: Told, { fill, child }: OneFill): readonly string[] {
  const { words, tellings } = told;
  const truth = truthOf(told, fill);
  const booking = tellings.bookingOf(child.clientOrderId, fill.execId);
  const first = (truth === undefined ? undefined : tellings.believedBy(truth)) ?? booking;
  if (first === undefined) {
    const { end } = told.source.virtual;
    return [
      'the engine never booked it',
      ...(truth === undefined
        ? []
        : newsLines(child.clientOrderId, [truth.at, end], contextOf(told))),
    ];
  }
  const line = ({ at, by }: Telling, text: string): string => `${words.time(at)}  ${text} ${by}`;
  const later = booking === first ? undefined : booking;
  return [
    line(first, 'told by'),
    ...(truth === undefined
      ? []
      : [
          `${exactLengthText(first.at - truth.at)} after it happened`,
          ...betweenLines(told, child.name, [truth.at, first.at]),
          ...newsLines(child.clientOrderId, [truth.at, first.at], contextOf(told)),
        ]),
    ...(later === undefined ? [] : [line(later, 'its price and fee by')]),
    ...(fill.detectedAt === null ? ['the engine never booked it'] : []),
  ];
}

/** What failed to bring the news before: reads that failed or saw nothing new. */
function betweenLines(
  { rows }: Told,
  name: string,
  [from, to]: readonly [number, number],
): readonly string[] {
  const own = rows.get(name) ?? [];
  const between = own
    .slice(firstAfter(own, from, timeOf), firstAfter(own, to - 1, timeOf))
    .filter(({ where }) => where === 'engine');
  const count = (kind: string): number => between.filter((row) => row.kind === kind).length;
  const failed = count('read-failed');
  const unchanged = count('poll-unchanged');
  return [
    ...(failed === 0 ? [] : [`${times(failed, 'read')} failed in between`]),
    ...(unchanged === 0 ? [] : [`${times(unchanged, 'poll')} in between saw nothing new`]),
  ];
}

const timeOf = ({ at }: TraceRow): number => at;

const times = (count: number, what: string): string =>
  count === 1 ? `one ${what}` : `${count} ${what}s`;

const END_KINDS: ReadonlySet<string> = new Set<Kind>([
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
  rowsOf(told, child)
    .filter((row) => row.where !== 'input' && (END_KINDS.has(row.kind) || isActOn(row, 'cancel')))
    .map((row) => rowLine(told, row));
