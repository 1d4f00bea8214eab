/** The venue's clock as far as the engine knows it (F:SUB8): what is said to the venue is stamped by it. */
import { type EpochMicros, plus } from '../ground/units.js';
import type { ClockOffset } from './command.js';
import type { State } from './state.js';

type Clocked = Pick<State, 'clockOffset'>;

/** What the venue's clock shows when ours shows `at`. */
export const atVenue = ({ clockOffset }: Clocked, at: EpochMicros): EpochMicros =>
  clockOffset === undefined ? at : plus(at, clockOffset);

/** For a command: what its time of leaving is stamped with. */
export const stamped = ({ clockOffset }: Clocked): { readonly clockOffset?: ClockOffset } =>
  clockOffset === undefined || clockOffset === 0 ? {} : { clockOffset };
