/** Every time that a venue states in a message, through another clock than the one it happened by. Pure. */
import type {
  Bust,
  Execution,
  ExecutionReport,
  OrderSnapshot,
} from '../../core/order/execution-report.js';
import {
  type VenueNanos,
  nanosWithin,
  venueMicros,
  venueNanosWithin,
} from '../../core/order/order.js';
import type { EpochMicros } from '../../core/ground/units.js';
import type { LinkReply } from '../link/messages.js';

/** What is said of a true time. */
export type Stamp = (at: EpochMicros) => EpochMicros;

export const restampedReport = (report: ExecutionReport, stamp: Stamp): ExecutionReport => ({
  ...report,
  venueTime: nanos(report.venueTime, stamp),
  execution: report.execution === null ? null : executionOf(report.execution, stamp),
});

/** All but what time it is there now: that is asked of another clock than the one that stamps. */
export function restampedReply(reply: LinkReply, stamp: Stamp): LinkReply {
  switch (reply.kind) {
    case 'accepted':
      return {
        ...reply,
        venueTime: reply.venueTime === null ? null : nanos(reply.venueTime, stamp),
      };
    case 'order':
      return { kind: 'order', order: reply.order === null ? null : orderOf(reply.order, stamp) };
    case 'open-orders':
    case 'history':
      return { ...reply, orders: reply.orders.map((order) => orderOf(order, stamp)) };
    case 'executions':
      return {
        kind: 'executions',
        executions: reply.executions.map((one) => executionOf(one, stamp)),
        ...(reply.busts === undefined
          ? {}
          : { busts: reply.busts.map((one) => bustOf(one, stamp)) }),
      };
    default:
      return reply;
  }
}

function orderOf(order: OrderSnapshot, stamp: Stamp): OrderSnapshot {
  const { filledAt, createdAt, venueTime } = order;
  return {
    ...order,
    filledAt: filledAt === null ? null : stamp(filledAt),
    createdAt: createdAt === null ? null : stamp(createdAt),
    venueTime: venueTime === null ? null : nanos(venueTime, stamp),
  };
}

const executionOf = (execution: Execution, stamp: Stamp): Execution => ({
  ...execution,
  venueTime: nanos(execution.venueTime, stamp),
});

const bustOf = ({ execution, bustOf: of }: Bust, stamp: Stamp): Bust => ({
  execution: executionOf(execution, stamp),
  bustOf: of,
});

/** What came one after the other in one microsecond stays so: the venue counts it, and no clock tells it. */
const nanos = (at: VenueNanos, stamp: Stamp): VenueNanos =>
  venueNanosWithin(stamp(venueMicros(at)), nanosWithin(at));
