/**
 * The rows of a ledger as a persistent ordered tree: adding makes a new tree that shares all but one path with the old
 * one, so that an order with ten thousand executions is not copied ten thousand times. Plain immutable data.
 *
 * Invariants: 1. In order, rows rise by (execId, bustOf) without a repeat. 2. The shape is a function of the set of
 * rows alone (a treap whose priorities are a hash of the key): equal sets are equal values, whatever the order in which
 * they were put in.
 * Source: Seidel, Aragon: Randomized Search Trees, Algorithmica 16 (1996); here the randomness is the key's own hash.
 */
import { finishHash, mixText } from '../ground/hash32.js';
import type { Execution } from './execution-report.js';
import type { ExecId } from './order.js';

export interface LedgerRow {
  readonly execution: Execution;
  /** Null for a fill; else the execution that this row undoes or corrects. */
  readonly bustOf: ExecId | null;
}

export interface RowTree {
  readonly row: LedgerRow;
  readonly priority: number;
  readonly left: RowTree | null;
  readonly right: RowTree | null;
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function compareRows(a: LedgerRow, b: LedgerRow): number {
  const byId = compareText(a.execution.execId, b.execution.execId);
  return byId !== 0 ? byId : compareText(a.bustOf ?? '', b.bustOf ?? '');
}

const priorityOf = ({ execution, bustOf }: LedgerRow): number =>
  finishHash(mixText(mixText(0, execution.execId), bustOf ?? ''));

/** The row with the key of `row`; null when there is none. */
export function findRow(tree: RowTree | null, row: LedgerRow): LedgerRow | null {
  let node = tree;
  while (node !== null) {
    const side = compareRows(row, node.row);
    if (side === 0) return node.row;
    node = side < 0 ? node.left : node.right;
  }
  return null;
}

/** Field by field: the spreads of one in another would be of ever new shapes. */
const node = (
  { priority }: RowTree,
  row: LedgerRow,
  left: RowTree | null,
  right: RowTree | null,
): RowTree => ({ row, priority, left, right });

/** The tree with `row` in it, in place of the one with its key if there is one. */
export function putRow(tree: RowTree | null, row: LedgerRow): RowTree {
  if (tree === null) return { row, priority: priorityOf(row), left: null, right: null };
  const side = compareRows(row, tree.row);
  if (side === 0) return node(tree, row, tree.left, tree.right);
  if (side < 0) {
    const left = putRow(tree.left, row);
    if (!isAbove(left, tree)) return node(tree, tree.row, left, tree.right);
    return node(left, left.row, left.left, node(tree, tree.row, left.right, tree.right));
  }
  const right = putRow(tree.right, row);
  if (!isAbove(right, tree)) return node(tree, tree.row, tree.left, right);
  return node(right, right.row, node(tree, tree.row, tree.left, right.left), right.right);
}

/** Which of two nodes stands nearer the root; keys decide where two hashes meet. */
const isAbove = (a: RowTree, b: RowTree): boolean =>
  a.priority !== b.priority ? a.priority > b.priority : compareRows(a.row, b.row) < 0;

/** Every row, in order of its key. */
export function* rowsOfTree(tree: RowTree | null): Generator<LedgerRow> {
  if (tree === null) return;
  yield* rowsOfTree(tree.left);
  yield tree.row;
  yield* rowsOfTree(tree.right);
}
