/** A simulated venue on a port of this machine: in the words of the core's ports, or in those of a real venue. */
import { LANE_WAKE } from '../core/ground/clock.js';
import type { EpochMicros } from '../core/ground/units.js';
import type { ExecutionReport } from '../core/order/execution-report.js';
import type { TruthLedger } from '../core/order/truth.js';
import { SystemClock } from '../live/clock/system-clock.js';
import type { SimulationPlan } from '../runs/simulation-plan.js';
import { PacedVenue } from '../runs/venue/paced-venue.js';
import type { DialectName, WireKeys } from '../server/venue/dialects.js';
import { serveVenue } from '../server/venue/port/serve-venue.js';
import { type WallTime, wallTime } from '../server/venue/wire/wall-time.js';
import type { WireVenue } from '../server/venue/wire/wire-venue.js';
import { type Judgement, judged } from '../sim/bot-judge/judge.js';
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
  /** Whether what its clients do is kept for a judge. */
  readonly isWatched: boolean;
  /** Of its own time: when it is over by itself; null = when it is told to. */
  readonly endsAt: EpochMicros | null;
}

export interface StandingVenue {
  readonly port: number;
  readonly truth: TruthLedger;
  /** Everything that is due by now has happened. */
  readonly catchUp: () => void;
  readonly close: () => Promise<void>;
  /** What its ledger calls an execution that its clients are told of under this name. */
  readonly executionInside: (told: string) => string;
  /** When it is over by itself, if it ever is. */
  readonly over: Promise<void>;
  /** What clients did up to now, judged; null where nobody watches, or nobody could say what they mean. */
  readonly judge: (() => Judgement) | null;
  /** Its time, by the wall clock. */
  readonly wall: WallTime;
}

export async function standOnPort(asked: VenueAsked): Promise<StandingVenue> {
  const { plan, speed, port, onArrived } = asked;
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
    over: overAt(clock, asked),
    judge: null,
    wall: wallOf(asked),
  };
}

const wallOf = ({ plan, speed }: VenueAsked): WallTime =>
  wallTime(plan.start, SystemClock.ofWall().now(), speed);

const overAt = (clock: SystemClock, { endsAt }: VenueAsked): Promise<void> =>
  new Promise((over) => {
    if (endsAt !== null) clock.schedule(endsAt, LANE_WAKE, over);
  });

/** Large, and not needed by whoever speaks otherwise. Errors: `ConfigurationError` for a scenario that it cannot speak of. */
export async function standInDialect(
  asked: VenueAsked,
  { dialect: name, keys }: { readonly dialect: DialectName; readonly keys: WireKeys },
): Promise<StandingVenue> {
  const [{ DIALECTS }, { pacedWire }, { serveWire }, { WireWatch }, { adminApp, isOfAdmin }] =
    await Promise.all([
      import('../server/venue/dialects.js'),
      import('../server/venue/wire/paced-wire.js'),
      import('../server/venue/wire/serve-wire.js'),
      import('../server/venue/wire/wire-watch.js'),
      import('../server/venue/admin/admin-app.js'),
    ]);
  const { plan, speed, port, onArrived, isWatched } = asked;
  const { unfit, planned, make, executionInside, shows } = DIALECTS[name];
  const misfit = unfit(plan);
  if (misfit !== null) throw new ConfigurationError(misfit);
  const own = planned(plan, speed);
  const clock = new SystemClock({ shows: plan.start, speed });
  const wall = wallOf(asked);
  const quiet = announcing(pacedWire(own, { clock, speed }), onArrived);
  const watch = isWatched ? new WireWatch(quiet, shows) : null;
  const venue = watch?.venue ?? quiet;
  const onTold = watch === null ? undefined : (report: ExecutionReport) => watch.told(report);
  const dialect = make({ wall, accounts: [{ venue, keys, options: own.venue, onTold }] });
  const judge = watch === null ? null : () => judged(watch.watched(limitsOf(own), speed));
  const app = adminApp({
    venue: quiet,
    wall,
    dialect: name,
    speed,
    judge,
    port: () => served.port,
  });
  const beside = { app, takes: isOfAdmin };
  const served = await serveWire({ venue, dialect, clock, speed, port, beside });
  return {
    port: served.port,
    truth: venue.truth,
    catchUp: () => venue.catchUp(),
    close: () => served.close(),
    executionInside,
    over: overAt(clock, asked),
    judge,
    wall,
  };
}

const limitsOf = ({ faults }: SimulationPlan): readonly number[] =>
  faults.flatMap(({ kind, values }) =>
    kind === 'rate-limit' && typeof values['perMinute'] === 'number' ? [values['perMinute']] : [],
  );

const announcing = (venue: WireVenue, onArrived: VenueAsked['onArrived']): WireVenue => ({
  ...venue,
  ask: (request, reply) => {
    if (request.kind === 'submit' || request.kind === 'cancel' || request.kind === 'replace')
      onArrived({ command: request.kind, clientOrderId: request.clientOrderId });
    venue.ask(request, reply);
  },
});

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
