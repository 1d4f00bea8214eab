/**
 * The strategies of a run whose client may be stopped and begin again: each process has its own, and what went wrong in any of them is told. What
 * heals has to come to its end (L1), so that from there on none of them asks for more. Mutable, one a run.
 */
import { type Clock, LANE_WAKE } from '../core/ground/clock.js';
import type { Assembly } from './assembly.js';
import type { SimulationPlan } from './simulation-plan.js';
import type { StrategyFailure, StrategyRunner } from './strategy-runner.js';

export class StrategiesOfLives {
  readonly #runners: StrategyRunner[] = [];
  #areOver = false;

  constructor(
    { heal, end, strategies = [] }: Pick<SimulationPlan, 'heal' | 'end' | 'strategies'>,
    clock: Clock,
  ) {
    if (heal === undefined || strategies.length === 0) return;
    clock.schedule(end, LANE_WAKE, () => {
      this.#areOver = true;
      for (const runner of this.#runners) runner.stop();
    });
  }

  /** A process has begun. */
  begin({ strategies }: Pick<Assembly, 'strategies'>): void {
    this.#runners.push(strategies);
    if (this.#areOver) strategies.stop();
  }

  get failures(): readonly StrategyFailure[] {
    return this.#runners.flatMap(({ failures }) => failures);
  }
}
