/**
 * A run as a readable table of events (`--trace`): each input of the engine with its entries below it, and, where the
 * simulator's knowledge is given, what truly happened at the venue and what faults did in between. Times are those of the run's
 * clock since its start; at one instant the venue comes first, as in F0, and what a fault did to a message comes last.
 */
import type { ReadId } from '../../core/state/command.js';
import type { Entry } from '../../core/state/entry.js';
import type { Input } from '../../core/state/input.js';
import type { ClientOrderId } from '../../core/order/order.js';
import type { Owner } from '../../core/state/owner.js';
import type { JournalBlock } from '../../core/state/journal-block.js';
import type { TruthEntry, TruthLiquidation } from '../../core/order/truth.js';
import { entryWords } from './entry-words.js';
import { actRows, windowRows } from './fault-rows.js';
import { inputWords } from './input-words.js';
import { oneSidedRows } from './one-sided-rows.js';
import { TruthThen, decidedOrder } from './truth-then.js';
import { type TraceRow, withTruth } from './trace-row.js';
import { liquidationWords, truthWords } from './truth-words.js';
import { type TraceSource, Words } from './words.js';

export function traceRows(
  source: TraceSource,
  words: Words = new Words(source),
): readonly TraceRow[] {
  const truth = new TruthThen(source.ledger?.entries ?? null, words);
  const engine = engineRows(source.blocks, words, truth);
  const entries = (source.ledger?.entries ?? []).map((entry) => venueRow(entry, words));
  const forced = (source.ledger?.liquidations ?? []).map((made) => liquidationRow(made, words));
  const venue = mergeByTime(entries, forced);
  const { faultRecord } = source;
  const told = mergeByTime(mergeByTime(venue, engine), actRows(faultRecord, words));
  return [...mergeByTime(windowRows(faultRecord, words), told), ...oneSidedRows(source, words)];
}

function engineRows(
  blocks: Iterable<JournalBlock>,
  words: Words,
  truth: TruthThen,
): readonly TraceRow[] {
  const reads = new Map<ReadId, { readonly order: string; readonly symbol: string }>();
  const rows: TraceRow[] = [];
  for (const { input, entries } of blocks) {
    truth.reach(input.at);
    const read = input.kind === 'answer' ? reads.get(input.readId) : undefined;
    const text = inputWords(input, read?.symbol ?? '', words);
    rows.push({
      at: input.at,
      where: 'input',
      order: read?.order ?? orderOfInput(input, words),
      kind: input.kind,
      text,
    });
    for (const entry of entries) {
      const order = orderOfEntry(entry, words);
      if (entry.kind === 'read-requested') {
        reads.set(entry.read.readId, {
          order,
          symbol: 'symbol' in entry.read ? entry.read.symbol : '',
        });
      }
      rows.push({
        at: input.at,
        where: 'engine',
        order,
        kind: entry.kind,
        text: entryWords(entry, words),
      });
      truth.believe(entry);
    }
    besides(rows, entries, truth);
  }
  return rows;
}

/** Beside the last thing that a step decides about an order. */
function besides(rows: TraceRow[], entries: readonly Entry[], truth: TruthThen): void {
  const told = new Set<ClientOrderId>();
  const first = rows.length - entries.length;
  for (let index = entries.length - 1; index >= 0; index -= 1) {
    const entry = entries[index];
    const row = rows[first + index];
    const order = entry === undefined ? null : decidedOrder(entry);
    if (row === undefined || order === null || told.has(order)) continue;
    told.add(order);
    const text = truth.besides(order);
    if (text !== '') rows[first + index] = { ...row, truth: text };
  }
}

const venueRow = (entry: TruthEntry, words: Words): TraceRow => ({
  at: entry.at,
  where: 'venue',
  order: words.child(entry.clientOrderId),
  kind: entry.kind,
  text: truthWords(entry, words),
});

const liquidationRow = (made: TruthLiquidation, words: Words): TraceRow => ({
  at: made.at,
  where: 'venue',
  order: '',
  kind: 'liquidation',
  text: liquidationWords(made, words),
});

function orderOfInput(input: Input, words: Words): string {
  switch (input.kind) {
    case 'wake':
      return orderOfOwner(input.owner, words);
    case 'execution-report':
      return words.child(input.report.clientOrderId);
    case 'outcome':
      return words.child(input.clientOrderId);
    default:
      return '';
  }
}

function orderOfOwner(owner: Owner, words: Words): string {
  switch (owner.kind) {
    case 'parent':
      return words.parent(owner.parentId);
    case 'child':
      return words.child(owner.clientOrderId);
    case 'account':
      return '';
  }
}

function orderOfEntry(entry: Entry, words: Words): string {
  if (entry.kind === 'slice-due') return words.slice(entry.parentId, entry);
  if ('clientOrderId' in entry) return words.child(entry.clientOrderId);
  if (entry.kind === 'signal-reserved') return words.parent(entry.memory.parentId);
  if (entry.kind === 'signal-duplicate') return words.parent(entry.duplicateOf);
  if ('owner' in entry) return orderOfOwner(entry.owner, words);
  return 'parentId' in entry && entry.parentId !== null ? words.parent(entry.parentId) : '';
}

/** Both lists are in order of time; of equal times those of the first come first. */
function mergeByTime(first: readonly TraceRow[], second: readonly TraceRow[]): readonly TraceRow[] {
  if (first.length === 0) return second;
  const rows: TraceRow[] = [];
  let next = 0;
  for (const row of second) {
    for (
      let before = first[next];
      before !== undefined && before.at <= row.at;
      before = first[next]
    ) {
      rows.push(before);
      next += 1;
    }
    rows.push(row);
  }
  return [...rows, ...first.slice(next)];
}

const WHERE_WIDTH = 6;
const ORDER_WIDTH = 7;
const KIND_WIDTH = 17;

/** Inputs stand at the margin behind ">"; what the engine made of them is set in below. */
function formatTrace(rows: readonly TraceRow[], words: Words): string {
  const lines = rows.map((row) => {
    const kind = row.where === 'input' ? `> ${row.kind}` : `  ${row.kind}`;
    return [
      words.time(row.at),
      (row.where === 'input' ? 'engine' : row.where).padEnd(WHERE_WIDTH),
      row.order.padEnd(ORDER_WIDTH),
      kind.padEnd(KIND_WIDTH + 2),
      withTruth(row),
    ]
      .join('  ')
      .trimEnd();
  });
  return `${lines.join('\n')}\n`;
}

/** The whole trace as text. */
export function traceText(source: TraceSource): string {
  const words = new Words(source);
  return formatTrace(traceRows(source, words), words);
}
