/** What each cause of a difference in cost or delay is, for texts and pages. */
import type { CostCause, DelayCause } from '../schema/divergence.js';

export const COST_WORDS: Readonly<Record<CostCause, string>> = {
  latency: 'what takers paid beyond the price of their decision: it moved, or the book was short',
  queue: 'what resting orders paid beyond it; below 0: earned by waiting',
  trigger: 'the price moved until stops let orders go',
  partials: 'what did not fill in its slice: filled later, or never',
  rejects: 'the same of slices that the venue refused',
  unsent: 'the same of slices that were not sent',
  overfilled: 'filled beyond the order',
  rounding: 'slices of other shares: whole lots',
  plan: 'another number of slices',
  fees: 'commissions',
  market: 'their decisions saw other prices',
};

export const DELAY_WORDS: Readonly<Record<DelayCause, string>> = {
  schedule: 'from due to the first submit',
  resends: 'from the first submit to the one that the venue took',
  latency: 'from that submit to the first word of the venue',
  queue: 'from the first word to the first fill',
  partials: 'from the first fill to later ones, and to slices that filled the rest',
  rejects: 'from slices that were refused to those that filled in their place',
  unsent: 'from slices that were not sent to those that filled in their place',
};
