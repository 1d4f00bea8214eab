/** What a process goes by that begins on what another one left (REC-1, RCV-3). Types and defaults only. */
import { type Micros, seconds } from '../ground/units.js';

export interface RestartConfig {
  /** A slice that is later than this is late: `MISFIRE_GRACE_SECONDS`. */
  readonly misfireGrace: Micros;
  /** A gate that is shut for longer is told: `RECONCILIATION_TIMEOUT_SECONDS`. */
  readonly gateTimeout: Micros;
}

export const DEFAULT_RESTART: RestartConfig = {
  misfireGrace: seconds(60),
  gateTimeout: seconds(300),
};
