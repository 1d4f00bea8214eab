/**
 * Stands between a venue and the run it speaks to, and is taken away when the run is over: a venue that is kept for the
 * next run, or a ledger that is kept for the report, would otherwise keep link, clock, host and state alive with it.
 */
import type { ExecutionReport } from '../core/order/execution-report.js';
import type { EpochMicros } from '../core/ground/units.js';
import type { ReportListener } from '../sim/exchange/venue-port.js';

/** Mutable on purpose, one owner. */
export class ReportEar implements ReportListener {
  #listener: ReportListener | null;

  constructor(listener: ReportListener) {
    this.#listener = listener;
  }

  onReport(report: ExecutionReport, at: EpochMicros): void {
    this.#listener?.onReport(report, at);
  }

  close(): void {
    this.#listener = null;
  }
}
