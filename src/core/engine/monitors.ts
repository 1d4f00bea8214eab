/**
 * FIL-12: the engines by name. `naive` is none of the core's own: whoever wants it hands it in, and simulations alone do.
 */
import type { ChildMonitor } from '../child/monitor.js';
import { PLAIN } from '../child/plain.js';
import { ROBUST } from '../child/robust.js';
import { InvariantError } from '../ground/invariant.js';
import type { EngineName } from '../state/config.js';

export type Monitors = Readonly<Record<EngineName, ChildMonitor | null>>;

export const OWN_MONITORS: Monitors = { robust: ROBUST, plain: PLAIN, naive: null };

/** Errors: `InvariantError` for one that nobody handed in: no order is sent that nobody would follow. */
export function monitorNamed(monitors: Monitors, name: EngineName): ChildMonitor {
  const monitor = monitors[name];
  if (monitor === null) throw new InvariantError(`no engine "${name}" was handed in`);
  return monitor;
}
