/**
 * `squall venue`: the simulated venue of a scenario as a process of its own, on this machine. It lives on while clients come and
 * go, and tells its ledger when it ends; with `--judge` it says what its client was wrong in, and ends with the scenario at the latest.
 */
import { type EpochMicros, type Micros, plus } from '../../core/ground/units.js';
import { prepareScenario } from '../../runs/execute-run.js';
import type { SimulationPlan } from '../../runs/simulation-plan.js';
import type { LoadedScenario } from '../../runs/scenario/load.js';
import { ScenarioError } from '../../runs/scenario/problem.js';
import { type VenuePlan, venuePlan } from '../../runs/venue/venue-plan.js';
import { LOOPBACK } from '../../server/venue/port/port-server.js';
import { EXIT_OF_SIGNAL, type ExitCode } from '../exit-code.js';
import { UsageError } from '../failure.js';
import { loadScenarios } from '../load-scenarios.js';
import { type BegunLive, type LiveFeed, beginLive, tellFlaws } from '../live-venue.js';
import { lengthOf, speedOf, urlOf } from '../paper-asked.js';
import { checkCombination, readSettings } from '../settings.js';
import { standInDialect } from '../stand-in-dialect.js';
import {
  type Arrived,
  type LiveVenue,
  type StandingVenue,
  type VenueAsked,
  standOnPort,
  standing,
} from '../stand-venue.js';
import { endedVenue } from '../venue-end.js';
import { clientsOf } from '../venue-keys.js';
import type { StopSignal, World } from '../world.js';

export interface VenueFlags {
  readonly dialect: string;
  readonly feed: string;
  readonly url?: string;
  readonly keep?: string;
  readonly scenario?: string;
  readonly port: string;
  readonly speed: string;
  readonly duration?: string;
  readonly judge?: string | true;
  readonly junit?: string;
  readonly set: readonly string[];
  readonly json?: boolean;
}

const PORT_MAX = 65_535;

export async function venueCommand(world: World, flags: VenueFlags): Promise<ExitCode> {
  const dialect = dialectOf(flags.dialect);
  const speed = speedOf(flags.speed);
  const port = portOf(flags.port);
  const length = flags.duration === undefined ? null : lengthOf('--duration', flags.duration);
  checkJudge(flags, dialect);
  const feed = liveFeedOf(flags, { dialect, speed });
  const loaded = await onlyScenario(world, flags);
  const stop = new AbortController();
  const told = new Promise<StopSignal>((by) => {
    world.onInterrupt((signal) => {
      stop.abort();
      by(signal);
    });
  });
  const begun = await begin(feed, { world, loaded, signal: stop.signal, retryMs: 0 });
  if (begun === null) return EXIT_OF_SIGNAL[await told];
  const { plan, live, close } = begun;
  checkAccounts(flags, { dialect, plan, loaded });
  const onArrived = flags.json === true ? arrivals(world) : () => undefined;
  const isWatched = flags.judge === true;
  const asked = { plan, speed, port, onArrived, isWatched, endsAt: endOf(plan, length, isWatched) };
  const { stand, keysText } = standsAs(world, asked, { dialect, plan, loaded, live });
  const venue = await standing(stand, port);
  if (flags.json === true) line(world, { kind: 'listening', port: venue.port });
  else
    world.out(
      `squall venue: ${flags.scenario ?? ''} at ${dialect === 'port' ? '' : 'http://'}${LOOPBACK}:${venue.port}, time passes ${speed} times as fast   (Ctrl+C ends it)\n${keysText}${pageText(dialect, venue.port)}`,
    );
  try {
    const by = await Promise.race([told, venue.over.then(() => 'time' as const)]);
    venue.catchUp();
    await venue.close();
    if (live !== null) tellFlaws(world, live);
    return endedVenue(world, flags, { venue, by, expectations: loaded.expectations });
  } finally {
    await venue.close();
    close();
  }
}

type NoLive = { readonly live: null } & Pick<BegunLive, 'plan' | 'close'>;

/** The market of a live feed; of none, what the scenario says. Null where it was told to stop before. */
const begin = async (
  feed: LiveFeed | null,
  how: Parameters<typeof beginLive>[0],
): Promise<BegunLive | NoLive | null> =>
  feed === null
    ? {
        plan: venuePlan(await prepareScenario(how.loaded)),
        live: null,
        close: () => undefined,
      }
    : beginLive(how, feed);

function liveFeedOf(
  { feed, url, keep }: VenueFlags,
  { dialect, speed }: { readonly dialect: string; readonly speed: number },
): LiveFeed | null {
  if (feed === 'sim') {
    if (url === undefined && keep === undefined) return null;
    throw new UsageError('--url and --keep are of a live feed\n  fix: --feed binance with them');
  }
  checkCombination({ mode: 'paper', broker: 'sim', feed });
  if (dialect !== 'port')
    throw new UsageError(
      `--dialect ${dialect}: on a live feed the venue speaks "port" alone\n  fix: leave --dialect out, or --feed`,
    );
  if (speed !== 1)
    throw new UsageError(`--speed ${speed}: a live market is in real time\n  fix: leave it out`);
  return { feed: 'binance', url: url === undefined ? null : urlOf(url), keep: keep ?? null };
}

const pageText = (dialect: string, port: number): string =>
  dialect === 'port' ? '' : `  shows what it is at http://${LOOPBACK}:${port}/__sim\n`;

type Spoken = (typeof DIALECT_NAMES)[number];

/** How it stands up, and what people are told of its keys. */
function standsAs(
  world: World,
  asked: VenueAsked,
  { dialect, live, ...of }: Planned & { readonly dialect: Spoken; readonly live: LiveVenue | null },
): { readonly stand: () => Promise<StandingVenue>; readonly keysText: string } {
  if (dialect === 'port') return { stand: () => standOnPort(asked, live), keysText: '' };
  const { clients, text } = clientsOf(world, { dialect, ...of });
  return { stand: () => standInDialect(asked, { dialect, clients }), keysText: text };
}

/** Who speaks "port" has no key to be told from another by, and a journal is of one account. */
function checkAccounts(
  { judge }: VenueFlags,
  { dialect, plan, loaded }: Planned & { readonly dialect: Spoken },
): void {
  if (plan.accounts.length === 0) return;
  const wrong = (what: string, fix: string): ScenarioError =>
    new ScenarioError(loaded.file, [loaded.locate({ path: ['venue', 'accounts'], what, fix })]);
  if (dialect === 'port')
    throw wrong(
      '--dialect port serves one account',
      '--dialect alpaca, binance or binance-usdm, or leave accounts out',
    );
  if (typeof judge === 'string')
    throw wrong(
      `--judge ${judge}: a file is of one account`,
      '--judge without a file judges each account by what the venue saw of it',
    );
}

function checkJudge(flags: VenueFlags, dialect: string): void {
  if (flags.judge === true && dialect === 'port')
    throw new UsageError(
      '--judge without a file: who speaks "port" keeps one\n  fix: --judge paper.db, or --dialect alpaca, binance or binance-usdm',
    );
  if (flags.junit !== undefined && flags.judge !== true)
    throw new UsageError('--junit has nothing to say\n  fix: --judge, without a file');
}

/** Who is judged by what the venue saw has no more to do there once the market is over. */
function endOf(
  { start, end }: SimulationPlan,
  length: Micros | null,
  isWatched: boolean,
): EpochMicros | null {
  if (length !== null) return plus(start, length);
  return isWatched ? end : null;
}

const DIALECT_NAMES = ['port', 'alpaca', 'binance', 'binance-usdm'] as const;

function dialectOf(text: string): Spoken {
  const dialect = DIALECT_NAMES.find((name) => name === text);
  if (dialect !== undefined) return dialect;
  throw new UsageError(
    `--dialect ${text}\n  fix: ${DIALECT_NAMES.join(', ')}; "squall paper" speaks all of them`,
  );
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= PORT_MAX) return port;
  throw new UsageError(
    `--port ${text}\n  fix: a whole number from 0 to ${PORT_MAX}, 0 = any free one`,
  );
}

interface Planned {
  readonly plan: VenuePlan;
  readonly loaded: LoadedScenario;
}

async function onlyScenario(world: World, flags: VenueFlags): Promise<LoadedScenario> {
  const { scenario } = flags;
  if (scenario === undefined)
    throw new UsageError(
      '--scenario is missing: whose venue it is\n  fix: --scenario scenarios/calm.yaml',
    );
  const settings = readSettings(world, {});
  const { scenarios } = await loadScenarios(world, [scenario], {
    ...settings.loadOptions,
    set: [...flags.set],
  });
  const [loaded, another] = scenarios;
  if (loaded === undefined || another !== undefined)
    throw new UsageError(`${scenario} names ${scenarios.length} scenarios\n  fix: name one`);
  return loaded;
}

const line = (world: World, value: object): void => world.out(`${JSON.stringify(value)}\n`);

/** What came out of the socket, as it comes: for a program that wants to know when. */
const arrivals =
  (world: World) =>
  (arrived: Arrived): void =>
    line(world, { kind: 'arrived', ...arrived });
