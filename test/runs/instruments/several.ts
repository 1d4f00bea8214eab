/**
 * A scenario of one to three generated instruments, its symbols chosen by the test, and what to compare of its runs: the
 * executions of a symbol, without the numbers a venue gives in passing.
 */
import type { TruthExecution } from '../../../src/core/order/truth.js';
import type { EndedRun } from '../../../src/runs/ended-run.js';
import { executeRun, prepareScenario } from '../../../src/runs/execute-run.js';
import { parseScenario } from '../../../src/runs/scenario/load.js';

const MARKETS: Readonly<Record<string, string>> = {
  BTCUSDT: `{ symbol: BTCUSDT, tickSize: "0.1", lotSize: "0.001", minNotional: "5", market: { synthetic: { model: random-walk, startPrice: "61800", messagesPerSecond: 10 } } }`,
  ETHUSDT: `{ symbol: ETHUSDT, tickSize: "0.01", lotSize: "0.0001", market: { synthetic: { model: random-walk, startPrice: "2400", ordersPerSecond: 20 } } }`,
  SOLUSDT: `{ symbol: SOLUSDT, tickSize: "0.001", lotSize: "0.1", market: { synthetic: { model: random-walk, startPrice: "140", levelsPerSide: 20 } } }`,
};
const ORDERS: Readonly<Record<string, readonly string[]>> = {
  BTCUSDT: [
    `{ at: 2s, symbol: BTCUSDT, idempotencyKey: b, side: buy, quantity: "0.6", duration: 80s, slices: 6 }`,
  ],
  ETHUSDT: [
    `{ at: 2s, symbol: ETHUSDT, idempotencyKey: e, side: sell, quantity: "0.8", type: limit, limitPrice: { peg: ask }, duration: 80s, slices: 8 }`,
    `{ at: 7s, symbol: ETHUSDT, idempotencyKey: f, side: buy, quantity: "0.2", duration: 40s, slices: 4 }`,
  ],
  SOLUSDT: [
    `{ at: 3s, symbol: SOLUSDT, idempotencyKey: s, side: buy, quantity: "40", type: limit, limitPrice: { peg: bid }, duration: 80s, slices: 5, completion: catch-up }`,
  ],
};
export const HALT = `{ kind: halt, at: 30s, for: 25s, symbol: SOLUSDT }`;
export const SYMBOLS = Object.keys(MARKETS);

const haltOf = (symbols: readonly string[]): readonly string[] =>
  symbols.includes('SOLUSDT') ? [HALT] : [];

/** `faults`: SOLUSDT halts when left out and traded. */
export const scenario = (
  symbols: readonly string[],
  more = '',
  faults: readonly string[] = haltOf(symbols),
): string => `name: several
shows: several instruments in one run
seed: 5
instruments:
${symbols.map((symbol) => `  - ${MARKETS[symbol]}`).join('\n')}
clock: { duration: 100s }
venue:
  latency:
    feed: { lognormal: { median: 5ms, sigma: 0.5 } }
    submit: { lognormal: { median: 20ms, sigma: 0.5 } }
    ack: { lognormal: { median: 20ms, sigma: 0.5 } }
    query: { empirical: [20ms, 30ms, 90ms] }
execution: { earlyStop: { onSliceFailure: continue } }
faults: [${faults.join(', ')}]
orders:
${symbols.flatMap((symbol) => (ORDERS[symbol] ?? []).map((order) => `  - ${order}`)).join('\n')}
${more}`;

export async function run(
  symbols: readonly string[],
  seed: number,
  { faults, more = '' }: { readonly faults?: readonly string[]; readonly more?: string } = {},
): Promise<EndedRun> {
  const loaded = parseScenario('several.yaml', scenario(symbols, more, faults));
  return executeRun(await prepareScenario(loaded), { seed });
}

/** Executions of a symbol as they were, without the numbers a venue gives in passing. */
export const executionsOf = ({ finished }: EndedRun, symbol: string): readonly unknown[] =>
  (finished.ledger?.executions ?? [])
    .filter((execution) => execution.symbol === symbol)
    .map(({ seq: _, execId: __, venueOrderId: ___, ...execution }: TruthExecution) => execution);
