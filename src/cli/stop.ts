/** Whether somebody asked the command to stop, and who: work looks at the signal where it can leave off. */
import type { StopSignal, World } from './world.js';

export interface Stop {
  readonly signal: AbortSignal;
  /** Null while nobody did. */
  readonly by: () => StopSignal | null;
  /** Nobody listens any more. */
  readonly release: () => void;
}

export function listenForStop(world: World): Stop {
  const interrupt = new AbortController();
  let by: StopSignal | null = null;
  const release = world.onInterrupt((signal) => {
    by = signal;
    interrupt.abort();
  });
  return { signal: interrupt.signal, by: () => by, release };
}
