/** Every option of a simulated run with the value in force, the same for all markets unless it lists several (F17). */
import { seconds } from '../../core/ground/units.js';
import type { HaltWindow } from '../../sim/exchange/venue-options.js';
import type { SimulationPlan } from '../simulation.js';
import { FILL_TELLINGS } from './fill-tellings.js';
import { type OptionInForce, tell } from './telling.js';
import {
  ACCOUNT_TELLINGS,
  ORIGIN_TELLINGS,
  FEE_TELLINGS,
  idleInForce,
  LATENCY_TELLINGS,
  PROFILE_TELLINGS,
  type ProfileInForce,
  scheduleInForce,
  VENUE_TELLINGS,
} from './venue-tellings.js';

/** The link's own, where a plan says nothing. */
const REQUEST_TIMEOUT = seconds(5);

export function optionsInForce(plan: SimulationPlan): readonly OptionInForce[] {
  const { fees, account, idempotency, validFor, visibilityLag } = plan.venue;
  const { requestTimeout = REQUEST_TIMEOUT, connection = 'independent' } = plan;
  const told: OptionInForce[] = [];
  for (const { fill } of plan.markets) tell(told, fill, FILL_TELLINGS);
  for (const profile of profilesOf(plan)) tell(told, profile, PROFILE_TELLINGS);
  const ofVenue = { idempotency, validFor, visibilityLag, requestTimeout, connection };
  tell(told, ofVenue, VENUE_TELLINGS);
  tell(told, fees, FEE_TELLINGS, 'fees.');
  told.push(scheduleInForce(plan.venue.feeSchedule));
  tell(told, account, ACCOUNT_TELLINGS, 'account.');
  tell(told, plan.accountOrigin, ORIGIN_TELLINGS, 'account.');
  if (plan.idleAccounts !== undefined) told.push(idleInForce(plan.idleAccounts));
  tellLatencies(told, plan);
  return told;
}

/** A halt says itself what becomes of orders that arrive in it; without one, what a halt does unless told. */
function profilesOf({ venue: { profile }, faults }: SimulationPlan): readonly ProfileInForce[] {
  const inHalts = faults
    .filter(({ kind }) => kind === 'halt')
    .map(({ values }) => values['newOrders'] as HaltWindow['newOrders'] | undefined);
  const words = inHalts.length === 0 ? [undefined] : inHalts;
  return [...new Set(words.map((word) => word ?? 'refuse'))].map((newOrdersInHalt) => ({
    newOrdersInHalt,
    ...profile,
  }));
}

/** One sentence for all paths of a kind. */
function tellLatencies(told: OptionInForce[], { latency }: SimulationPlan): void {
  const { feed, submit, cancel = submit, ack, query, stream } = latency;
  const paths: OptionInForce[] = [];
  tell(paths, { feed, submit, cancel, ack, query, stream }, LATENCY_TELLINGS, 'latency.');
  for (const { name, value, unreal } of paths) {
    const alike = paths
      .filter((path) => path.unreal === unreal)
      .map(pathOf)
      .join(', ');
    told.push({ name, value, unreal: `latency of ${alike}: ${unreal}` });
  }
}

const pathOf = ({ name }: OptionInForce): string => name.slice('latency.'.length);
