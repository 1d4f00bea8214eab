/** ALR-1: what the entries of one alert come to: raised how often, first and last when, and how it stands. Mutates `alerts`. */
import type { AccountEntry } from '../../core/state/entry.js';
import type { EpochMicros } from '../../core/ground/units.js';
import type { ProjectedAlert } from './projection.js';

export function noteAlert(
  alerts: Map<string, ProjectedAlert>,
  entry: Extract<AccountEntry, { kind: 'alert' }>,
  at: EpochMicros,
): void {
  const key = JSON.stringify([entry.code, entry.subject]);
  const held = alerts.get(key);
  const { code, level, subject, text, state } = entry;
  const raised = state === 'raised' ? 1 : 0;
  alerts.set(key, {
    code,
    level: held !== undefined && state === 'acknowledged' ? held.level : level,
    subject,
    text: held !== undefined && raised === 0 ? held.text : text,
    state,
    first: held?.first ?? at,
    last: at,
    count: (held?.count ?? 0) + raised,
  });
}
