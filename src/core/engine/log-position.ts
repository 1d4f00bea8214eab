/** FIL-7, FIL-10: the log lines of positions held against fills. */
import type { PositionEntry } from '../state/position.js';
import { type LogLine, logLine } from './log-line.js';

export function positionLine(entry: PositionEntry): LogLine | null {
  switch (entry.kind) {
    case 'position-due':
    case 'positions-asked':
    case 'positions-read':
      return null;
    case 'positions-unread': {
      const { why, nextAt } = entry;
      return logLine('warn', 'positions.unread', { why, nextAt });
    }
    case 'position-unclear': {
      const { symbol, why, nextAt } = entry;
      return logLine('debug', 'position.unclear', { symbol, why, nextAt });
    }
    case 'position-compared': {
      const { symbol, told, expected, nextAt, earlier = 0 } = entry;
      const agrees = told === expected;
      const orders = entry.orders.length + earlier;
      const fields = { symbol, agrees, told, expected, orders, nextAt };
      return logLine(agrees ? 'info' : 'warn', 'position.compared', fields);
    }
    case 'position-synced': {
      const { symbol, told } = entry;
      return logLine('info', 'position.synced', { symbol, told });
    }
    case 'position-adjustment': {
      const { symbol, by, inAll, why } = entry;
      const level = why === 'differs' ? 'error' : 'info';
      return logLine(level, 'position.adjusted', { symbol, by, inAll, why });
    }
  }
}
