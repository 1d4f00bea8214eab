/** Folds what the journal says about what belongs to no parent: alerts, and which reads were asked for whom. */
import type { AccountEntry } from '../../core/state/entry.js';
import type { EpochMicros } from '../../core/ground/units.js';
import { GATE_FOLDS, RECONCILIATION_FOLDS } from './fold-reconciliation.js';
import { ORPHAN_FOLDS } from './fold-orphan.js';
import { HISTORY_FOLDS } from './fold-history.js';
import { LEDGER_FOLDS } from './fold-ledgers.js';
import { OPEN_ORDERS_FOLDS } from './fold-open-orders.js';
import { POSITION_FOLDS } from './fold-position.js';
import { SIGNAL_FOLDS } from './fold-signal.js';
import { type Folds, type RunDraft, pass } from './draft.js';
import { noteAlert } from './note-alert.js';
import { noteFinding } from './note-finding.js';

export const ACCOUNT_FOLDS: Folds<AccountEntry> = {
  alert: foldAlert,
  'read-requested': foldRead,
  'read-answered': pass,
  'kill-switch': pass,
  breaker: pass,
  'call-judged': pass,
  'call-counted': pass,
  'order-rated': pass,
  'account-watch': pass,
  quarantine: pass,
  'engine-chosen': pass,
  'large-order': pass,
  'confirmation-required': pass,
  'confirmation-used': pass,
  'limits-set': pass,
  'request-budget': pass,
  ...SIGNAL_FOLDS,
  ...POSITION_FOLDS,
  ...GATE_FOLDS,
  ...RECONCILIATION_FOLDS,
  ...ORPHAN_FOLDS,
  ...HISTORY_FOLDS,
  ...LEDGER_FOLDS,
  ...OPEN_ORDERS_FOLDS,
  'operator-refused': pass,
  'stop-asked': pass,
  feed: pass,
  stream: pass,
  'clock-doubted': pass,
  'clock-measured': pass,
  'rate-limited': pass,
  'report-unmatched': pass,
};

function foldAlert(
  draft: RunDraft,
  entry: Extract<AccountEntry, { kind: 'alert' }>,
  at: EpochMicros,
): void {
  noteAlert(draft.alerts, entry, at);
  const { code, state, subject, text } = entry;
  if (code === 'position-differs' && state === 'raised')
    noteFinding(draft, { at, what: 'position', subject, text });
}

function foldRead(draft: RunDraft, entry: Extract<AccountEntry, { kind: 'read-requested' }>): void {
  const { purpose, owner } = entry;
  if (purpose !== 'poll' || owner.kind !== 'child') return;
  const child = draft.children.get(owner.clientOrderId);
  if (child !== undefined) child.polls += 1;
}
