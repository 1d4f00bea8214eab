/**
 * One execution must not be booked under two ids. Stream and activities are believed to use one; where an activity is in all but its id an
 * execution that the stream told, and the activities lack the stream's, it goes by the stream's, and that is told: the belief is wrong then.
 * Mutable, one a connection; it forgets the oldest.
 */
import type { ExecId } from '../../core/order/order.js';
import type { ToldExecution } from './execution-mapping.js';

const KEPT_MOST = 10_000;

export class ExecutionIds {
  readonly #tell: (text: string) => void;
  /** What the stream told, by all but the id. */
  readonly #streamed = new Map<string, Set<ExecId>>();

  constructor(tell: (text: string) => void) {
    this.#tell = tell;
  }

  streamed(told: ToldExecution): void {
    const key = keyOf(told);
    const ids = this.#streamed.get(key) ?? new Set();
    ids.add(told.execution.execId);
    // Put last: what is first is the oldest.
    this.#streamed.delete(key);
    this.#streamed.set(key, ids);
    if (this.#streamed.size <= KEPT_MOST) return;
    const [oldest] = this.#streamed.keys();
    if (oldest !== undefined) this.#streamed.delete(oldest);
  }

  /** All that the activities say of one order. */
  reconciled(told: readonly ToldExecution[]): readonly ToldExecution[] {
    const listed = new Set(told.map(({ execution }) => execution.execId));
    return told.map((one) => {
      const { execution } = one;
      const ids = this.#streamed.get(keyOf(one));
      if (ids === undefined || ids.has(execution.execId)) return one;
      const execId = [...ids].find((id) => !listed.has(id));
      if (execId === undefined) return one;
      this.#tell(
        `execution ${execId} of order ${one.venueOrderId} is ${execution.execId} in the activities: taken for one`,
      );
      listed.add(execId);
      return { ...one, execution: { ...execution, execId } };
    });
  }
}

const keyOf = ({ venueOrderId, cumQty, execution }: ToldExecution): string =>
  `${venueOrderId} ${cumQty ?? '-'} ${execution.quantity} @ ${execution.price}`;
