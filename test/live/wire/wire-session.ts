/**
 * A whole paper session in one process: the engine, a broker's adapter, sockets of this machine, and the simulated venue in that broker's words
 * with the faults of a scenario. It ends when every order of the scenario is over, and the order stream is back where it was gone.
 */
import { type EpochMicros, plus, seconds } from '../../../src/core/ground/units.js';
import type { TruthLedger } from '../../../src/core/order/truth.js';
import type { VenueRequest } from '../../../src/core/order/venue-message.js';
import { isAnythingLeft } from '../../../src/core/state/anything-left.js';
import type { Entry } from '../../../src/core/state/entry.js';
import type { JournalBlock } from '../../../src/core/state/journal-block.js';
import type { State } from '../../../src/core/state/state.js';
import type { Connection } from '../../../src/live/connection.js';
import { agendaOf } from '../../../src/runs/agenda-of.js';
import { assemble } from '../../../src/runs/assembly.js';
import { prepareScenario } from '../../../src/runs/execute-run.js';
import { clientAudit } from '../../../src/runs/paper/client-audit.js';
import { atVenue } from '../../../src/runs/paper/venue-policy.js';
import { type LoadedScenario, parseScenario } from '../../../src/runs/scenario/load.js';
import { engineConfig } from '../../../src/runs/to-plan.js';
import { venuePlan } from '../../../src/runs/venue/venue-plan.js';
import { type BrokerName, type StandOptions, type Written, stand } from './brokers.js';
import { type HurriedTime, hurriedTime } from './hurried-time.js';
import { type ScenarioLines, scenarioText } from './scenario-text.js';

const WALL = 1_764_000_000_000_000 as EpochMicros;
/** Nothing here takes so long. */
const PATIENCE = seconds(900);
/** How soon a stream is back hangs on files that a vendor's client reads, and so on the machine; one that never comes is not waited for longer. */
const FOR_THE_STREAM = seconds(300);

export interface WireSession extends Written {
  readonly blocks: readonly JournalBlock[];
  readonly state: State;
  readonly truth: TruthLedger;
  /** What of the client's journal is not as the venue's ledger has it. */
  readonly findings: readonly string[];
}

export async function wireSession(
  broker: BrokerName,
  lines: ScenarioLines,
  onAnswer: StandOptions['onAnswer'] = () => undefined,
): Promise<WireSession> {
  const loaded = parseScenario(
    'wire.yaml',
    scenarioText({ futures: broker === 'binance-usdm', ...lines }),
  );
  const plan = venuePlan(await prepareScenario(loaded));
  const { requestTimeout } = loaded.scenario.venue;
  const written: Written = { asked: [], http: [], notices: [] };
  const hurried = hurriedTime(WALL);
  const { time } = hurried;
  const venue = await stand(broker, { plan, time, requestTimeout, written, onAnswer });
  try {
    const connection = await venue.connect();
    hurried.hurry();
    try {
      const { blocks, state } = await traded(loaded, { broker, connection, hurried });
      venue.catchUp();
      const { truth, executionInside } = venue;
      const { findings } = clientAudit(truth, blocks, executionInside);
      return { blocks, state, truth, findings, ...written };
    } finally {
      connection.close();
    }
  } finally {
    hurried.stop();
    await venue.close();
  }
}

async function traded(
  { scenario }: LoadedScenario,
  session: {
    readonly broker: BrokerName;
    readonly connection: Connection;
    readonly hurried: HurriedTime;
  },
): Promise<Pick<WireSession, 'blocks' | 'state'>> {
  const { broker: named, connection, hurried } = session;
  const { clock, broker, feed, instruments } = connection;
  const config = engineConfig(scenario, scenario.seed);
  const blocks: JournalBlock[] = [];
  const { host, isAllHeard } = assemble(
    { ...agendaOf(scenario, clock.now()), strategies: [] },
    {
      engine: { ...(named === 'sim' ? config : atVenue(config, named)), mode: 'paper' },
      ...{ clock, broker, feed, instruments, boards: feed.boards },
      journal: { append: () => undefined },
      riskStore: { engaged: () => false },
      trades: () => () => () => [],
      onBlock: (block) => blocks.push(block),
      earlier: null,
      mayRestart: false,
    },
  );
  if (named !== 'sim') host.restart();
  const late = plus(clock.now(), PATIENCE);
  let isOverAt: EpochMicros | null = null;
  const isSettled = (): boolean => {
    const { state } = host;
    if (state.gate?.state === 'shut' || !isAllHeard() || isAnythingLeft(state)) return false;
    isOverAt ??= clock.now();
    return state.stream !== 'down' || clock.now() > plus(isOverAt, FOR_THE_STREAM);
  };
  await new Promise<void>((over, fail) => {
    hurried.eachTurn(() => {
      const { failure, stopped } = host;
      if (failure !== null) fail(failure);
      else if (stopped !== null || clock.now() > late) fail(new Error(stopped ?? 'not over'));
      else if (isSettled()) over();
    });
  });
  return { blocks, state: host.state };
}

export const entriesOf = <K extends Entry['kind']>(
  { blocks }: Pick<WireSession, 'blocks'>,
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

/** The first block with such an entry; errors where there is none. */
export function blockWith(session: WireSession, is: (entry: Entry) => boolean): JournalBlock {
  const block = session.blocks.find(({ entries }) => entries.some(is));
  if (block === undefined) throw new Error('there is no such entry');
  return block;
}
