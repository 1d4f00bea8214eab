/** Counts the requests that entries mean to send against the budget, where there is one (S22). */
import type { EpochMicros } from '../ground/units.js';
import type { Entry } from './entry.js';
import { type RequestKind, counted, onStep } from './request-budget.js';
import type { State } from './state.js';

/** What of an entry the venue will count; null = nothing. */
export function requestOf(entry: Entry): RequestKind | null {
  switch (entry.kind) {
    case 'submit-intent':
      return 'submit';
    case 'cancel-intent':
    case 'orphan-cancel-intent':
      return 'cancel';
    case 'replace-intent':
      return 'replace';
    case 'read-requested':
      return entry.read.kind;
    default:
      return null;
  }
}

/** Counted as it is meant to leave; without a budget nothing is. */
export function countRequest(state: State, entry: Entry, at: EpochMicros): void {
  const { requests } = state;
  if (requests === undefined) return;
  if (entry.kind === 'clock-doubted') state.requests = onStep(requests, entry.stepped, at);
  const kind = requestOf(entry);
  if (kind !== null) state.requests = counted(requests, kind, at);
}
