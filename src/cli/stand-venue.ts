/** A simulated venue on a port of this machine, and what whoever stands it up has of it; here in the words of the core's ports. */
import { LANE_WAKE } from '../core/ground/clock.js';
import type { EpochMicros } from '../core/ground/units.js';
import type { TruthLedger } from '../core/order/truth.js';
import { SystemClock } from '../live/clock/system-clock.js';
import type { SimulationPlan } from '../runs/simulation-plan.js';
import type { LiveMarkets } from '../runs/venue/live-markets.js';
import { PacedVenue } from '../runs/venue/paced-venue.js';
import { serveVenue } from '../server/venue/port/serve-venue.js';
import { type WallTime, wallTime } from '../server/venue/wire/wall-time.js';
import type { Judgement } from '../sim/bot-judge/judge.js';
import { ConfigurationError } from './failure.js';

/** What of a client's request came out of a socket. */
export interface Arrived {
  readonly command: 'submit' | 'cancel' | 'replace';
  readonly clientOrderId: string;
  /** Of which of several; left out where there is one. */
  readonly account?: string;
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

/** Of a market that is going on somewhere else: what comes, and how far time may have come with it. */
export type LiveVenue = Pick<LiveMarkets, 'piecesUntil' | 'clock' | 'failed'>;
export interface StandingAccount {
  /** Null: it is the only one. */
  readonly name: string | null;
  readonly truth: TruthLedger;
  /** What its clients did up to now, judged; null where nobody watches, or nobody could say what they mean. */
  readonly judge: (() => Judgement) | null;
}

export interface StandingVenue {
  readonly port: number;
  /** At least one, in the order of the scenario. */
  readonly accounts: readonly StandingAccount[];
  /** Everything that is due by now has happened. */
  readonly catchUp: () => void;
  readonly close: () => Promise<void>;
  /** What its ledger calls an execution that its clients are told of under this name. */
  readonly executionInside: (told: string) => string;
  /** When it is over by itself, if it ever is. Errors: why its market cannot go on. */
  readonly over: Promise<void>;
  /** Its time, by the wall clock. */
  readonly wall: WallTime;
}

/** `live`: null where the plan's tapes are whole; else its time is real time. */
export async function standOnPort(
  asked: VenueAsked,
  live: LiveVenue | null = null,
): Promise<StandingVenue> {
  const { plan, speed, port, onArrived } = asked;
  const clock = live?.clock ?? new SystemClock({ shows: plan.start, speed });
  const venue = new PacedVenue(plan, { clock, speed, ongoing: live });
  const served = await serveVenue({
    ...{ venue, clock, speed, port },
    onArrived: (command) => {
      if (command.kind === 'submit' || command.kind === 'cancel' || command.kind === 'replace')
        onArrived({ command: command.kind, clientOrderId: command.clientOrderId });
    },
  });
  return {
    port: served.port,
    accounts: [{ name: null, truth: venue.truth, judge: null }],
    catchUp: () => venue.catchUp(),
    close: () => served.close(),
    executionInside: (told) => told,
    over: live === null ? overAt(clock, asked) : Promise.race([overAt(clock, asked), failed(live)]),
    wall: wallOf(asked),
  };
}

const failed = async (live: LiveVenue): Promise<never> => {
  throw await live.failed;
};

export const wallOf = ({ plan, speed }: VenueAsked): WallTime =>
  wallTime(plan.start, SystemClock.ofWall().now(), speed);

export const overAt = (clock: SystemClock, { endsAt }: VenueAsked): Promise<void> =>
  new Promise((over) => {
    if (endsAt !== null) clock.schedule(endsAt, LANE_WAKE, over);
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
