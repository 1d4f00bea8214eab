/** What the package offers to other programs: run a scenario, write a strategy, and the types of both. */
export { type RunScenarioOptions, runScenario } from './runs/run-scenario.js';
export {
  type Signal,
  type Strategy,
  type StrategyCancel,
  type StrategyDepth,
  type StrategyFill,
  type StrategyOrder,
  type StrategyOutput,
  type StrategyParams,
  type StrategyPosition,
  type StrategyRefusal,
  type StrategyStreams,
  type StrategyTrade,
  defineStrategy,
} from './core/host/strategy.js';
export type { StrategyInstrument, StrategyQuote } from './core/host/strategy-instrument.js';
export type { Report } from './report/schema/report.js';
