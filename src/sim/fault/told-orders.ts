/**
 * What the venue told of each order so far, kept by a fault that lies about orders: it hears every report before any
 * fault may lose it, wherever that one stands in the scenario. Mutable, one owner.
 */
import type { EpochMicros } from '../../core/ground/units.js';
import type { ExecutionReport } from '../../core/order/execution-report.js';
import type { ClientOrderId, ExecId } from '../../core/order/order.js';

interface Told {
  readonly at: EpochMicros;
  readonly report: ExecutionReport;
}

export class ToldOrders {
  readonly #told = new Map<ClientOrderId, Told[]>();

  hear(report: ExecutionReport, at: EpochMicros): void {
    const known = this.#told.get(report.clientOrderId);
    if (known === undefined) this.#told.set(report.clientOrderId, [{ at, report }]);
    else known.push({ at, report });
  }

  /** The last word on an order at `at`; null when there was none yet. */
  asOf(clientOrderId: ClientOrderId, at: EpochMicros): ExecutionReport | null {
    return this.#told.get(clientOrderId)?.findLast((told) => told.at <= at)?.report ?? null;
  }

  /** The executions told of an order by `at`. */
  executionsBy(clientOrderId: ClientOrderId, at: EpochMicros): ReadonlySet<ExecId> {
    const told = this.#told.get(clientOrderId) ?? [];
    return new Set(
      told.flatMap(({ at: then, report }) =>
        then <= at && report.execution !== null ? [report.execution.execId] : [],
      ),
    );
  }
}
