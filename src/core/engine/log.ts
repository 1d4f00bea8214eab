/**
 * SCH-9, FIL-10: the structured log as data: one line at most for each journal entry, with parent and slice number where
 * it has them. Pure; printing is the cli's, counting the server's. It repeats what the journal says and adds nothing.
 *
 * Units: times and lengths in microseconds, prices in ticks, quantities in lots, unless the field's name says otherwise.
 */
import type { EpochMicros } from '../ground/units.js';
import type { AccountEntry, Entry } from '../state/entry.js';
import type { GroupedEntry } from '../state/grouped-entry.js';
import { isFillHealthEntry } from '../state/evolve-fill-health.js';
import { isHistoryEntry } from '../state/evolve-history.js';
import { isLedgerEntry } from '../state/evolve-ledgers.js';
import { isReconciliationEntry } from '../state/evolve-reconciliation.js';
import { isGateEntry } from '../state/evolve-gate.js';
import { isOpenOrdersEntry } from '../state/evolve-open-orders.js';
import { isOrphanEntry } from '../state/evolve-orphan.js';
import { isPositionEntry } from '../state/evolve-position.js';
import { isSignalEntry } from '../state/evolve-signal.js';
import { isChildEntry, isParentEntry } from '../state/evolve.js';
import { childLine } from './log-child.js';
import type { RequestBudget } from '../state/request-budget.js';
import { type LogLine, logLine } from './log-line.js';
import { historyLine } from './log-history.js';
import { ledgerLine } from './log-ledgers.js';
import { reconciliationLine } from './log-reconciliation.js';
import { gateLine } from './log-gate.js';
import { openOrdersLine } from './log-open-orders.js';
import { operatorLine } from './log-operator.js';
import { orphanLine } from './log-orphan.js';
import { positionLine } from './log-position.js';
import { signalLine } from './log-signal.js';
import { parentLine } from './log-parent.js';
import type { State } from '../state/state.js';
import type { ClockEntry } from '../state/venue-clock.js';

/** `state` is the one after the entry. Null: the entry is bookkeeping that nobody reads a log for. */
export function logOf(entry: Entry, at: EpochMicros, state: State): LogLine | null {
  if (isChildEntry(entry)) {
    const child = state.children.get(entry.clientOrderId);
    return child === undefined ? null : childLine(entry, at, child);
  }
  return isParentEntry(entry) ? parentLine(entry) : accountLine(entry);
}

const ALERT_LEVELS = { info: 'info', warning: 'warn', critical: 'error' } as const;

function accountLine(entry: AccountEntry): LogLine | null {
  if (isSignalEntry(entry)) return signalLine(entry);
  if (isPositionEntry(entry)) return positionLine(entry);
  if (isOpenOrdersEntry(entry)) return openOrdersLine(entry);
  if (isOrphanEntry(entry)) return orphanLine(entry);
  if (isGateEntry(entry)) return gateLine(entry);
  if (isHistoryEntry(entry)) return historyLine(entry);
  if (isLedgerEntry(entry)) return ledgerLine(entry);
  if (isReconciliationEntry(entry)) return reconciliationLine(entry);
  return isFillHealthEntry(entry) ? null : otherLine(entry);
}

type OtherEntry = Exclude<AccountEntry, GroupedEntry>;

function otherLine(entry: OtherEntry): LogLine | null {
  switch (entry.kind) {
    case 'kill-switch': {
      const { engaged, operator, reason, cancelWorking } = entry;
      return logLine('warn', 'kill-switch', { engaged, operator, reason, cancelWorking });
    }
    case 'breaker': {
      const { state, operator, reason } = entry;
      return logLine('warn', 'breaker', { state, operator, reason });
    }
    case 'quarantine': {
      const { held, strategyId, symbol, operator, reason } = entry;
      return logLine('warn', 'quarantine', { held, strategyId, symbol, operator, reason });
    }
    case 'engine-chosen': {
      const { engine, operator, reason } = entry;
      return logLine('warn', 'engine.chosen', { engine, operator, reason });
    }
    case 'large-order': {
      const { order, text, answer } = entry;
      return logLine('warn', 'order.large', { order, text, answer });
    }
    case 'limits-set':
      return logLine('warn', 'limits.set', { operator: entry.operator, reason: entry.reason });
    case 'operator-refused':
    case 'stop-asked':
      return operatorLine(entry);
    case 'request-budget':
      return budgetLine(entry.budget);
    case 'feed':
    case 'stream':
      return linkLine(entry.kind, entry.status);
    case 'clock-doubted':
    case 'clock-measured':
      return clockLine(entry);
    case 'rate-limited':
      return logLine(entry.until === null ? 'info' : 'warn', 'rate-limited', {
        until: entry.until,
      });
    case 'report-unmatched': {
      const { clientOrderId: order, venueOrderId, text } = entry;
      return logLine('error', 'report.unmatched', { order, venueOrderId, text });
    }
    case 'alert': {
      const { code, level, subject, text, state, operator } = entry;
      const shown = state === 'raised' ? ALERT_LEVELS[level] : 'info';
      const who = operator === undefined ? {} : { operator };
      return logLine(shown, 'alert', { code, subject, text, state, ...who });
    }
    case 'confirmation-required':
    case 'confirmation-used':
    case 'call-judged':
    case 'account-watch':
    case 'read-requested':
    case 'read-answered':
      return null;
  }
}

const linkLine = (name: string, status: 'up' | 'down'): LogLine =>
  logLine(status === 'up' ? 'info' : 'warn', name, { status });

const budgetLine = ({ requests, per, reserved }: RequestBudget): LogLine =>
  logLine('info', 'request-budget', { requests, per, reserved });

function clockLine(entry: ClockEntry): LogLine {
  if (entry.kind === 'clock-doubted')
    return logLine('warn', 'clock.doubted', { stepped: entry.stepped });
  const { offset, within } = entry;
  return logLine('info', 'clock.measured', { offset, within });
}
