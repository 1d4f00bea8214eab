/** REC-1: the log lines of the gate. */
import type { GateEntry } from '../state/gate.js';
import { type LogLine, logLine } from './log-line.js';

export function gateLine(entry: GateEntry): LogLine | null {
  switch (entry.kind) {
    case 'gate-shut':
      return logLine('info', 'gate.shut', { orders: entry.waiting.length });
    case 'gate-heard':
      return null;
    case 'gate-late':
      return logLine('error', 'gate.late', {});
    case 'gate-forced': {
      const { operator, reason } = entry;
      return logLine('error', 'gate.forced', { operator, reason });
    }
    case 'recovery-begun': {
      const { resumed, invalid } = entry;
      const slices = resumed.reduce((sum, one) => sum + one.slices, 0);
      const overdue = resumed.reduce((sum, one) => sum + one.overdue, 0);
      return logLine('info', 'recovery.begun', { slices, overdue, invalid: invalid.length });
    }
    case 'gate-opened':
      return logLine('info', 'gate.opened', {});
  }
}
