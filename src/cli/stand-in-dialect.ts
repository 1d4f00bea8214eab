/**
 * A simulated venue on a port of this machine, in the words of a real one: for one account, or for several that trade at its markets and are
 * watched and judged each by itself. Errors: `ConfigurationError` for a scenario that it cannot speak of.
 */
import { invariant } from '../core/ground/invariant.js';
import type { ExecutionReport } from '../core/order/execution-report.js';
import { SystemClock } from '../live/clock/system-clock.js';
import type { SimulationPlan } from '../runs/simulation-plan.js';
import type { OpenedAccount } from '../runs/venue/paced-account.js';
import type { DialectName, WireAccount, WireKeys } from '../server/venue/dialects.js';
import type { ShowsReply, WireWatch } from '../server/venue/wire/wire-watch.js';
import type { WireVenue } from '../server/venue/wire/wire-venue.js';
import { judged } from '../sim/bot-judge/judge.js';
import { ConfigurationError } from './failure.js';
import {
  type StandingAccount,
  type StandingVenue,
  type VenueAsked,
  overAt,
  wallOf,
} from './stand-venue.js';

/** An account of a venue, and who may trade for it. */
export interface VenueClient extends OpenedAccount {
  /** Null: it is the only one. */
  readonly name: string | null;
  readonly keys: WireKeys;
}

export const onlyClient = (
  { venue, seed }: SimulationPlan,
  keys: WireKeys,
): readonly VenueClient[] => [{ name: null, keys, options: venue.account, seed }];

/** An account, or none that anybody trades for. */
type Seat = Omit<VenueClient, 'keys'> & { readonly keys: WireKeys | null };

/** What nobody signs is nobody's: it goes over a link of its own, which has nothing to trade with. */
const openDoor = ({ venue, seed }: SimulationPlan): Seat => ({
  ...{ name: null, keys: null },
  options: {
    ...{ ...venue.account, cash: '0', shorting: false },
    ...{ positions: new Map(), entryPrices: new Map() },
  },
  seed,
});

interface Served extends StandingAccount, WireAccount {
  /** The account as nobody watches. */
  readonly quiet: WireVenue;
}

/** `clients`: at least one. Large, and not needed by whoever speaks otherwise. */
export async function standInDialect(
  asked: VenueAsked,
  {
    dialect: name,
    clients,
  }: { readonly dialect: DialectName; readonly clients: readonly VenueClient[] },
): Promise<StandingVenue> {
  const [
    { DIALECTS },
    { pacedWires },
    { serveWire },
    { WireWatch: Watch },
    { adminApp, isOfAdmin },
  ] = await Promise.all([
    import('../server/venue/dialects.js'),
    import('../server/venue/wire/paced-wire.js'),
    import('../server/venue/wire/serve-wire.js'),
    import('../server/venue/wire/wire-watch.js'),
    import('../server/venue/admin/admin-app.js'),
  ]);
  const { plan, speed, port } = asked;
  const { unfit, planned, make, executionInside, shows } = DIALECTS[name];
  const misfit = unfit(plan);
  if (misfit !== null) throw new ConfigurationError(misfit);
  const own = planned(plan, speed);
  const clock = new SystemClock({ shows: plan.start, speed });
  const wall = wallOf(asked);
  const seats: readonly Seat[] = clients.length > 1 ? [openDoor(own), ...clients] : clients;
  const parts = { asked, plan: own, shows, Watch };
  const all = pacedWires(own, { clock, speed }, seats).map((seat) => served(seat, parts));
  const accounts = all.filter(({ keys }) => keys !== null);
  const dialect = make({ wall, accounts: all });
  const shown = accounts.map(({ name: of, quiet, judge }) => ({ name: of, venue: quiet, judge }));
  const app = adminApp({
    ...{ accounts: shown, wall, dialect: name, speed },
    port: () => onPort.port,
  });
  const beside = { app, takes: isOfAdmin };
  const [first] = all;
  invariant(first !== undefined, 'a venue without an account');
  const { quiet: venue } = first;
  const onPort = await serveWire({ venue, dialect, clock, speed, port, beside });
  return {
    ...{ port: onPort.port, executionInside, wall },
    accounts: accounts.map(({ name: of, truth, judge }) => ({ name: of, truth, judge })),
    catchUp: () => venue.catchUp(),
    close: () => onPort.close(),
    over: overAt(clock, asked),
  };
}

interface ServeParts {
  readonly asked: VenueAsked;
  readonly plan: SimulationPlan;
  readonly shows: ShowsReply;
  readonly Watch: typeof WireWatch;
}

function served(
  { of, venue: wire }: { readonly of: Seat; readonly venue: WireVenue },
  { asked, plan, shows, Watch }: ServeParts,
): Served {
  const { name, keys, options: account } = of;
  const { onArrived, isWatched, speed } = asked;
  const quiet = announcing(wire, (arrived) =>
    onArrived(name === null ? arrived : { ...arrived, account: name }),
  );
  const watch = isWatched && keys !== null ? new Watch(quiet, shows) : null;
  return {
    ...{ name, keys, quiet, truth: wire.truth },
    venue: watch?.venue ?? quiet,
    options: { ...plan.venue, account },
    onTold: watch === null ? undefined : (report: ExecutionReport) => watch.told(report),
    judge: watch === null ? null : () => judged(watch.watched(limitsOf(plan), speed)),
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
