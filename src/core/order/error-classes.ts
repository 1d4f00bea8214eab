/**
 * FIL-4: what a venue's error says about a request, by allow-lists that are data of each venue's adapter. What stands in
 * no list says nothing: the outcome of an effect is unknown, a read failed for reasons nobody knows. The core knows no
 * venue's codes. Pure.
 */
import type { EffectOutcome, ReadAnswer, ReadFailureClass } from './outcome.js';
import type { OrderEntry, VenueQuery } from './venue-message.js';

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
  /** Codes that answer a query for an order: it was there, ended without a fill, and is kept no longer (F:QRY11). */
  readonly archived: ReadonlySet<string>;
  /** Refusals that say that the symbol is not traded any more (F:MD10). */
  readonly gone: ReadonlySet<string>;
  /** Codes that prove of any request that it was not looked at, since its time was wrong (F:SUB8). */
  readonly clock: ReadonlySet<string>;
  /** What a query for positions is answered with where nothing is held: flat, not failed. */
  readonly flat: ReadonlySet<string>;
}

export function outcomeOfError(
  { refused, gone, clock }: ErrorClasses,
  asked: EffectKind,
  { code, text }: VenueError,
): EffectOutcome {
  if (clock.has(code))
    return { kind: 'not-sent', reason: 'clock-refused', retryAfter: null, veto: null };
  return refused[asked].has(code)
    ? { kind: 'rejected', code, text, ...(gone.has(code) ? { gone: true } : {}) }
    : { kind: 'unknown', shape: 'unparsable' };
}

export function answerOfError(
  { reads, archived, clock }: ErrorClasses,
  asked: VenueQuery['kind'],
  { code, text }: VenueError,
): ReadAnswer {
  if (asked === 'query-order' && archived.has(code)) return { kind: 'archived' };
  const failure = clock.has(code) ? 'clock-refused' : (reads.get(code) ?? 'ambiguous');
  return { kind: 'failed', failure, retryAfter: null, text: `${code}: ${text}` };
}
