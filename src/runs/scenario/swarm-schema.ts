/** `swarm:` of a scenario: faults drawn from the seed of each run, beside those it names (sim/fault/swarm.ts). */
import { z } from 'zod';
import { type VenueFacts, isExcluded } from '../../sim/fault/excluded.js';
import type { FaultSpec } from '../../sim/fault/fault-set.js';
import { FAULT_KINDS } from '../../sim/fault/registry.js';
import { SWARM_DEFAULTS, type SwarmRun, drawSwarm } from '../../sim/fault/swarm.js';
import type { Micros } from '../../core/ground/units.js';
import { drawSchedule } from '../../sim/fault/schedules.js';
import { durationField } from './fields.js';

const KIND_NAMES = [...FAULT_KINDS.keys()];
const UNASKED = KIND_NAMES.filter((name) => FAULT_KINDS.get(name)?.onlyNamed !== true);

export const swarmSchema = z
  .strictObject({
    kinds: z.array(z.enum(KIND_NAMES)).min(1).default(UNASKED).meta({
      description:
        'which kinds may be drawn; when left out all but those that need somebody to answer them',
    }),
    without: z
      .array(z.enum(KIND_NAMES))
      .default([])
      .meta({ description: 'which of them are never drawn' }),
    share: z
      .number()
      .gt(0)
      .max(1)
      .default(SWARM_DEFAULTS.share)
      .meta({ description: 'share of the kinds that are active in a run' }),
    atLeast: z
      .int()
      .min(0)
      .max(KIND_NAMES.length)
      .default(SWARM_DEFAULTS.atLeast)
      .meta({ description: 'active kinds are at least so many' }),
    heals: durationField
      .default(SWARM_DEFAULTS.heals)
      .meta({ description: 'no drawn fault acts in the last part of the run, which is so long' }),
    longest: durationField
      .default(SWARM_DEFAULTS.longest)
      .meta({ description: 'no drawn length is longer' }),
    schedules: z
      .number()
      .min(0)
      .max(1)
      .default(0)
      .meta({ description: 'share of the runs in which outages come by a schedule' }),
  })
  .meta({ description: 'faults drawn from the seed of each run, beside those of faults' });

/** An order that may be cut into slices. */
interface Sliced {
  readonly at: Micros;
  readonly duration?: Micros | undefined;
  readonly slices?: number | undefined;
}

/** Of a scenario. */
interface Swarming {
  readonly swarm?: z.output<typeof swarmSchema> | undefined;
  readonly venue: VenueFacts;
  readonly orders: readonly Sliced[];
}

/** What may be drawn. */
export const drawnKinds = ({ swarm }: Pick<Swarming, 'swarm'>): readonly string[] =>
  swarm === undefined ? [] : swarm.kinds.filter((kind) => !swarm.without.includes(kind));

/** What is drawn for a run, but for what no client can survive; nothing where the scenario has no swarm. */
export function swarmOf({ swarm, venue, orders }: Swarming, run: SwarmRun): readonly FaultSpec[] {
  if (swarm === undefined) return [];
  const { share, atLeast, longest, heals } = swarm;
  const names = new Set(drawnKinds({ swarm }));
  const kinds = [...FAULT_KINDS.values()].filter(({ kind }) => names.has(kind));
  const drawn = [
    ...drawSwarm({ kinds, share, atLeast, longest, heals }, run),
    ...drawSchedule(swarm.schedules, {
      seed: run.seed,
      acts: Math.max(0, run.length - heals) as Micros,
      longest,
      boundaries: orders.flatMap(boundariesOf),
    }),
  ];
  return drawn.filter((spec) => !isExcluded(spec, venue, drawn));
}

/** When the slices of an order are due, since the start of the run; none of an order that is not cut. */
function boundariesOf({ at, duration, slices }: Sliced): readonly Micros[] {
  if (duration === undefined || slices === undefined) return [];
  return Array.from(
    { length: slices },
    (_, index) => (at + Math.round((index * duration) / slices)) as Micros,
  );
}
