/**
 * FIL-4: what a venue's error says about a request, by allow-lists that are data of each venue's adapter. What stands in
 * no list says nothing: the outcome of an effect is unknown, a read failed for reasons nobody knows. The core knows no
 * venue's codes. Pure.
 */
import type { EffectOutcome, ReadAnswer, ReadFailureClass } from './outcome.js';
import type { OrderEntry } from './venue-message.js';

export type EffectKind = OrderEntry['kind'];

/** An error in the venue's words. */
export interface VenueError {
  readonly code: string;
  readonly text: string;
}

export interface ErrorClasses {
  /** Codes that prove that this effect was refused. */
  readonly refused: Readonly<Record<EffectKind, ReadonlySet<string>>>;
  /** Codes of queries; `ambiguous` needs no entry. */
  readonly reads: ReadonlyMap<string, Exclude<ReadFailureClass, 'ambiguous'>>;
}

export function outcomeOfError(
  { refused }: ErrorClasses,
  asked: EffectKind,
  { code, text }: VenueError,
): EffectOutcome {
  return refused[asked].has(code)
    ? { kind: 'rejected', code, text }
    : { kind: 'unknown', shape: 'unparsable' };
}

export function answerOfError({ reads }: ErrorClasses, { code, text }: VenueError): ReadAnswer {
  const failure = reads.get(code) ?? 'ambiguous';
  return { kind: 'failed', failure, retryAfter: null, text: `${code}: ${text}` };
}
