/** REC-5: the log lines of the venue's list of open orders. */
import type { OpenOrdersEntry } from '../state/open-orders.js';
import { type LogLine, logLine } from './log-line.js';

export function openOrdersLine(entry: OpenOrdersEntry): LogLine | null {
  switch (entry.kind) {
    case 'open-orders-due':
    case 'open-orders-asked':
    case 'open-orders-page':
      return null;
    case 'open-orders-unclear': {
      const { why, nextAt } = entry;
      return logLine('warn', 'open-orders.unclear', { why, nextAt });
    }
    case 'open-orders-compared': {
      const { listed, lacking, unexpected, orphans, nextAt } = entry;
      const differ = lacking.length + unexpected.length + orphans;
      return logLine(differ === 0 ? 'debug' : 'warn', 'open-orders.compared', {
        listed,
        lacking: lacking.length,
        unexpected: unexpected.length,
        orphans,
        nextAt,
      });
    }
  }
}
