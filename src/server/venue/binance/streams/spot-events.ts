/** What the account's stream of Binance Spot tells of a report: what happened to the order, and the balances that may have changed with it. */
import type { ExecutionReport } from '../../../../core/order/execution-report.js';
import { type Desk, nowMs, stampMs } from '../desk.js';
import { balancesOf } from '../words/account-words.js';
import { changesBalances, executionEvent } from '../words/execution-event.js';
import type { EventsOf } from './user-data.js';

export const spotEvents =
  (desk: Desk): EventsOf =>
  (report, eventId) => {
    const event = executionEvent(desk, report, eventId);
    return [
      ...(event === null ? [] : [event]),
      ...(changesBalances(report) ? [balances(desk, report)] : []),
    ];
  };

/** Of the assets that the order is about. */
function balances(desk: Desk, report: ExecutionReport): object {
  const instrument = desk.symbols.inside(report.symbol);
  const concerned = new Set([instrument?.baseAsset, instrument?.quoteAsset]);
  return {
    e: 'outboundAccountPosition',
    E: nowMs(desk),
    u: stampMs(desk, report.venueTime),
    B: balancesOf(desk, desk.venue.positions())
      .filter(({ asset }) => concerned.has(asset))
      .map(({ asset, free, locked }) => ({ a: asset, f: free, l: locked })),
  };
}
