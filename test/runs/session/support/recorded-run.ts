/** The journal of a simulated run as a recorded session: what a process leaves, without a process. */
import type { JournalBlock } from '../../../../src/core/state/journal-block.js';
import type { EngineConfig } from '../../../../src/core/state/config.js';
import { executeRun, prepareScenario } from '../../../../src/runs/execute-run.js';
import { parseScenario } from '../../../../src/runs/scenario/load.js';
import type { Session, SessionPart } from '../../../../src/runs/session/session.js';
import { engineConfig } from '../../../../src/runs/to-plan.js';

/** Four slices at their times; orders are market orders and fill at once. */
export const FOUR_SLICES = `name: four
shows: four slices to be changed
seed: 7
instrument: { symbol: BTCUSDT, tickSize: "0.1", lotSize: "0.001", minNotional: "5", calendar: always-open, adv: "25000" }
market: { synthetic: { model: random-walk, startPrice: "61800", messagesPerSecond: 10 } }
clock: { start: 2024-08-08T12:00:00Z, duration: 90s }
venue:
  latency: { feed: 5ms, submit: 20ms, ack: 20ms, query: 30ms, stream: 60ms }
  account: { cash: "1000000" }
  validFor: 5s
orders:
  - { at: 2s, side: buy, quantity: "0.8", duration: 40s, slices: 4 }
`;

export async function recordedRun(text = FOUR_SLICES): Promise<Session> {
  const loaded = parseScenario('s.yaml', text);
  const ended = executeRun(await prepareScenario(loaded));
  const blocks: readonly JournalBlock[] = [...ended.finished.blocks];
  const { stateHash } = ended.finished;
  ended.close();
  const engine = engineConfig(loaded.scenario, loaded.scenario.seed);
  return { parts: [partOf(engine)], blocks, stateHash: stateHash ?? '' };
}

export const partOf = (engine: EngineConfig, firstBlock = 0): SessionPart => ({
  firstBlock,
  build: 'a build',
  engine,
});
