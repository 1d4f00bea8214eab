/** The log lines of what an operator asked for, and of what was refused. */
import type { OperatorEntry } from '../state/operator-entry.js';
import { type LogLine, logLine } from './log-line.js';

export function operatorLine(entry: OperatorEntry): LogLine {
  switch (entry.kind) {
    case 'operator-refused':
      return logLine('warn', 'operator.refused', { text: entry.text });
    case 'stop-asked': {
      const { onStop, operator, reason } = entry;
      return logLine('warn', 'stop.asked', { onStop, operator, reason });
    }
  }
}
