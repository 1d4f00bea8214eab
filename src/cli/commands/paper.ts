/**
 * `squall paper` and `squall live`: the engine of a scenario on real time, against the simulated venue in another process or a broker, with
 * its state in a file. Whatever happens to this process, the same command goes on from what the file says.
 */
import { resolve } from 'node:path';
import { isParentTerminal } from '../../core/order/parent.js';
import type { EngineConfig } from '../../core/state/config.js';
import { type EpochMicros, type Micros, seconds } from '../../core/ground/units.js';
import type { UnreachableError } from '../../live/port/connected-venue.js';
import { agendaOf } from '../../runs/agenda-of.js';
import type { Agenda } from '../../runs/assembly.js';
import { buildId } from '../../runs/build-id.js';
import { EngineDesk } from '../../runs/desk/engine-desk.js';
import { compressed } from '../../runs/paper/compressed.js';
import { KillFile, killFileOf } from '../../runs/paper/kill-file.js';
import { PaperSession } from '../../runs/paper/paper-session.js';
import { type StoredEngine, storedEngine } from '../../runs/paper/stored-engine.js';
import { venueDayTexts, withVenueDays } from '../../runs/paper/venue-hours.js';
import { atVenue } from '../../runs/paper/venue-policy.js';
import { readChecked } from '../../runs/read-block.js';
import { loadStrategies } from '../../runs/load-strategy.js';
import { requireLimits } from '../../runs/require-limits.js';
import type { LoadedScenario } from '../../runs/scenario/load.js';
import { encodeStoredConfig } from '../../runs/stored-config.js';
import type { RunStrategy } from '../../runs/strategy-runner.js';
import { engineConfig } from '../../runs/to-plan.js';
import { type EngineStore, openEngineStore } from '../../store/engine-store.js';
import type { ExitCode } from '../exit-code.js';
import { ConfigurationError, UsageError } from '../failure.js';
import type { LiveMode } from '../live-keys.js';
import { loadScenarios } from '../load-scenarios.js';
import { openApi } from '../engine-api.js';
import { type OpenedVenue, openVenue } from '../open-venue.js';
import { type PaperAsked, type PaperFlags, paperAsked } from '../paper-asked.js';
import { checkChanged } from '../paper-changed.js';
import { PaperExpected } from '../paper-expected.js';
import { PaperLife } from '../paper-life.js';
import { checkRecord, recorded } from '../paper-recorded.js';
import { safetyList } from '../safety-list.js';
import { readSettings } from '../settings.js';
import { type Stop, listenForStop } from '../stop.js';
import type { World } from '../world.js';

export const paperCommand = (world: World, file: string, flags: PaperFlags): Promise<ExitCode> =>
  tradeCommand(world, 'paper', { file, flags });

export interface LiveFlags extends PaperFlags {
  readonly realMoney?: boolean;
}

/** Errors: `ConfigurationError` unless everything says that real money is meant. */
export async function liveCommand(world: World, file: string, flags: LiveFlags): Promise<ExitCode> {
  if (readSettings(world, {}).get('mode') !== 'live')
    throw new ConfigurationError(
      'squall live: the mode is not live\n  fix: set mode to live in squall.config.yaml, or SQUALL_MODE=live',
    );
  if (flags.realMoney !== true)
    throw new ConfigurationError(
      'squall live trades real money\n  fix: --real-money, if that is what you want; "squall paper" does the same on a paper account',
    );
  return tradeCommand(world, 'live', { file, flags });
}

async function tradeCommand(
  world: World,
  mode: LiveMode,
  { file, flags }: { readonly file: string; readonly flags: PaperFlags },
): Promise<ExitCode> {
  const settings = readSettings(world, {});
  const configured = { broker: settings.get('broker'), feed: settings.get('feed') };
  const asked = paperAsked(flags, mode, configured);
  const stop = listenForStop(world);
  try {
    const loaded = await onlyScenario(world, file, flags);
    const { scenario } = loaded;
    const config: EngineConfig = { ...engineConfig(scenario, scenario.seed), mode };
    const { with: at, ...rest } = asked;
    const { broker } = at;
    const engine = broker === 'sim' ? config : atVenue(config, broker);
    requireLimits(engine);
    checkRecord(world, asked);
    const strategies = await loadStrategies(loaded);
    const known = { world, mode, stop, loaded, strategies, engine };
    if (!('feed' in at))
      return await onStore({ ...known, asked: { ...rest, with: at }, failed: null });
    const { atOwnVenue } = await import('../own-venue.js');
    const own = { world, loaded, stop, asked: { ...rest, with: at } };
    const ended = await atOwnVenue(own, (reachable, failed) =>
      onStore({ ...known, asked: reachable, failed }),
    );
    return ended ?? new PaperLife(world, mode, { asked, stop }).neverBegan();
  } finally {
    stop.release();
  }
}

async function onStore(trading: Omit<Trading, 'store'>): Promise<ExitCode> {
  const { world, asked } = trading;
  const store = openEngineStore(resolve(world.cwd, asked.state));
  try {
    return await recorded({ world, asked, store }, () => trade({ ...trading, store }));
  } finally {
    store.close();
  }
}

/** How long an order over the API may take to its plan, in real time, before its answer says that it is not planned yet. */
const PATIENCE: Micros = seconds(10);

interface Trading {
  readonly world: World;
  readonly mode: LiveMode;
  readonly asked: PaperAsked;
  readonly stop: Stop;
  readonly loaded: LoadedScenario;
  readonly strategies: readonly RunStrategy[];
  readonly engine: EngineConfig;
  readonly store: EngineStore;
  /** Why the market of a venue of its own cannot go on, if that comes about; null = that is the venue's affair. */
  readonly failed: Promise<Error> | null;
}

async function trade(trading: Trading): Promise<ExitCode> {
  const { world, mode, asked, stop } = trading;
  const life = new PaperLife(world, mode, { asked, stop });
  void trading.failed?.then((error) => life.fail(error));
  const onUnreachable = (error: UnreachableError): void => life.fail(error);
  const opened = await openVenue({ ...trading, onUnreachable });
  if (opened === null) return life.neverBegan();
  const { connection } = opened;
  try {
    const engine = withVenueDays(trading.engine, connection.venueDays);
    return await tradeThere({ ...trading, engine }, opened, life);
  } finally {
    connection.close();
  }
}

async function tradeThere(
  trading: Trading,
  opened: OpenedVenue,
  life: PaperLife,
): Promise<ExitCode> {
  const { world, mode, asked, loaded, engine, store } = trading;
  const { connection: venue, at } = opened;
  const { clock, feed, isUp, speed } = venue;
  const agenda = agendaFrom(trading, opened);
  const patience = (PATIENCE * speed) as Micros;
  const desk = new EngineDesk({
    config: engine,
    clock,
    feed,
    boards: feed.boards,
    isUp,
    patience,
    journal: store,
  });
  const earlier = storedEngine(store, agenda, (block) => desk.book.note(block));
  if (earlier !== null) opened.checkEnd(earlier.endedAt);
  const begun = { agenda, engine, store, state: asked.state, at: clock.now() };
  if (earlier !== null) checkChanged(loaded, earlier, begun);
  store.noteGrids(engine.instruments);
  store.noteConfiguration({ build: buildId(), text: encodeStoredConfig(engine) });
  const blocks = store.head.seq;
  const { stay } = asked;
  const killFile = new KillFile(killFileOf(store.path));
  if (mode === 'live')
    world.err(safetyList({ at, engine, agenda, state: asked.state, killFile: killFile.path }));
  const session = new PaperSession({
    agenda,
    onKeptBack: (why) => world.err(`${mode}: ${why}\n`),
    engine,
    store,
    earlier,
    isReal: asked.with.broker !== 'sim',
    ...{ venue, desk, killFile, stay },
    onStrategyFailed: (failure) => life.strategyFailed(failure),
    onRefused: (why) => world.err(`${mode}: ${why}\n`),
  });
  const api = await openApi(world, { desk, state: store.path, port: asked.apiPort });
  try {
    const expected = expectedBy(trading);
    const notices = [
      ...venueDayTexts(venue.venueDays ?? []),
      ...noticesOf(trading, earlier),
      ...expected.notices,
      ...api.notices,
    ];
    const { name } = loaded.scenario;
    const outlives = trading.failed === null;
    life.begins(session, { name, at, blocks, venue, outlives, notices, expected });
    return await life.ended();
  } finally {
    desk.close('it was told to end, or all of its orders are over');
    await api.close();
  }
}

/**
 * Its times count from the beginning of a simulated venue's market: nothing is known of it before. At a real one they count from when the
 * engine began, which is the time of its first block.
 */
function agendaFrom(
  { asked, loaded, strategies, store }: Trading,
  { start, connection }: OpenedVenue,
): Agenda {
  const isReal = asked.with.broker !== 'sim';
  const scenario = isReal ? compressed(loaded.scenario, asked.speed ?? 1) : loaded.scenario;
  const from = start ?? firstBlockAt(store) ?? connection.clock.now();
  return { ...agendaOf(scenario, from), strategies };
}

function expectedBy({ asked, loaded, engine, store }: Trading): PaperExpected {
  const { expectations, scenario } = loaded;
  const there = asked.with;
  const venue = there.broker === 'sim' ? 'sim' : there.url === null ? 'real' : 'stand-in';
  return new PaperExpected({ expectations, venue, name: scenario.name, engine, store });
}

function firstBlockAt(store: EngineStore): EpochMicros | null {
  const [first] = store.blocks();
  return first === undefined ? null : readChecked(first).input.at;
}

function noticesOf(
  { asked, loaded, strategies }: Trading,
  earlier: StoredEngine | null,
): readonly string[] {
  const going = (earlier?.unasked ?? []).filter((parentId) => {
    const parent = earlier?.state.parents.get(parentId);
    return (
      parent !== undefined &&
      !isParentTerminal(parent.status) &&
      !strategies.some(({ id }) => id === parent.request.strategyId)
    );
  });
  return [
    ...(going.length === 0
      ? []
      : [
          `${asked.state} holds ${going.length} orders that ${loaded.file} does not ask for; they go on beside its own`,
        ]),
  ];
}

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
  return loaded;
}
