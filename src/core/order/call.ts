/** FIL-11: how a request ended that was asked of venue or feed: with word of it, or without. Pure. */
import type { EffectOutcome, ReadAnswer } from './outcome.js';

export type CallEnd = 'answered' | 'failed';

interface Ended {
  readonly kind: string;
  readonly outcome?: EffectOutcome;
  readonly answer?: ReadAnswer;
}

/** Null for what ends no request: a veto is our own, and everything that is told unasked. */
export function callOf({ kind, outcome, answer }: Ended): CallEnd | null {
  if (kind === 'answer' && answer !== undefined)
    return answer.kind === 'failed' ? 'failed' : 'answered';
  if (kind !== 'outcome' || outcome === undefined) return null;
  if (outcome.kind === 'unknown') return 'failed';
  if (outcome.kind !== 'not-sent') return 'answered';
  return outcome.reason === 'vetoed' ? null : 'failed';
}
