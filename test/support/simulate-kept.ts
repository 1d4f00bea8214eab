/** A simulated run with all its blocks kept, inputs and entries as objects: what tests look at and no real run affords. */
import type { JournalBlock } from '../../src/core/state/journal-block.js';
import {
  type SimulationOptions,
  type SimulationPlan,
  type SimulationResult,
  simulate,
} from '../../src/runs/simulation.js';

export type KeptSimulation = SimulationResult & { readonly blocks: readonly JournalBlock[] };

export function simulateKept(
  plan: SimulationPlan,
  options: SimulationOptions = {},
): KeptSimulation {
  const blocks: JournalBlock[] = [];
  const result = simulate(plan, {
    ...options,
    onBlock: (block, state) => {
      blocks.push(block);
      options.onBlock?.(block, state);
    },
  });
  return { ...result, blocks };
}
