/** What the package offers to other programs: run a scenario, write a strategy, and the types of both. */
export { type RunScenarioOptions, runScenario } from './runs/run-scenario.js';
export {
  type Signal,
  type Strategy,
  type StrategyOrder,
  type StrategyOutput,
  type StrategyParams,
  type StrategyStreams,
  defineStrategy,
} from './core/host/strategy.js';
export type { Report } from './report/schema/report.js';
