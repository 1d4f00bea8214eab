/**
 * The venue that `bench/venue-load.ts` asks, in a process of its own: stands on a port, says which, and says how large its heap is after a
 * collection whenever it is asked. Ends with its parent.
 */
import { parseScenario } from '../../src/runs/scenario/load.js';
import { prepareScenario } from '../../src/runs/execute-run.js';
import { venuePlan } from '../../src/runs/venue/venue-plan.js';
import { onlyClient, standInDialect } from '../../src/cli/stand-in-dialect.js';
import type { DialectName } from '../../src/server/venue/dialects.js';
import { LOAD_KEYS } from './venue-requests.js';

/** A market in real time, with no latency and no faults. */
const SCENARIO = `name: load
shows: a venue that is asked much
seed: 1
instrument: { symbol: BTCUSDT, tickSize: '0.1', lotSize: '0.001', minNotional: '5', adv: '25000' }
market: { synthetic: { model: random-walk, startPrice: '61800' } }
clock: { duration: 5m }
venue:
  account: { cash: '100000000', positions: { BTCUSDT: '100' } }
  latency: { feed: 0ms, submit: 0ms, ack: 0ms, query: 0ms, stream: 0ms }
orders:
  - { at: 1s, side: buy, quantity: '0.1', algo: direct }
`;

const dialect = process.argv[2] as DialectName;
const plan = venuePlan(await prepareScenario(parseScenario('load.yaml', SCENARIO)));
const asked = {
  ...{ plan, speed: 1, port: 0, isWatched: false, endsAt: null },
  onArrived: () => undefined,
};
const venue = await standInDialect(asked, { dialect, clients: onlyClient(plan, LOAD_KEYS) });
process.on('disconnect', () => process.exit());
process.on('message', () => {
  globalThis.gc?.();
  process.send?.({ heapBytes: process.memoryUsage().heapUsed });
});
process.send?.({ port: venue.port });
