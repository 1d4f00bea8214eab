/** Keeps what the venue refused of the orders that entries tell of (S22). */
import type { EpochMicros } from '../ground/units.js';
import type { Entry } from './entry.js';
import { refused, taken, triedAgain } from './refusals.js';
import type { State } from './state.js';

export function countRefusal(state: State, entry: Entry, at: EpochMicros): void {
  if (entry.kind !== 'submit-settled' && entry.kind !== 'submit-intent') return;
  const { refusals } = state;
  const terms = state.children.get(entry.clientOrderId)?.terms;
  if (terms === undefined) return;
  if (entry.kind === 'submit-settled' && entry.as === 'rejected')
    state.refusals = refused(refusals, terms, at);
  else if (refusals !== undefined)
    state.refusals =
      entry.kind === 'submit-intent' ? triedAgain(refusals, terms, at) : taken(refusals, terms);
}
