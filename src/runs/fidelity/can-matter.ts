/**
 * Which options can have touched a run at all (F17): what a run without halts, stops, resting orders or sales says of them
 * would only hide what is not real about it. Their values stand among the options all the same.
 */
import type { RawSignal } from '../../core/state/signal.js';
import type { SimulationPlan } from '../simulation.js';

type Holds = (plan: SimulationPlan) => boolean;

/** What a strategy will send is not known beforehand: it may be anything. */
const hasOrder =
  (wanted: (request: RawSignal['order']) => boolean): Holds =>
  ({ orders, signals = [], strategies = [] }) =>
    strategies.length > 0 ||
    orders.some(({ request }) => wanted(request)) ||
    signals.some(({ signal }) => wanted(signal.order));

const hasHalt: Holds = ({ faults }) => faults.some(({ kind }) => kind === 'halt');
const hasStop = hasOrder(({ type }) => type === 'stop' || type === 'stop-limit');
const canRest = hasOrder(({ type }) => type === 'limit' || type === 'stop-limit');
const hasSale = hasOrder(({ side }) => side === 'sell');
const hasBuy = hasOrder(({ side }) => side === 'buy');

const NEEDS: ReadonlyMap<string, Holds> = new Map([
  ['newOrdersInHalt', hasHalt],
  ['stopTrigger', hasStop],
  ['stopAlreadyThrough', hasStop],
  ['selfTrade', (plan) => canRest(plan) && hasSale(plan) && hasBuy(plan)],
  ['queue', canRest],
  ['through', canRest],
  ['account.shorting', hasSale],
  ['account.leverage', (plan) => plan.markets.length > plan.venue.account.derivatives.size],
  ['account.funding', ({ venue }) => venue.account.funding.times.length > 0],
  ['account.marginLeverage', ({ venue }) => venue.account.derivatives.size > 0],
]);

/** `name`: as the sheet calls the option. One that is not listed always can. */
export const canMatter = (plan: SimulationPlan, name: string): boolean =>
  NEEDS.get(name)?.(plan) ?? true;
