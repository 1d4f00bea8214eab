/** REC-5: the log lines of orders that are over and lack executions. */
import type { LedgerEntry } from '../state/ledgers.js';
import { type LogLine, logLine } from './log-line.js';

export function ledgerLine(entry: LedgerEntry): LogLine | null {
  switch (entry.kind) {
    case 'ledgers-due':
    case 'ledgers-heard':
      return null;
    case 'ledgers-asked':
      return logLine('info', 'ledgers.asked', { orders: entry.orders.length });
    case 'ledgers-unread':
      return logLine('warn', 'ledgers.unread', { why: entry.why });
    case 'ledgers-read':
      return logLine('info', 'ledgers.read', { incomplete: entry.incomplete });
    case 'ledgers-dropped':
      return logLine('error', 'ledgers.dropped', { orders: entry.orders.length });
  }
}
