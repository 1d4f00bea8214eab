/**
 * What a strategy says again after its process began anew. What it knew is gone, and what the engine knows of its orders is not: a key that it
 * gave before names the order it made then, whatever it says of it now, or one decision would be traded twice. Pure.
 */
import { isParentTerminal } from '../core/order/parent.js';
import type { RawOrderRequest } from '../core/order/order-request.js';
import { identityDates, parentIdOf } from '../core/plan/identity.js';
import { validateRequest } from '../core/plan/validate.js';
import type { EngineConfig } from '../core/state/config.js';
import { identityContext } from '../core/state/identity-context.js';
import type { ParentState, State } from '../core/state/state.js';
import type { EpochMicros } from '../core/ground/units.js';

export interface AskedAgain {
  readonly config: EngineConfig;
  readonly state: Pick<State, 'parents'>;
  readonly at: EpochMicros;
}

/**
 * Whether the core would make another order of what `before` stands for. It recognises what is said as it was on the same date (TWAP-5), and writes that
 * down; what it would not is kept from it while that order goes on, and for the rest of its date. Tomorrow the key is another order's.
 */
export function wouldDouble(
  before: ParentState,
  request: RawOrderRequest,
  { config, state, at }: AskedAgain,
): boolean {
  const known = config.instruments.get(before.request.symbol);
  if (known === undefined) return true;
  const isGone =
    isParentTerminal(before.status) && !identityDates(known.calendar, at).includes(before.date);
  return !isGone && !isRecognised(request, { config, state, at });
}

function isRecognised(raw: RawOrderRequest, { config, state, at }: AskedAgain): boolean {
  const instrument = config.instruments.get(raw.symbol);
  if (instrument === undefined) return false;
  const validated = validateRequest(raw, instrument);
  return (
    validated.ok &&
    identityDates(instrument.calendar, at).some((date) =>
      state.parents.has(parentIdOf(validated.request, identityContext(config, date))),
    )
  );
}
