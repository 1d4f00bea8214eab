/** What a plan's venue has to be like so that it goes by each request's own window of time, as Binance does. */
import type { SimulationPlan } from '../../../runs/simulation-plan.js';
import type { Micros } from '../../../core/ground/units.js';
import { AHEAD_MOST, RECV_WINDOW_MOST } from './request/admission.js';

/** Of a request that is stamped as far ahead as the venue takes it. */
const WINDOW_MOST = RECV_WINDOW_MOST + AHEAD_MOST;

/** The venue's own bound is as long as the longest window, by the wall clock; the request's own is never longer. */
export const withRequestWindows = (plan: SimulationPlan, speed: number): SimulationPlan => ({
  ...plan,
  venue: { ...plan.venue, validFor: Math.ceil(WINDOW_MOST * speed) as Micros },
});
