/** Everything a simulated run is a function of. Types only. */
import type { EngineConfig } from '../core/state/config.js';
import type { Instrument } from '../core/ground/instrument.js';
import type { EpochMicros, Micros } from '../core/ground/units.js';
import type { FaultSpec } from '../sim/fault/fault-set.js';
import type { LinkLatencySpec } from '../sim/link/link-latency.js';
import type { ConnectionOrder } from '../sim/link/request-line.js';
import type { Tape } from '../sim/tape/tape.js';
import type { FillOptions } from '../sim/fills/fill-options.js';
import type { VenueOptions } from '../sim/exchange/venue-options.js';
import type { AccountOrigin } from './account-origin.js';
import type { ScheduledCommand, ScheduledOrder, ScheduledSignal } from './assembly.js';
import type { RunStrategy } from './strategy-runner.js';

export interface PlannedMarket {
  readonly instrument: Instrument;
  readonly tape: Tape;
  readonly fill: FillOptions;
}

/** Everything a run is a function of. */
export interface SimulationPlan {
  readonly seed: number;
  /** In the order of the scenario; at least one, symbols are unique. */
  readonly markets: readonly PlannedMarket[];
  /** Random draws of each instrument's messages from streams of their own. */
  readonly drawsBySymbol?: boolean;
  readonly start: EpochMicros;
  readonly end: EpochMicros;
  /** L1: from its end on no fault acts, and so long after it all has to be as it should be; left out = the run ends there. */
  readonly heal?: Micros;
  readonly venue: VenueOptions;
  readonly accountOrigin: AccountOrigin;
  /** Names of more accounts at the venue, for which nobody trades in a run; left out where there are none. */
  readonly idleAccounts?: readonly string[];
  readonly latency: LinkLatencySpec;
  /** How long the client waits for an answer before it calls the outcome unknown; the link's default when left out. */
  readonly requestTimeout?: Micros;
  /** Whether requests keep their order on the way (F20); independent when left out. */
  readonly connection?: ConnectionOrder;
  readonly faults: readonly FaultSpec[];
  readonly engine: EngineConfig;
  readonly orders: readonly ScheduledOrder[];
  readonly signals?: readonly ScheduledSignal[];
  readonly operator: readonly ScheduledCommand[];
  readonly strategies?: readonly RunStrategy[];
}
