/** A simulated venue on a port of this machine: in the words of the core's ports, or in those of a real venue. */
import type { TruthLedger } from '../core/order/truth.js';
import { SystemClock } from '../live/clock/system-clock.js';
import type { SimulationPlan } from '../runs/simulation-plan.js';
import { PacedVenue } from '../runs/venue/paced-venue.js';
import type { DialectName, WireKeys } from '../server/venue/dialects.js';
import { serveVenue } from '../server/venue/port/serve-venue.js';
import { ConfigurationError } from './failure.js';

/** What of a client's request came out of a socket. */
export interface Arrived {
  readonly command: 'submit' | 'cancel' | 'replace';
  readonly clientOrderId: string;
}

export interface VenueAsked {
  readonly plan: SimulationPlan;
  readonly speed: number;
  /** 0 = any free one. */
  readonly port: number;
  readonly onArrived: (arrived: Arrived) => void;
}

export interface StandingVenue {
  readonly port: number;
  readonly truth: TruthLedger;
  /** Everything that is due by now has happened. */
  readonly catchUp: () => void;
  readonly close: () => Promise<void>;
  /** What its ledger calls an execution that its clients are told of under this name. */
  readonly executionInside: (told: string) => string;
}

export async function standOnPort({
  plan,
  speed,
  port,
  onArrived,
}: VenueAsked): Promise<StandingVenue> {
  const clock = new SystemClock({ shows: plan.start, speed });
  const venue = new PacedVenue(plan, { clock, speed });
  const served = await serveVenue({
    ...{ venue, clock, speed, port },
    onArrived: (command) => {
      if (command.kind === 'submit' || command.kind === 'cancel' || command.kind === 'replace')
        onArrived({ command: command.kind, clientOrderId: command.clientOrderId });
    },
  });
  return {
    port: served.port,
    truth: venue.truth,
    catchUp: () => venue.catchUp(),
    close: () => served.close(),
    executionInside: (told) => told,
  };
}

/** Large, and not needed by whoever speaks otherwise. */
export async function standInDialect(
  { plan, speed, port, onArrived }: VenueAsked,
  { dialect: name, keys }: { readonly dialect: DialectName; readonly keys: WireKeys },
): Promise<StandingVenue> {
  const [{ DIALECTS }, { pacedWire }, { serveWire }, { wallTime }] = await Promise.all([
    import('../server/venue/dialects.js'),
    import('../server/venue/wire/paced-wire.js'),
    import('../server/venue/wire/serve-wire.js'),
    import('../server/venue/wire/wall-time.js'),
  ]);
  const { planned, make, executionInside } = DIALECTS[name];
  const own = planned(plan, speed);
  const clock = new SystemClock({ shows: plan.start, speed });
  const wall = wallTime(plan.start, SystemClock.ofWall().now(), speed);
  const venue = pacedWire(own, { clock, speed });
  const heard: typeof venue = {
    ...venue,
    ask: (request, reply) => {
      if (request.kind === 'submit' || request.kind === 'cancel' || request.kind === 'replace')
        onArrived({ command: request.kind, clientOrderId: request.clientOrderId });
      venue.ask(request, reply);
    },
  };
  const dialect = make({ venue: heard, wall, keys, options: own.venue });
  const served = await serveWire({ venue: heard, dialect, clock, speed, port });
  return {
    port: served.port,
    truth: venue.truth,
    catchUp: () => venue.catchUp(),
    close: () => served.close(),
    executionInside,
  };
}

/** Errors: `ConfigurationError` for a port that is taken. */
export async function standing(
  stand: () => Promise<StandingVenue>,
  port: number,
): Promise<StandingVenue> {
  try {
    return await stand();
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw new ConfigurationError(
      `port ${port} cannot be listened on: ${error.message}\n  fix: --port 0 takes any free one`,
    );
  }
}
