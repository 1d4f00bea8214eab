/**
 * What the program takes of the machine's time: the wall clock, a count that is never set, and timers. Tests bring their
 * own; nothing else in `live` reads time.
 */
import { MICROS_PER_MS } from '../../core/ground/units.js';

export interface SystemTime {
  /** Microseconds since the epoch, as the machine's clock shows them: it may be set. */
  wall(): number;
  /** Microseconds since some moment: never set, and on most machines it stands still while they sleep. */
  elapsed(): number;
  /**
   * Calls `action` once, after so many milliseconds or a little earlier or later; 0 = as soon as what has come in was
   * looked at. The returned function takes that back.
   */
  after(delayMs: number, action: () => void): () => void;
}

export const SYSTEM_TIME: SystemTime = {
  wall: () => Date.now() * MICROS_PER_MS,
  elapsed: () => Math.floor(performance.now() * MICROS_PER_MS),
  after: (delayMs, action) => {
    if (delayMs <= 0) {
      const soon = setImmediate(action);
      return () => clearImmediate(soon);
    }
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
};
