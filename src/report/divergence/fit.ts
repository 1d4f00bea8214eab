/** What a scenario needs to be like a run, as far as the run's journal tells. */
import type { Fitted } from '../schema/fitted.js';
import { fitLimitOrders, fitSubmits } from './fit-fills.js';
import { fitLatency } from './fit-latency.js';
import type { Observation } from './observation.js';

export const fit = (of: Fitted['of'], run: Observation): Fitted => ({
  of,
  latency: fitLatency(run.trips),
  submits: fitSubmits(run.answers),
  limitOrders: fitLimitOrders(run),
});
