/**
 * S22: once the venue has said when to come back, no order and no read leaves before that time; cancels pass, since they
 * only reduce risk. Judged, by the engine's own clock, by what it was told and what it asked for after that, not by what it made of it.
 */
import { lengthText } from '../../../core/ground/length-text.js';
import type { Entry } from '../../../core/state/entry.js';
import type { Input } from '../../../core/state/input.js';
import type { EpochMicros, Micros } from '../../../core/ground/units.js';
import type { CheckerFactory } from '../checker.js';

export const retryAfter: CheckerFactory = ({ check, broken, ownOf }) => {
  let until = 0;
  return {
    id: 'S22',
    onInput(input) {
      const wait = waitOf(input);
      if (wait !== null) until = Math.max(until, ownOf(input.at) + wait);
    },
    onEntry(entry, now: EpochMicros) {
      const at = ownOf(now);
      const asked = requestOf(entry);
      if (asked === null) return;
      if (!check(at >= until))
        broken({
          id: 'S22',
          at,
          detail: `${asked} ${lengthText(until - at)} before the venue may be asked again`,
        });
    },
  };
};

function waitOf(input: Input): Micros | null {
  if (input.kind === 'outcome' && input.outcome.kind === 'not-sent')
    return input.outcome.reason === 'rate-limited' ? input.outcome.retryAfter : null;
  if (input.kind === 'answer' && input.answer.kind === 'failed')
    return input.answer.failure === 'rate-limited' ? input.answer.retryAfter : null;
  return null;
}

/** What of an entry the venue would see; null = nothing that has to wait. */
function requestOf(entry: Entry): string | null {
  if (entry.kind === 'submit-intent') return `submit of ${entry.clientOrderId}`;
  // The day's volume is no request to the venue that trades.
  if (entry.kind !== 'read-requested' || entry.read.kind === 'read-volume') return null;
  return entry.read.kind;
}
