/**
 * When a fault is in force that may last for the whole run: from the beginning unless `at` says otherwise, to the end
 * unless `for` does.
 */
import { type Micros, micros, seconds } from '../../core/ground/units.js';
import type { FaultContext } from './fault-kind.js';
import { type MomentSpec, Span } from './moment.js';
import { duration, moment, optional } from './parameter.js';

export const forceParameters = {
  at: optional(moment('when it begins; with the run when left out')),
  for: optional(duration('how long it lasts; to the end of the run when left out')),
};

/** Longer than any run. */
const ENDLESS = seconds(1_000_000_000);

export function spanInForce(
  values: { readonly at: MomentSpec | null; readonly for: Micros | null },
  { momentOf }: FaultContext,
): Span {
  return new Span(momentOf(values.at ?? micros(0)), values.for ?? ENDLESS);
}
