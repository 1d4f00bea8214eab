/** The report's calls to the venue: what left on the wire, vetoed submits not counted, by the names the report uses. */
import type { VenueRequest } from '../core/order/venue-message.js';
import type { CallCounts } from '../report/schema/report.js';

type Call = keyof CallCounts;

const CALL_OF: Readonly<Record<VenueRequest['kind'], Call>> = {
  submit: 'submit',
  replace: 'submit',
  cancel: 'cancel',
  'query-order': 'query',
  'query-executions': 'query',
  'query-history': 'query',
  'query-depth': 'query',
  'query-time': 'query',
  'query-open-orders': 'openOrders',
  'query-positions': 'positions',
};

export function callCounts(sent: ReadonlyMap<VenueRequest['kind'], number>): CallCounts {
  const counts = { submit: 0, cancel: 0, query: 0, openOrders: 0, positions: 0 };
  for (const [kind, count] of sent) counts[CALL_OF[kind]] += count;
  return counts;
}
