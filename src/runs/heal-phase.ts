/**
 * What follows the end of a run that heals (L1): no fault acts any more, the market stands still and its feed lives, and after the bound all has
 * to be as it should be. Whatever still stands in the client's way by then, a process that is down or held up, a machine that sleeps, is waited for: the bound
 * counts from its end. Mutable, one a run; of a run that does not heal it is nothing but its end.
 */
import { LANE_ARRIVAL } from '../core/ground/clock.js';
import { type EpochMicros, type Micros, micros, plus, seconds } from '../core/ground/units.js';
import type { Healed } from '../sim/audit/liveness/law.js';
import type { VirtualClock } from '../sim/clock/virtual-clock.js';
import type { QuoteSink } from '../sim/market/quote-sink.js';
import type { SimulationPlan } from './simulation-plan.js';

/** Shorter than any market data may be old. */
const SIGN_OF_LIFE: Micros = seconds(1);
const AT_ONCE = micros(0);

interface HealWorld {
  readonly clock: VirtualClock;
  readonly feeds: readonly QuoteSink[];
  /** When a machine that sleeps by then wakes, and a process that stands still goes on; the time itself where neither does. */
  readonly readyAt: (at: EpochMicros) => EpochMicros;
}

export class HealPhase {
  readonly #bound: Micros | null;
  readonly #world: HealWorld;
  #from: EpochMicros;

  constructor({ heal, end }: Pick<SimulationPlan, 'heal' | 'end'>, world: HealWorld) {
    this.#bound = heal ?? null;
    this.#world = world;
    this.#from = end;
    if (heal !== undefined) world.clock.schedule(end, LANE_ARRIVAL, () => this.#begin());
  }

  /** Of the run, as far as it is known. */
  get end(): EpochMicros {
    return this.#bound === null ? this.#from : plus(this.#from, this.#bound);
  }

  /** What the run is judged by at its end; null = it does not heal. */
  get judged(): Healed | null {
    return this.#bound === null ? null : { from: this.#from, bound: this.#bound };
  }

  /** Something stands in the client's way until then. */
  disturbed(until: EpochMicros): void {
    if (this.#bound !== null && until > this.#from) this.#from = until;
  }

  #begin(): void {
    this.disturbed(this.#world.readyAt(this.#world.clock.now()));
    this.#pulse();
  }

  #pulse(): void {
    const { clock, feeds } = this.#world;
    const now = clock.now();
    for (const feed of feeds) feed.alive?.(now, AT_ONCE);
    const next = plus(now, SIGN_OF_LIFE);
    if (next <= this.end) clock.schedule(next, LANE_ARRIVAL, () => this.#pulse());
  }
}
