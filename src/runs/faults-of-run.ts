/** The faults of one run: those its scenario names, then those its swarm draws from the seed. */
import type { FaultSpec } from '../sim/fault/fault-set.js';
import type { SwarmRun } from '../sim/fault/swarm.js';
import type { Scenario } from './scenario/schema.js';
import { swarmOf } from './scenario/swarm-schema.js';

export const faultsOfRun = (scenario: Scenario, run: SwarmRun): readonly FaultSpec[] => [
  ...scenario.faults,
  ...swarmOf(scenario, run),
];
