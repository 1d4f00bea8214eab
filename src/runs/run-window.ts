/**
 * When a run begins and how long it lasts: what the clock section says, else the time that all recorded markets cover,
 * else a fixed instant and ten minutes. Pure.
 */
import {
  type EpochMicros,
  type Micros,
  epochMicros,
  micros,
  seconds,
} from '../core/ground/units.js';
import { type Tape, tapeEnd, tapeStart } from '../sim/tape/tape.js';
import { listingsOf } from './scenario/listings.js';
import type { Scenario } from './scenario/schema.js';
import type { SimulationPlan } from './simulation.js';

/** Where a generated market begins unless the scenario says when: any fixed instant will do. */
const GENERATED_START = epochMicros(1_704_067_200_000_000);
const GENERATED_DURATION = seconds(600);

/** Less of the data than a duration is written in. */
const LEFT_OVER = seconds(1);

export interface RunWindow {
  readonly start: EpochMicros;
  readonly length: Micros;
}

export function runWindow(
  { clock }: Pick<Scenario, 'clock'>,
  recorded: readonly Tape[],
): RunWindow {
  if (recorded.length === 0) {
    return {
      start: clock.start ?? GENERATED_START,
      length: clock.duration ?? GENERATED_DURATION,
    };
  }
  const start = clock.start ?? epochMicros(Math.max(...recorded.map(tapeStart)));
  const last = Math.min(...recorded.map(tapeEnd));
  return { start, length: clock.duration ?? micros(Math.max(0, last - start)) };
}

/** A run that goes on to where a recorded market has no more ends with the data, also where its duration was cut to fit. */
export function endedWith(
  scenario: Pick<Scenario, 'instrument' | 'market' | 'instruments'>,
  { markets, end }: Pick<SimulationPlan, 'markets' | 'end'>,
): 'data' | 'time' {
  const recorded = new Set(
    listingsOf(scenario)
      .filter(({ market }) => market.replay !== undefined)
      .map(({ instrument }) => instrument.symbol),
  );
  const isOver = markets.some(
    ({ instrument, tape }) => recorded.has(instrument.symbol) && end + LEFT_OVER > tapeEnd(tape),
  );
  return isOver ? 'data' : 'time';
}
