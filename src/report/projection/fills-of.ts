/**
 * The executions of one order as two ledgers know them, the venue's and ours, put together. Numbered in the order of the
 * venue's ledger where there is one, else as booked.
 */
import type { TruthExecution } from '../../core/order/truth.js';
import type { ByOrder } from './by-order.js';
import type { BookedFill, ProjectedChild } from './projection.js';
import { fillName } from './short-names.js';

/** One execution as the venue knows it and as the engine does; at least one of the two is there. */
export interface FoundFill {
  readonly name: string;
  readonly execId: string;
  readonly child: ProjectedChild;
  /** As it truly was, where that is known; else as booked. */
  readonly execution: Pick<TruthExecution, 'price' | 'quantity'> & {
    readonly liquidity: 'maker' | 'taker' | null;
  };
  readonly truth: TruthExecution | null;
  readonly booked: BookedFill | null;
}

/** All executions of one child: the venue's (none where nobody knows them), then those only the engine believes in. */
export function fillsOf(
  executions: ByOrder<TruthExecution>,
  child: ProjectedChild,
): readonly FoundFill[] {
  const booked = new Map(
    [...child.fills.values()].map((fill) => [String(fill.execution.execId), fill]),
  );
  const truths = executions.get(child.clientOrderId) ?? [];
  const known = new Set(truths.map((truth) => String(truth.execId)));
  const pairs = [
    ...truths.map((truth) => ({
      execId: String(truth.execId),
      execution: truth,
      truth,
      booked: booked.get(truth.execId) ?? null,
    })),
    ...[...booked]
      .filter(([execId]) => !known.has(execId))
      .map(([execId, fill]) => ({ execId, execution: fill.execution, truth: null, booked: fill })),
  ];
  return pairs.map((pair, index) => ({ ...pair, name: fillName(child.name, index), child }));
}
