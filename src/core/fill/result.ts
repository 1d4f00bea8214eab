/** FIL-0: what the fill monitor concluded about one child, from what is believed of it now. */
import type { FillOutcome, FillResult } from '../engine/entry.js';
import type { ChildState } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import { formatAverage } from '../instrument.js';
import { isOver } from '../order/belief.js';
import { MICROS_PER_MS } from '../units.js';
import { feesOfLedger } from './fees.js';
import { slippageBpsText } from './slippage.js';
import { verify } from './verifier.js';

function outcomeOf(child: ChildState): FillOutcome {
  const { belief } = child;
  if (belief.status === 'filled') return 'filled';
  if (!isOver(belief)) return 'unknown';
  if (belief.filled > 0) return 'partial';
  return child.cancel.reason === 'deadline' && belief.status === 'canceled' ? 'timeout' : 'failed';
}

export function resultOf(step: Step, child: ChildState): FillResult {
  const { belief, monitor, terms } = child;
  const instrument = step.instrument(terms.symbol);
  const fees = feesOfLedger(belief.ledger, instrument, step.config.venue.estimatedFeeBps);
  const averagePrice = formatAverage(instrument, belief.ledger.notional, BigInt(belief.ledger.quantity));
  const slippage = slippageBpsText(terms.side, belief.ledger, child.expectedMidTwice);
  const verdict = verify(belief, terms.quantity);
  return {
    outcome: outcomeOf(child),
    reason: belief.status,
    filledQuantity: belief.filled,
    averagePrice,
    feesQuote: fees.feeQuote,
    feesEstimated: fees.estimated,
    venueFillTime: null,
    detectedAt: monitor.detectedAt,
    methods: verdict.methods,
    confidenceBps: verdict.confidenceBps,
    slippageBps: slippage,
    slippageFlag: slippage !== null && Number(slippage) > step.config.fillDetection.slippageThresholdBps,
    polls: monitor.polls,
    retries: monitor.retries,
    elapsedMs: Math.floor((step.at - (child.submit.firstAt ?? step.at)) / MICROS_PER_MS),
  };
}
