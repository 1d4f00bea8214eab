/**
 * A venue in another process that has been reached: its time line as this process's clock, its ports, and the connection under
 * them, which comes back by itself. What answers after a loss must be the same venue: one whose time is behind has begun anew and
 * knows none of our orders.
 */
import type { EpochMicros, Micros } from '../../core/ground/units.js';
import { seconds } from '../../core/ground/units.js';
import { SystemClock } from '../clock/system-clock.js';
import { SYSTEM_TIME, type SystemTime } from '../clock/system-time.js';
import type { Connection } from '../connection.js';
import type { Greeting } from './frames.js';
import { type VenueAddress, VenueLine } from './venue-line.js';
import { VenuePort } from './venue-port.js';

/** Ends the program with exit code 5. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
  /** For how long the venue wants to be left alone; null = it did not say. */
  readonly retryAfter: Micros | null;

  constructor(message: string, retryAfter: Micros | null = null) {
    super(message);
    this.retryAfter = retryAfter;
  }
}

export interface ReachOptions {
  readonly address: VenueAddress;
  /** How long it is tried, from the start or from a loss on. */
  readonly retryMs: number;
  readonly requestTimeout: Micros;
  readonly time?: SystemTime;
  /** Raised before it was reached: nobody tries any more. */
  readonly signal: AbortSignal;
  /** Lost, and not reached again; not asked before it was reached once. */
  readonly onUnreachable: (error: UnreachableError) => void;
}

export interface ConnectedVenue extends Connection {
  readonly greeting: Greeting;
}

interface Reached {
  readonly venue: ConnectedVenue;
  readonly port: VenuePort;
}

/** How far two readings of one time may be apart, in real time. */
const APART: Micros = seconds(2);

/**
 * What comes after it resolves is heard by whoever subscribes in the same tick. Null where it was called off. Errors:
 * `UnreachableError`.
 */
export function reachVenue(options: ReachOptions): Promise<ConnectedVenue | null> {
  const { address, retryMs, time = SYSTEM_TIME, signal, onUnreachable } = options;
  return new Promise((done, fail) => {
    let reached: Reached | null = null;
    const failed = (why: string): void => {
      const error = new UnreachableError(
        `the venue at ${address.host}:${address.port} is not reached: ${why}\n  fix: is "squall venue" running there? --retry-for says how long to try`,
      );
      if (reached === null) fail(error);
      else onUnreachable(error);
    };
    const line = new VenueLine({
      address,
      time,
      retryMs,
      ears: {
        up: (greeting) => {
          if (reached === null) {
            reached = connected(greeting);
            done(reached.venue);
          } else if (isBehind(greeting, reached.venue.clock.now())) {
            line.close();
            failed('its time is behind ours: it has begun anew and knows none of our orders');
          } else reached.port.connected();
        },
        down: () => reached?.port.disconnected(),
        heard: (frame) => reached?.port.heard(frame),
        unreachable: failed,
      },
    });
    signal.addEventListener('abort', () => {
      if (reached !== null) return;
      line.close();
      done(null);
    });
    const connected = (greeting: Greeting): Reached => {
      const { now: shows, speed, instruments } = greeting;
      const clock = new SystemClock({ shows, speed }, time);
      const symbols = instruments.map(({ symbol }) => symbol);
      const { requestTimeout } = options;
      const port = new VenuePort({ clock, wire: line, requestTimeout, symbols });
      const close = (): void => {
        clock.close();
        line.close();
      };
      const { broker, feed } = port;
      const venue = {
        greeting,
        speed,
        instruments,
        clock,
        broker,
        feed,
        isUp: () => line.isUp,
        close,
      };
      return { venue, port };
    };
  });
}

/** Whether a venue shows less than `at` by more than two clocks may be apart. */
export const isBehind = ({ now, speed }: Greeting, at: EpochMicros): boolean =>
  now + APART * speed < at;
