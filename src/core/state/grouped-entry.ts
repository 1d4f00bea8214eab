/** Entries of the account that a file of their own declares and another one folds, by group. Types only. */
import type { FillHealthEntry } from './fill-health.js';
import type { GateEntry } from './gate.js';
import type { HistoryEntry } from './history.js';
import type { LedgerEntry } from './ledgers.js';
import type { OpenOrdersEntry } from './open-orders.js';
import type { OrphanEntry } from './orphan.js';
import type { PositionEntry } from './position.js';
import type { ReconciliationEntry } from './reconciliation.js';
import type { SignalEntry } from './signal.js';

export type GroupedEntry =
  | SignalEntry
  | PositionEntry
  | GateEntry
  | ReconciliationEntry
  | HistoryEntry
  | LedgerEntry
  | OpenOrdersEntry
  | OrphanEntry
  | FillHealthEntry;
