/**
 * A scenario whose times are a fraction of what they were, for a venue whose market goes faster than the wall clock while the engine does
 * not: when orders, signals and commands come, and how long orders take. What the engine waits for (answers, fills, polls) stays. Pure.
 */
import type { Micros } from '../../core/ground/units.js';
import type { Scenario, ScenarioOrder } from '../scenario/schema.js';

export function compressed(scenario: Scenario, speed: number): Scenario {
  if (speed === 1) return scenario;
  const shorter = (length: Micros): Micros => Math.max(1, Math.round(length / speed)) as Micros;
  const at = <T extends { readonly at: Micros }>(timed: T): T => ({
    ...timed,
    at: timed.at === 0 ? timed.at : shorter(timed.at),
  });
  const ordered = <T extends Timed>(order: T): T => ({
    ...at(order),
    ...(order.duration === undefined ? {} : { duration: shorter(order.duration) }),
    ...(order.interval === undefined ? {} : { interval: shorter(order.interval) }),
    ...(order.fillTimeout === undefined ? {} : { fillTimeout: shorter(order.fillTimeout) }),
  });
  return {
    ...scenario,
    orders: scenario.orders.map(ordered),
    signals: scenario.signals.map(ordered),
    operator: scenario.operator.map(at),
  };
}

type Timed = Pick<ScenarioOrder, 'at' | 'duration' | 'interval' | 'fillTimeout'>;
