/** Which lane of anchors (sim/fault/moment.ts) a request or a report is an event of; null for one of none. */
import type { ExecutionReport } from '../../core/order/execution-report.js';
import type { AnchorLane } from '../fault/moment.js';
import type { LinkRequest } from './messages.js';

export function laneOfRequest({
  request,
  path,
}: Pick<LinkRequest, 'request' | 'path'>): AnchorLane | null {
  if (path === 'query') return 'query-sent';
  if (path === 'cancel') return 'cancel-sent';
  return request.kind === 'submit' ? 'submit-sent' : null;
}

export function laneOfReport({ execType }: ExecutionReport): AnchorLane | null {
  switch (execType) {
    case 'accepted':
    case 'canceled':
      return execType;
    case 'trade':
      return 'filled';
    default:
      return null;
  }
}
