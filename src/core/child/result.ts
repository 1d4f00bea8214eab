/** FIL-0: what the fill monitor concluded about one child, from what is believed of it now. */
import type { FillOutcome, FillResult } from '../state/entry.js';
import type { ChildState } from '../state/state.js';
import type { Step } from '../state/step.js';
import { formatAverage } from '../ground/instrument.js';
import { type OrderBelief, isOver } from '../order/belief.js';
import { type FillLedger, rowsOf } from '../order/fill-ledger.js';
import { type VenueNanos, compareVenueNanos, venueMicros } from '../order/order.js';
import type { OrderStatus } from '../order/status.js';
import { type EpochMicros, MICROS_PER_MS } from '../ground/units.js';
import { feesOfLedger } from './fees.js';
import { exceedsSlippage, slippageBpsText } from './slippage.js';
import { verify } from './verifier.js';

/** The reason of FIL-6. */
export const PARTIAL_REJECTED = 'PARTIAL_REJECTED';

/** Filled by a word: the venue calls it filled and has not said how much. */
export const isFilledByWord = ({ status, filled, busted, identity }: OrderBelief): boolean =>
  status === 'filled' && busted === 0 && filled < identity.quantity;

function outcomeOf(child: ChildState, endedAs: OrderStatus): FillOutcome {
  const { belief } = child;
  if (isFilledByWord(belief) && endedAs === 'filled') return 'unknown';
  // The word stands until the venue has another one for what a bust left.
  if (endedAs === 'filled' && belief.filled >= belief.identity.quantity) return 'filled';
  if (!isOver(belief)) return 'unknown';
  if (belief.filled > 0) return isRejectedPart(child) ? 'failed' : 'partial';
  return child.cancel.reason === 'deadline' && endedAs === 'canceled' ? 'timeout' : 'failed';
}

/** FIL-6 `reject-and-cancel`: what filled of it was not wanted, and is booked. */
const isRejectedPart = ({ cancel, belief }: ChildState): boolean =>
  cancel.reason === 'partial-rejected' && isOver(belief) && belief.status !== 'filled';

/** The status, and where the order was refused or could not be sent, why. */
function reasonOf(child: ChildState, endedAs: OrderStatus): string {
  if (isRejectedPart(child)) return PARTIAL_REJECTED;
  const { refused } = child.submit;
  return refused !== null && (endedAs === 'rejected' || endedAs === 'failed')
    ? `${endedAs}: ${refused}`
    : endedAs;
}

/** When the venue made the last execution; null when it made none. */
function venueFillTimeOf(ledger: FillLedger): EpochMicros | null {
  let last: VenueNanos | null = null;
  for (const { execution } of rowsOf(ledger)) {
    if (compareVenueNanos(execution.venueTime, last) > 0) last = execution.venueTime;
  }
  return last === null ? null : venueMicros(last);
}

/** `endedAs`: what its end is taken for, where that is not the strongest word that was said of it. */
export function resultOf(
  step: Step,
  child: ChildState,
  endedAs: OrderStatus = child.belief.status,
): FillResult {
  const { belief, watch, terms } = child;
  const instrument = step.instrument(terms.symbol);
  const fees = feesOfLedger(belief.ledger, instrument, step.config.venue.estimatedFeeBps);
  const averagePrice = formatAverage(
    instrument,
    belief.ledger.notional,
    BigInt(belief.ledger.quantity),
  );
  const slippage = slippageBpsText(terms.side, belief.ledger, child.expectedMidTwice);
  const thresholdBps = step.config.fillDetection.slippageThresholdBps;
  const verdict = verify(belief, terms.quantity);
  return {
    outcome: outcomeOf(child, endedAs),
    reason: reasonOf(child, endedAs),
    filled: belief.filled,
    averagePrice,
    feesQuote: fees.feeQuote,
    feesEstimated: fees.estimated,
    venueFillTime: venueFillTimeOf(belief.ledger),
    detectedAt: watch.detectedAt,
    methods: verdict.methods,
    confidenceBps: verdict.confidenceBps,
    slippageBps: slippage,
    slippageFlag: exceedsSlippage(terms.side, belief.ledger, {
      expectedTwice: child.expectedMidTwice,
      thresholdBps,
    }),
    polls: watch.polls,
    retries: watch.retries,
    elapsedMs: Math.floor((step.at - (child.submit.firstAt ?? step.at)) / MICROS_PER_MS),
  };
}
