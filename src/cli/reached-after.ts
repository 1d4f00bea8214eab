/** Tries to reach a venue as long as nobody is there and there is time left; one that said when to come back is left alone until then (S22). */
import { MICROS_PER_MS } from '../core/ground/units.js';
import { SYSTEM_TIME, type SystemTime } from '../live/clock/system-time.js';
import { UnreachableError } from '../live/port/connected-venue.js';

const AGAIN_MS = 1_000;

export interface Patience {
  /** Of real time. */
  readonly retryMs: number;
  readonly signal: AbortSignal;
  readonly time?: SystemTime;
}

/** Null = somebody said stop. Errors: those of `reach`; `UnreachableError` once there is no time left for another try. */
export async function reachedAfter<T>(
  reach: () => Promise<T>,
  { retryMs, signal, time = SYSTEM_TIME }: Patience,
): Promise<T | null> {
  const end = time.elapsed() + retryMs * MICROS_PER_MS;
  for (;;) {
    try {
      return await reach();
    } catch (error) {
      if (!(error instanceof UnreachableError)) throw error;
      const asked = error.retryAfter ?? 0;
      if (time.elapsed() + asked >= end) throw error;
      const waitMs = Math.max(AGAIN_MS, Math.ceil(asked / MICROS_PER_MS));
      if (!(await passed(waitMs, signal, time))) return null;
    }
  }
}

/** False = `signal` was raised before. */
const passed = (ms: number, signal: AbortSignal, time: SystemTime): Promise<boolean> =>
  new Promise((done) => {
    if (signal.aborted) {
      done(false);
      return;
    }
    const stopped = (): void => {
      disarm();
      done(false);
    };
    const disarm = time.after(ms, () => {
      signal.removeEventListener('abort', stopped);
      done(true);
    });
    signal.addEventListener('abort', stopped);
  });
