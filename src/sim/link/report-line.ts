/**
 * The order stream from venue to client: one connection, so reports arrive in the order they left, however the latency
 * is drawn. It has no replay: what a fault loses is lost for good. The venue speaks ahead of the clock, at the time of
 * the row it has reached.
 *
 * Invariants: 1. Delivery times of reports in order never fall, and equal ones keep their order. 2. Each report draws
 * its latency as it leaves, whatever becomes of it.
 */
import { type Clock, LANE_DELIVERY } from '../../core/ground/clock.js';
import type { ExecutionReport } from '../../core/order/execution-report.js';
import { type EpochMicros, type Micros, plus } from '../../core/ground/units.js';
import type { FaultSet } from '../fault/fault-set.js';
import type { LatencyOf } from './link-latency.js';
import { laneOfReport } from './anchor-events.js';
import { reportAct } from './fault-acts.js';
import type { ReportListener } from '../exchange/venue-port.js';

export interface ReportLineOptions {
  readonly clock: Clock;
  readonly latency: LatencyOf;
  readonly faults: FaultSet;
  readonly deliver: (report: ExecutionReport) => void;
}

interface Leg {
  /** From leaving the venue. */
  readonly after: Micros;
  readonly inOrder: boolean;
  /** The next fault to ask. */
  readonly hook: number;
}

export class ReportLine implements ReportListener {
  readonly #options: ReportLineOptions;
  #lastDue = 0 as EpochMicros;

  constructor(options: ReportLineOptions) {
    this.#options = options;
  }

  onReport(report: ExecutionReport, at: EpochMicros): void {
    const { anchors, reportHeard } = this.#options.faults;
    for (const fault of reportHeard) fault.reportHeard(report, at);
    if (anchors !== null) {
      const lane = laneOfReport(report);
      if (lane !== null) anchors.happened(lane, report.symbol, at);
    }
    const after = this.#options.latency(report.symbol).stream.sample();
    this.#leave(report, at, { after, inOrder: true, hook: 0 });
  }

  #leave(report: ExecutionReport, at: EpochMicros, leg: Leg): void {
    const { faults } = this.#options;
    const hooks = faults.reportLeaves;
    for (let hook = leg.hook; hook < hooks.length; hook += 1) {
      const fault = hooks[hook]!;
      const verdict = fault.reportLeaves(report, at);
      if (verdict === null) continue;
      faults.acted(fault, reportAct(report, verdict, at));
      if (verdict.kind === 'lose') return;
      for (const copy of verdict.copies) {
        const after = (leg.after + copy.delay) as Micros;
        this.#leave(copy.report, at, {
          after,
          inOrder: leg.inOrder && copy.inOrder,
          hook: hook + 1,
        });
      }
      return;
    }
    const due = plus(at, leg.after);
    this.#schedule(report, leg.inOrder ? this.#inOrder(due) : due, 0);
  }

  #inOrder(due: EpochMicros): EpochMicros {
    if (due > this.#lastDue) this.#lastDue = due;
    return this.#lastDue;
  }

  #schedule(report: ExecutionReport, due: EpochMicros, hook: number): void {
    this.#options.clock.schedule(due, LANE_DELIVERY, () => this.#arrive(report, hook));
  }

  #arrive(report: ExecutionReport, firstHook: number): void {
    const { clock, faults, deliver } = this.#options;
    const now = clock.now();
    for (let hook = firstHook; hook < faults.reportArrives.length; hook += 1) {
      const fault = faults.reportArrives[hook]!;
      const verdict = fault.reportArrives(report, now);
      if (verdict === null) continue;
      faults.acted(fault, reportAct(report, verdict, now));
      if (verdict.kind === 'lose') return;
      for (const copy of verdict.copies) {
        const due = plus(now, copy.delay);
        this.#schedule(copy.report, copy.inOrder ? this.#inOrder(due) : due, hook + 1);
      }
      return;
    }
    deliver(report);
  }
}
