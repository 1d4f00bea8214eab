/** REC-5: the log lines of the venue's history. */
import type { HistoryEntry } from '../state/history.js';
import { type LogLine, logLine } from './log-line.js';

export function historyLine(entry: HistoryEntry): LogLine | null {
  switch (entry.kind) {
    case 'history-asked':
    case 'history-page':
      return null;
    case 'history-unclear': {
      const { why, nextAt } = entry;
      return logLine('warn', 'history.unclear', { why, nextAt });
    }
    case 'history-read':
      return logLine('info', 'history.read', { orders: entry.orders });
  }
}
