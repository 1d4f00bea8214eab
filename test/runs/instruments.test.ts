/**
 * Several instruments in one run: each is what it would be alone, whatever happens to the others; reports, stored plans
 * and workers know all of them; and what names an instrument that is not there is refused.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TruthExecution } from '../../src/core/order/truth.js';
import type { EndedRun } from '../../src/runs/ended-run.js';
import { executeRun, prepareScenario } from '../../src/runs/execute-run.js';
import { parseScenario } from '../../src/runs/scenario/load.js';
import { decodeStoredPlan, instrumentsOfPlan } from '../../src/runs/stored-plan.js';
import { temporaryFolder } from '../cli/support/run-main.js';

const folder = temporaryFolder();
afterAll(folder.remove);

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
const HALT = `{ kind: halt, at: 30s, for: 25s, symbol: SOLUSDT }`;
const SYMBOLS = Object.keys(MARKETS);

const scenario = (symbols: readonly string[], more = ''): string => `name: several
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
faults: [${symbols.includes('SOLUSDT') ? HALT : ''}]
orders:
${symbols.flatMap((symbol) => (ORDERS[symbol] ?? []).map((order) => `  - ${order}`)).join('\n')}
${more}`;

async function run(symbols: readonly string[], seed: number): Promise<EndedRun> {
  const loaded = parseScenario(join(folder.path, 'several.yaml'), scenario(symbols));
  return executeRun(await prepareScenario(loaded), { seed });
}

/** Executions of a symbol as they were, without the numbers a venue gives in passing. */
const executionsOf = ({ finished }: EndedRun, symbol: string): readonly unknown[] =>
  (finished.ledger?.executions ?? [])
    .filter((execution) => execution.symbol === symbol)
    .map(({ seq: _, execId: __, venueOrderId: ___, ...execution }: TruthExecution) => execution);

const problemsOf = (text: string): string => {
  try {
    parseScenario('several.yaml', text);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

describe('several instruments', () => {
  it.each([5, 6, 7, 8])(
    'SIM-4: a run of three gives, per instrument, the executions of three runs of one, a halt on one included (seed %i)',
    async (seed) => {
      const together = await run(SYMBOLS, seed);
      expect(together.report.invariants.violations).toEqual([]);
      for (const symbol of SYMBOLS) {
        const alone = executionsOf(await run([symbol], seed), symbol);
        expect(alone.length).toBeGreaterThan(0);
        expect(executionsOf(together, symbol)).toEqual(alone);
      }
    },
  );

  it('SIM-4: the order of the instruments changes no execution', async () => {
    const one = await run(SYMBOLS, 9);
    const other = await run(SYMBOLS.toReversed(), 9);
    for (const symbol of SYMBOLS)
      expect(executionsOf(other, symbol)).toEqual(executionsOf(one, symbol));
  });

  it('F13 F:MD9: a halt on one stops that one alone', async () => {
    const { finished } = await run(SYMBOLS, 5);
    const start = finished.virtual.start;
    const during = (finished.ledger?.executions ?? []).filter(
      ({ at }) => at >= start + 30_000_000 && at < start + 55_000_000,
    );
    expect(new Set(during.map(({ symbol }) => symbol))).toEqual(new Set(['BTCUSDT', 'ETHUSDT']));
  });

  it('RPT-1: the report, its market figures and the stored plan know every instrument', async () => {
    const ended = await run(SYMBOLS, 5);
    const { report, finished } = ended;
    expect(new Set(report.parents.map(({ symbol }) => symbol))).toEqual(new Set(SYMBOLS));
    expect([...finished.markets.keys()]).toEqual(SYMBOLS);
    const plan = decodeStoredPlan(ended.stored().plan);
    expect(plan === null ? [] : [...instrumentsOfPlan(plan).keys()]).toEqual(SYMBOLS);
    expect(report.fidelity.market.split('; ')).toHaveLength(3);
  });

  it('SIM-5: one account: positions by symbol, cash in one asset', async () => {
    const { finished } = await run(SYMBOLS, 5);
    const held = new Map<string, number>();
    for (const { symbol, side, quantity } of finished.ledger?.executions ?? []) {
      held.set(symbol, (held.get(symbol) ?? 0) + (side === 'buy' ? quantity : -quantity));
    }
    expect(held.get('BTCUSDT')).toBe(600);
    expect(held.size).toBe(3);
  });

  it('refuses what names no instrument, names one twice, or is quoted in another asset', () => {
    const text = (more: string): string => problemsOf(scenario(SYMBOLS, more));
    expect(
      problemsOf(scenario(SYMBOLS).replace('symbol: ETHUSDT, idem', 'symbol: ETHUSD, idem')),
    ).toContain('orders.1.symbol: there is no instrument ETHUSD in this scenario');
    expect(problemsOf(scenario(SYMBOLS).replace(HALT, HALT.replace('SOL', 'SAL')))).toContain(
      'faults.0.symbol: there is no instrument SALUSDT',
    );
    expect(problemsOf(scenario(['BTCUSDT', 'BTCUSDT']))).toContain('BTCUSDT is listed twice');
    expect(
      problemsOf(scenario(SYMBOLS).replace('symbol: SOLUSDT, tick', 'symbol: SOLEUR, tick')),
    ).toContain('instruments.2.quoteAsset: is EUR');
    expect(text('instrument: { symbol: X, tickSize: "1", lotSize: "1" }')).toContain(
      'instrument: stands beside instruments',
    );
    const bare = scenario(['BTCUSDT']).replace(/instruments:\n.*\n/, '');
    expect(problemsOf(bare)).toContain('is missing: give instrument and market, or instruments');
  });
});

describe('a strategy', () => {
  it('sees and trades the instrument it names', async () => {
    const rxjs = JSON.stringify(new URL(import.meta.resolve('rxjs')).href);
    const code = `import { first, map } from ${rxjs};
export const strategy = ({ quotes$ }: any) => quotes$.pipe(first(), map(({ bid }: any) => ({
  kind: 'order', side: 'buy', quantity: '0.01', type: 'limit', algo: 'direct', limitPrice: String(bid / 100), fillTimeout: 5000000,
})));`;
    writeFileSync(join(folder.path, 'eth.ts'), code);
    const text = scenario(
      ['BTCUSDT', 'ETHUSDT'],
      'strategies: [{ id: eth, module: ./eth.ts, symbol: ETHUSDT }]',
    );
    const loaded = parseScenario(join(folder.path, 'several.yaml'), text);
    const { report } = executeRun(await prepareScenario(loaded));
    const made = report.parents.find(({ strategy }) => strategy === 'eth');
    expect(made?.symbol).toBe('ETHUSDT');
    expect(report.warnings.filter(({ code: word }) => word === 'strategy-failed')).toEqual([]);
  });
});
