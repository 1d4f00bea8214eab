/** A venue on the time of this machine, behind its socket: it goes on by itself, whoever is there. */
import { LANE_WAKE } from '../../../core/ground/clock.js';
import { type EpochMicros, micros, millis, plus } from '../../../core/ground/units.js';
import type { SystemClock } from '../../../live/clock/system-clock.js';
import { PortServer, type PortServerOptions } from './port-server.js';
import type { ServedVenue } from './served-venue.js';

export interface ServeVenueOptions extends PortServerOptions {
  readonly venue: ServedVenue & { readonly nextAt: EpochMicros | null };
  readonly clock: SystemClock;
  readonly speed: number;
  /** 0 = any free one. */
  readonly port: number;
}

export interface VenueOnPort {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** In real time: how late a quote may reach the socket while nothing else happens. */
const TICK = millis(5);

export async function serveVenue(options: ServeVenueOptions): Promise<VenueOnPort> {
  const { venue, clock, speed } = options;
  const server = new PortServer(options);
  const port = await server.listen(options.port);
  const tick = (): void => {
    server.goOn();
    const latest = plus(clock.now(), micros(Math.round(TICK * speed)));
    const next = venue.nextAt;
    clock.schedule(next === null || next > latest ? latest : next, LANE_WAKE, tick);
  };
  clock.soon(LANE_WAKE, tick);
  return {
    port,
    close: () => {
      clock.close();
      return server.close();
    },
  };
}
