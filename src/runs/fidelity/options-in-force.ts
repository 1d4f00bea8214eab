/** Every option of a simulated run with the value in force, the same for all markets unless it lists several (F17). */
import { seconds } from '../../core/ground/units.js';
import type { HaltWindow } from '../../sim/exchange/venue-options.js';
import type { SimulationPlan } from '../simulation.js';
import { FILL_TELLINGS } from './fill-tellings.js';
import { type OptionInForce, tellAll } from './telling.js';
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
  return [
    ...plan.markets.flatMap(({ fill }) => tellAll(fill, FILL_TELLINGS)),
    ...profilesOf(plan).flatMap((profile) => tellAll(profile, PROFILE_TELLINGS)),
    ...tellAll(
      { idempotency, validFor, visibilityLag, requestTimeout, connection },
      VENUE_TELLINGS,
    ),
    ...tellAll(fees, FEE_TELLINGS).map((one) => under('fees', one)),
    scheduleInForce(plan.venue.feeSchedule),
    ...tellAll(account, ACCOUNT_TELLINGS).map((one) => under('account', one)),
    ...tellAll(plan.accountOrigin, ORIGIN_TELLINGS).map((one) => under('account', one)),
    ...(plan.idleAccounts === undefined ? [] : [idleInForce(plan.idleAccounts)]),
    ...latencies(plan),
  ];
}

const under = (group: string, option: OptionInForce): OptionInForce => ({
  ...option,
  name: `${group}.${option.name}`,
});

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
function latencies({ latency }: SimulationPlan): readonly OptionInForce[] {
  const { feed, submit, cancel = submit, ack, query, stream } = latency;
  const alike = (sentence: string): string =>
    told
      .filter(({ unreal }) => unreal === sentence)
      .map(({ name }) => name)
      .join(', ');
  const told = tellAll({ feed, submit, cancel, ack, query, stream }, LATENCY_TELLINGS);
  return told.map((one) =>
    under('latency', { ...one, unreal: `latency of ${alike(one.unreal)}: ${one.unreal}` }),
  );
}
