/** DED-6, FIL-10: the log lines of signals. */
import type { SignalEntry } from '../state/signal.js';
import { type LogLine, logLine } from './log-line.js';

export function signalLine(entry: SignalEntry): LogLine {
  switch (entry.kind) {
    case 'signal-reserved': {
      const { id, key, strategyId, parentId } = entry.memory;
      return logLine('info', 'signal.reserved', { id, key, strategyId, parent: parentId });
    }
    case 'signal-duplicate': {
      const { id, firstId, ageMicros, duplicateOf } = entry;
      return logLine('info', 'signal.duplicate', { id, firstId, ageMicros, parent: duplicateOf });
    }
    case 'signal-refused':
      return logLine('warn', 'signal.refused', { id: entry.id, why: entry.why });
    case 'signal-confirmed':
      return logLine('info', 'signal.confirmed', { key: entry.key });
    case 'signal-released':
      return logLine('info', 'signal.released', { key: entry.key, why: entry.why });
    case 'signals-expired':
      return logLine('debug', 'signal.expired', { count: entry.keys.length });
  }
}
