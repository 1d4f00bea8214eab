/** Folds what the journal says about the engine as a whole: alerts, and which reads were asked for whom. */
import type { EngineEntry } from '../../core/state/entry.js';
import type { EpochMicros } from '../../core/ground/units.js';
import { type Folds, type RunDraft, pass } from './draft.js';

export const ACCOUNT_FOLDS: Folds<EngineEntry> = {
  alert: foldAlert,
  'read-requested': foldRead,
  'read-answered': pass,
  'kill-switch': pass,
  breaker: pass,
  'operator-refused': pass,
  feed: pass,
  'report-unmatched': pass,
};

function foldAlert(
  draft: RunDraft,
  entry: Extract<EngineEntry, { kind: 'alert' }>,
  at: EpochMicros,
): void {
  const key = JSON.stringify([entry.code, entry.subject]);
  const held = draft.alerts.get(key);
  const { code, level, subject, text, state } = entry;
  const raised = state === 'raised' ? 1 : 0;
  draft.alerts.set(key, {
    code,
    level,
    subject,
    text: held !== undefined && raised === 0 ? held.text : text,
    state,
    first: held?.first ?? at,
    last: at,
    count: (held?.count ?? 0) + raised,
  });
}

function foldRead(draft: RunDraft, entry: Extract<EngineEntry, { kind: 'read-requested' }>): void {
  const { read, purpose, clientOrderId } = entry;
  if (read.kind === 'read-quote') draft.readSymbols.set(read.readId, read.symbol);
  if (purpose !== 'poll' || clientOrderId === null) return;
  const child = draft.children.get(clientOrderId);
  if (child !== undefined) child.polls += 1;
}
