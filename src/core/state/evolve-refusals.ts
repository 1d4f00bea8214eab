/** Keeps what the venue refused of the orders and replaces that entries tell of (S22). */
import type { EpochMicros } from '../ground/units.js';
import type { Entry } from './entry.js';
import { askedWith, refused, taken, triedAgain } from './refusals.js';
import type { State } from './state.js';

export function countRefusal(state: State, entry: Entry, at: EpochMicros): void {
  const isIntent = entry.kind === 'submit-intent' || entry.kind === 'replace-intent';
  if (!isIntent && entry.kind !== 'submit-settled') return;
  const { refusals } = state;
  const child = state.children.get(entry.clientOrderId);
  if (child === undefined) return;
  const asked = askedWith(child);
  if (entry.kind === 'submit-settled' && entry.as === 'rejected')
    state.refusals = refused(refusals, asked, at);
  else if (refusals !== undefined)
    state.refusals = isIntent ? triedAgain(refusals, asked, at) : taken(refusals, asked);
}
