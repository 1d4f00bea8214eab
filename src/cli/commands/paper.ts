/**
 * `squall paper`: the engine of a scenario on real time, against a venue in another process, with its state in a file. Whatever
 * happens to this process, the same command goes on from what the file says.
 */
import { resolve } from 'node:path';
import { isParentTerminal } from '../../core/order/parent.js';
import type { EngineConfig } from '../../core/state/config.js';
import { type EpochMicros, type Micros, seconds } from '../../core/ground/units.js';
import {
  type ConnectedVenue,
  type UnreachableError,
  isBehind,
  reachVenue,
} from '../../live/port/connected-venue.js';
import { agendaOf } from '../../runs/agenda-of.js';
import { EngineDesk } from '../../runs/desk/engine-desk.js';
import { KillFile, killFileOf } from '../../runs/paper/kill-file.js';
import { PaperSession } from '../../runs/paper/paper-session.js';
import { type StoredEngine, storedEngine } from '../../runs/paper/stored-engine.js';
import { requireLimits } from '../../runs/require-limits.js';
import { listingsOf } from '../../runs/scenario/listings.js';
import type { LoadedScenario } from '../../runs/scenario/load.js';
import { engineConfig } from '../../runs/to-plan.js';
import { type EngineStore, openEngineStore } from '../../store/engine-store.js';
import type { ExitCode } from '../exit-code.js';
import { ConfigurationError, UsageError } from '../failure.js';
import { loadScenarios } from '../load-scenarios.js';
import { openApi } from '../engine-api.js';
import { type PaperAsked, type PaperFlags, paperAsked } from '../paper-asked.js';
import { checkChanged } from '../paper-changed.js';
import { PaperLife } from '../paper-life.js';
import { readSettings } from '../settings.js';
import { type Stop, listenForStop } from '../stop.js';
import type { World } from '../world.js';

export async function paperCommand(
  world: World,
  file: string,
  flags: PaperFlags,
): Promise<ExitCode> {
  const asked = paperAsked(flags);
  const stop = listenForStop(world);
  try {
    const loaded = await onlyScenario(world, file, flags);
    const { scenario } = loaded;
    const engine: EngineConfig = { ...engineConfig(scenario, scenario.seed), mode: 'paper' };
    requireLimits(engine);
    const store = openEngineStore(resolve(world.cwd, asked.state));
    try {
      return await trade({ world, asked, stop, loaded, engine, store });
    } finally {
      store.close();
    }
  } finally {
    stop.release();
  }
}

/** How long an order over the API may take to its plan, in real time, before its answer says that it is not planned yet. */
const PATIENCE: Micros = seconds(10);

interface Trading {
  readonly world: World;
  readonly asked: PaperAsked;
  readonly stop: Stop;
  readonly loaded: LoadedScenario;
  readonly engine: EngineConfig;
  readonly store: EngineStore;
}

async function trade(trading: Trading): Promise<ExitCode> {
  const { world, asked, stop, loaded, engine, store } = trading;
  const { scenario } = loaded;
  const life = new PaperLife(world, asked, stop);
  const venue = await reached(trading, (error) => life.fail(error));
  if (venue === null) return life.neverBegan();
  try {
    // The agenda's times count from the beginning of the venue's market: nothing is known of it before.
    const agenda = { ...agendaOf(scenario, venue.greeting.start), strategies: [] };
    const { clock, port, isUp, greeting } = venue;
    const patience = (PATIENCE * greeting.speed) as Micros;
    const desk = new EngineDesk({ config: engine, clock, feed: port.feed, isUp, patience });
    const earlier = storedEngine(store, agenda, (block) => desk.book.note(block));
    checkVenue(trading, venue, earlier);
    const begun = { agenda, engine, store, state: asked.state, at: clock.now() };
    if (earlier !== null) checkChanged(loaded, earlier, begun);
    store.noteGrids(engine.instruments);
    const blocks = store.head.seq;
    const { stay } = asked;
    const killFile = new KillFile(killFileOf(store.path));
    const session = new PaperSession({
      agenda,
      engine,
      store,
      earlier,
      venue,
      desk,
      killFile,
      stay,
    });
    const api = await openApi(world, { desk, state: store.path, port: asked.apiPort });
    try {
      const notices = [...noticesOf(trading, earlier), ...api.notices];
      life.begins(session, { name: scenario.name, blocks, venue, notices });
      return await life.ended();
    } finally {
      desk.close('it was told to end, or all of its orders are over');
      await api.close();
    }
  } finally {
    venue.close();
  }
}

/** Null where somebody asked to stop before it was. */
function reached(
  { asked, stop, loaded }: Trading,
  onUnreachable: (error: UnreachableError) => void,
): Promise<ConnectedVenue | null> {
  const { address, retryMs } = asked;
  const { requestTimeout } = loaded.scenario.venue;
  const { signal } = stop;
  return reachVenue({ address, retryMs, requestTimeout, signal, onUnreachable });
}

/** Errors: `ConfigurationError` for a venue that cannot be the one meant. */
function checkVenue(
  { asked, loaded }: Trading,
  { greeting, clock }: ConnectedVenue,
  earlier: StoredEngine | null,
): void {
  const ours = listingsOf(loaded.scenario).map(({ instrument }) => instrument);
  const named = ({ symbol, tickSize, lotSize }: (typeof ours)[number]): string =>
    `${symbol} (tick ${tickSize}, lot ${lotSize})`;
  const theirs = new Set(greeting.instruments.map(named));
  const strange = ours.map(named).find((instrument) => !theirs.has(instrument));
  if (strange !== undefined)
    throw new ConfigurationError(
      `${loaded.file}: the venue does not list ${strange}\n  fix: start "squall venue" with the same scenario`,
    );
  if (asked.speed !== null && asked.speed !== greeting.speed)
    throw new ConfigurationError(
      `--speed ${asked.speed}: time passes ${greeting.speed} times as fast at the venue\n  fix: leave --speed out`,
    );
  if (earlier !== null && isBehind(greeting, earlier.endedAt))
    throw new ConfigurationError(
      `${asked.state} ends at ${textOf(earlier.endedAt)}, and at the venue it is ${textOf(clock.now())}: it has begun anew\n  fix: name another file with --state`,
    );
}

function noticesOf({ asked, loaded }: Trading, earlier: StoredEngine | null): readonly string[] {
  const going = (earlier?.unasked ?? []).filter((parentId) => {
    const parent = earlier?.state.parents.get(parentId);
    return parent !== undefined && !isParentTerminal(parent.status);
  });
  return [
    ...(going.length === 0
      ? []
      : [
          `${asked.state} holds ${going.length} orders that ${loaded.file} does not ask for; they go on beside its own`,
        ]),
    ...(loaded.expectations.length === 0
      ? []
      : ['what the scenario expects is asked of simulated runs only']),
  ];
}

const textOf = (at: EpochMicros): string => new Date(at / 1_000).toISOString();

async function onlyScenario(
  world: World,
  file: string,
  flags: PaperFlags,
): Promise<LoadedScenario> {
  const settings = readSettings(world, {});
  const { scenarios } = await loadScenarios(world, [file], {
    ...settings.loadOptions,
    set: [...flags.set],
  });
  const [loaded, another] = scenarios;
  if (loaded === undefined || another !== undefined)
    throw new UsageError(`${file} names ${scenarios.length} scenarios\n  fix: name one`);
  if (loaded.scenario.strategies.length > 0)
    throw new UsageError(
      `${loaded.file}: strategies are for simulations only so far\n  fix: give its orders under "orders"`,
    );
  return loaded;
}
