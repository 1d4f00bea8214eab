/** REC-5: the log lines of a pass over what the venue knows. */
import type { ReconciliationEntry } from '../state/reconciliation.js';
import { type LogLine, logLine } from './log-line.js';

export function reconciliationLine(entry: ReconciliationEntry): LogLine | null {
  switch (entry.kind) {
    case 'reconciliation-due':
    case 'reconciliation-heard':
      return null;
    case 'reconciliation-begun': {
      const { operator, reason } = entry;
      return logLine('debug', 'reconciliation.begun', { operator, reason });
    }
    case 'reconciliation-asked':
      return logLine('info', 'reconciliation.asked', { orders: entry.orders.length });
    case 'reconciliation-failed': {
      const { why, nextAt } = entry;
      return logLine('warn', 'reconciliation.failed', { why, nextAt });
    }
    case 'reconciliation-done': {
      const { mark, nextAt } = entry;
      return logLine('info', 'reconciliation.done', { mark, nextAt });
    }
  }
}
