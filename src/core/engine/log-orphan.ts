/** REC-7: the log lines of orders that nobody here placed. */
import type { OrphanEntry } from '../state/orphan.js';
import { type LogLine, logLine } from './log-line.js';

export function orphanLine(entry: OrphanEntry): LogLine {
  switch (entry.kind) {
    case 'orphan-found': {
      const { venueOrderId, clientOrderId: order, symbol, side, quantity, cumQty } = entry.order;
      const fields = { order, venueOrderId, symbol, side, quantity, filled: cumQty };
      return logLine('error', 'orphan.found', fields);
    }
    case 'orphan-filled': {
      const { venueOrderId, cumQty: filled } = entry;
      return logLine('warn', 'orphan.filled', { venueOrderId, filled });
    }
    case 'orphan-resolved': {
      const { venueOrderId, cumQty: filled, why } = entry;
      return logLine('info', 'orphan.resolved', { venueOrderId, filled, why });
    }
    case 'orphan-cancel-intent': {
      const { venueOrderId, command, operator, reason } = entry;
      const { attempt } = command;
      return logLine('warn', 'orphan.cancel', { venueOrderId, attempt, operator, reason });
    }
    case 'orphan-cancel-settled': {
      const { venueOrderId, as } = entry;
      return logLine('info', 'orphan.cancel-settled', { venueOrderId, as });
    }
    case 'orphan-narrowed':
    case 'orphan-adopted': {
      const { kind, venueOrderId, strategyId: strategy, operator, reason } = entry;
      const event = kind === 'orphan-adopted' ? 'orphan.adopted' : 'orphan.narrowed';
      return logLine('warn', event, { venueOrderId, strategy, operator, reason });
    }
  }
}
