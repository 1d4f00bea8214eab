/**
 * A whole paper session in one process: the engine, an adapter over its vendor's unmodified client, sockets of this machine, and the simulated
 * venue in that vendor's dialect with the faults of a scenario. It ends when every order of the scenario is over.
 */
import { type EpochMicros, plus, seconds } from '../../../src/core/ground/units.js';
import type { VenueRequest } from '../../../src/core/order/venue-message.js';
import { isAnythingLeft } from '../../../src/core/state/anything-left.js';
import type { Entry } from '../../../src/core/state/entry.js';
import type { JournalBlock } from '../../../src/core/state/journal-block.js';
import type { State } from '../../../src/core/state/state.js';
import { connectAlpaca } from '../../../src/live/alpaca/connect-alpaca.js';
import { connectBinance } from '../../../src/live/binance/connect-binance.js';
import { SystemClock } from '../../../src/live/clock/system-clock.js';
import type { Connection, LiveOptions } from '../../../src/live/connection.js';
import { agendaOf } from '../../../src/runs/agenda-of.js';
import { assemble } from '../../../src/runs/assembly.js';
import { prepareScenario } from '../../../src/runs/execute-run.js';
import { clientAudit } from '../../../src/runs/paper/client-audit.js';
import { type RealVenue, atVenue } from '../../../src/runs/paper/venue-policy.js';
import { type LoadedScenario, parseScenario } from '../../../src/runs/scenario/load.js';
import { engineConfig } from '../../../src/runs/to-plan.js';
import { venuePlan } from '../../../src/runs/venue/venue-plan.js';
import { DIALECTS } from '../../../src/server/venue/dialects.js';
import { pacedWire } from '../../../src/server/venue/wire/paced-wire.js';
import {
  LOOPBACK,
  type WireDialect,
  serveWire,
} from '../../../src/server/venue/wire/serve-wire.js';
import { wallTime } from '../../../src/server/venue/wire/wall-time.js';
import type { WireVenue } from '../../../src/server/venue/wire/wire-venue.js';
import { type HurriedTime, hurriedTime } from './hurried-time.js';
import { type ScenarioLines, scenarioText } from './scenario-text.js';

const KEYS = { keyId: 'KEY-OF-A-TEST', secret: 'SECRET-OF-A-TEST' };
const WALL = 1_764_000_000_000_000 as EpochMicros;
/** The venue looks by itself whether anything is due each tenth of a second. */
const TICKS = 20;
/** Nothing here takes so long. */
const PATIENCE = seconds(900);

type Connect = (options: LiveOptions, onNotice: (text: string) => void) => Promise<Connection>;

const CONNECT: Readonly<Record<RealVenue, Connect>> = {
  alpaca: (options, onNotice) => connectAlpaca({ ...options, onNotice }),
  binance: async ({ keys, url, ...options }, onProblem) => {
    const { clock, instruments } = options;
    const { broker, feed, isUp, close } = await connectBinance({
      ...options,
      ...{ apiKey: keys.keyId, secret: keys.secret, network: 'testnet', onProblem },
      loopback: url ?? '',
    });
    return { clock, speed: 1, instruments, broker, feed, isUp, close: () => void close() };
  },
};

/** A question or an order, and when it came out of a socket. */
export type Asked = VenueRequest & { readonly at: EpochMicros };

export interface Exchanged {
  readonly at: EpochMicros;
  readonly method: string;
  readonly url: URL;
  readonly status: number;
}

export interface WireSession {
  readonly blocks: readonly JournalBlock[];
  readonly state: State;
  readonly venue: WireVenue;
  /** All times of the venue. */
  readonly asked: readonly Asked[];
  readonly http: readonly Exchanged[];
  /** What the adapter tells of its streams. */
  readonly notices: readonly string[];
  /** What of the client's journal is not as the venue's ledger has it. */
  readonly findings: readonly string[];
}

/** `onAnswer`: told of each answer as it is given, with where the venue is. */
export async function wireSession(
  dialect: RealVenue,
  lines: ScenarioLines,
  onAnswer: OnAnswer = () => undefined,
): Promise<WireSession> {
  // It takes a while to load, which is not to be a while of the session.
  if (dialect === 'binance') await import('ccxt');
  const loaded = parseScenario('wire.yaml', scenarioText(lines));
  const { planned, make, executionInside } = DIALECTS[dialect];
  const plan = planned(venuePlan(await prepareScenario(loaded)), 1);
  const hurried = hurriedTime(WALL);
  const pace = new SystemClock({ shows: plan.start, speed: 1 }, hurried.time);
  const seen = watched(pacedWire(plan, { clock: pace, speed: 1 }), onAnswer);
  const { venue } = seen;
  const wall = wallTime(plan.start, WALL, 1);
  const served = await serveWire({
    ...{ venue, clock: pace, speed: TICKS, port: 0 },
    dialect: seen.over(make({ venue, wall, keys: KEYS, options: plan.venue })),
  });
  const clock = SystemClock.ofWall(hurried.time);
  const notices: string[] = [];
  try {
    const connection = await CONNECT[dialect](
      {
        ...{ keys: KEYS, mode: 'paper', url: `http://${LOOPBACK}:${served.port}`, clock },
        instruments: plan.markets.map(({ instrument }) => instrument),
        requestTimeout: loaded.scenario.venue.requestTimeout,
      },
      (notice) => notices.push(notice),
    );
    try {
      const { blocks, state } = await traded(loaded, { dialect, connection, hurried });
      venue.catchUp();
      const { findings } = clientAudit(venue.truth, blocks, executionInside);
      return { blocks, state, notices, findings, ...seen };
    } finally {
      connection.close();
    }
  } finally {
    hurried.stop();
    clock.close();
    await served.close();
  }
}

export type OnAnswer = (answered: Exchanged) => void;

/** What comes out of its sockets, written down. */
function watched(
  inside: WireVenue,
  onAnswer: OnAnswer,
): Pick<WireSession, 'venue' | 'asked' | 'http'> & {
  readonly over: (dialect: WireDialect) => WireDialect;
} {
  const asked: Asked[] = [];
  const http: Exchanged[] = [];
  return {
    asked,
    http,
    venue: {
      ...inside,
      ask: (request, heard) => {
        asked.push({ ...request, at: inside.now() });
        inside.ask(request, heard);
      },
    },
    over: (dialect) => {
      const answer = dialect.app.fetch.bind(dialect.app);
      dialect.app.fetch = async (request, ...more) => {
        const at = inside.now();
        const response = await answer(request, ...more);
        const { method, url } = request;
        const answered = { at, method, url: new URL(url), status: response.status };
        http.push(answered);
        onAnswer(answered);
        return response;
      };
      return dialect;
    },
  };
}

async function traded(
  { scenario }: LoadedScenario,
  session: {
    readonly dialect: RealVenue;
    readonly connection: Connection;
    readonly hurried: HurriedTime;
  },
): Promise<Pick<WireSession, 'blocks' | 'state'>> {
  const { dialect, connection, hurried } = session;
  const { clock, broker, feed, instruments } = connection;
  const blocks: JournalBlock[] = [];
  const { host, isAllHeard } = assemble(
    { ...agendaOf(scenario, clock.now()), strategies: [] },
    {
      engine: { ...atVenue(engineConfig(scenario, scenario.seed), dialect), mode: 'paper' },
      ...{ clock, broker, feed, instruments, boards: feed.boards },
      journal: { append: () => undefined },
      riskStore: { engaged: () => false },
      trades: () => () => () => [],
      onBlock: (block) => blocks.push(block),
      earlier: null,
    },
  );
  host.restart();
  const late = plus(clock.now(), PATIENCE);
  await new Promise<void>((over, fail) => {
    hurried.eachTurn(() => {
      const { failure, stopped, state } = host;
      if (failure !== null) fail(failure);
      else if (stopped !== null || clock.now() > late) fail(new Error(stopped ?? 'not over'));
      else if (state.gate?.state !== 'shut' && isAllHeard() && !isAnythingLeft(state)) over();
    });
  });
  return { blocks, state: host.state };
}

export const entriesOf = <K extends Entry['kind']>(
  { blocks }: WireSession,
  kind: K,
): readonly Extract<Entry, { kind: K }>[] =>
  blocks
    .flatMap(({ entries }) => entries)
    .filter((entry): entry is Extract<Entry, { kind: K }> => entry.kind === kind);

/** Of the client's own orders, as it first meant to send them. */
export const idsOf = (session: WireSession): readonly string[] => [
  ...new Set(entriesOf(session, 'submit-intent').map(({ clientOrderId }) => clientOrderId)),
];

/** The kinds of what was asked about an order, in order. */
export const askedAbout = ({ asked }: WireSession, id: string): readonly VenueRequest['kind'][] =>
  asked.flatMap((one) => ('clientOrderId' in one && one.clientOrderId === id ? [one.kind] : []));

export const alertsOf = (session: WireSession): readonly string[] =>
  entriesOf(session, 'alert').map(({ code, state }) => `${code} ${state}`);

/** When a block with such an entry was made, by the client's clock; errors where there is none. */
export function blockWith(session: WireSession, is: (entry: Entry) => boolean): JournalBlock {
  const block = session.blocks.find(({ entries }) => entries.some(is));
  if (block === undefined) throw new Error('there is no such entry');
  return block;
}
