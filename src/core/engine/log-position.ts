/** FIL-7, FIL-10: the log lines of positions held against fills. */
import type { PositionEntry } from '../state/position.js';
import { type LogLine, logLine } from './log-line.js';

export function positionLine(entry: PositionEntry): LogLine | null {
  switch (entry.kind) {
    case 'position-due':
    case 'positions-asked':
      return null;
    case 'position-unclear': {
      const { symbol, why, nextAt } = entry;
      return logLine('debug', 'position.unclear', { symbol, why, nextAt });
    }
    case 'position-compared': {
      const { symbol, told, expected, orders, nextAt } = entry;
      const agrees = told === expected;
      const fields = { symbol, agrees, told, expected, orders: orders.length, nextAt };
      return logLine(agrees ? 'info' : 'warn', 'position.compared', fields);
    }
    case 'position-synced': {
      const { symbol, told, expected } = entry;
      return logLine(expected === null ? 'info' : 'error', 'position.synced', {
        symbol,
        told,
        expected,
      });
    }
  }
}
