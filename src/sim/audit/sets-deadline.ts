/** The entries that say until when a fill is waited for. */
import type { Entry } from '../../core/state/entry.js';

type Setting = Extract<Entry, { kind: 'submit-intent' | 'replace-intent' | 'deadline-extended' }>;

export const setsDeadline = (entry: Entry): entry is Setting =>
  entry.kind === 'submit-intent' ||
  entry.kind === 'replace-intent' ||
  entry.kind === 'deadline-extended';
