/**
 * Several instruments in one run: each is what it would be alone, whatever happens to the others; reports, stored plans
 * and workers know all of them; and what names an instrument that is not there is refused.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { executeRun, prepareScenario } from '../../../src/runs/execute-run.js';
import { parseScenario } from '../../../src/runs/scenario/load.js';
import { decodeStoredPlan, instrumentsOfPlan } from '../../../src/runs/stored-plan.js';
import { temporaryFolder } from '../../cli/support/run-main.js';
import { HALT, SYMBOLS, executionsOf, run, scenario } from './several.js';

const folder = temporaryFolder();
afterAll(folder.remove);

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

  it('F:MD2: an outage of one feed stops that one alone', async () => {
    const outage = `{ kind: outage, paths: [feed], at: 30s, for: 25s, symbol: SOLUSDT }`;
    const [calm, out] = [
      await run(SYMBOLS, 5, { faults: [] }),
      await run(SYMBOLS, 5, { faults: [outage] }),
    ];
    expect(executionsOf(out, 'SOLUSDT')).not.toEqual(executionsOf(calm, 'SOLUSDT'));
    for (const symbol of ['BTCUSDT', 'ETHUSDT'])
      expect(executionsOf(out, symbol)).toEqual(executionsOf(calm, symbol));
  });

  it('ORD-0 SCH-2: a quarantine stops the slices of its instrument while it lasts, and no other', async () => {
    const more = `operator:
  - { at: 30s, do: quarantine-on, symbol: BTCUSDT, reason: looks wrong }
  - { at: 60s, do: quarantine-off, symbol: BTCUSDT }`;
    const [calm, held] = [await run(SYMBOLS, 5), await run(SYMBOLS, 5, { more })];
    for (const symbol of ['ETHUSDT', 'SOLUSDT'])
      expect(executionsOf(held, symbol)).toEqual(executionsOf(calm, symbol));
    const [btc] = held.report.parents;
    expect(btc?.children.map(({ status }) => status)).toEqual([
      'filled',
      'filled',
      'filled',
      'blocked_quarantine',
      'blocked_quarantine',
      'filled',
    ]);
    const alerts = held.report.alerts.filter(({ code }) => code === 'quarantine');
    expect(alerts).toMatchObject([{ subject: '* BTCUSDT', state: 'cleared' }]);
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
    const outage = (paths: string): string =>
      problemsOf(
        scenario(SYMBOLS, '', [`{ kind: outage, at: 1s, for: 1s, symbol: SOLUSDT${paths} }`]),
      );
    expect(outage('')).toContain('faults.0.symbol: only the feed can be down for one instrument');
    expect(outage(', paths: [feed, submit]')).toContain('write paths: [feed]');
    expect(outage(', paths: [feed]')).toBe('');
    expect(text('operator: [{ at: 1s, do: quarantine-on, symbol: BTCUSD }]')).toContain(
      'operator.0.symbol: there is no instrument BTCUSD in this scenario',
    );
    expect(problemsOf(scenario(['BTCUSDT', 'BTCUSDT']))).toContain('BTCUSDT is listed twice');
    expect(
      problemsOf(scenario(SYMBOLS).replace('symbol: SOLUSDT, tick', 'symbol: SOLEUR, tick')),
    ).toContain('instruments.2.quoteAsset: is EUR');
    expect(text('instrument: { symbol: X, tickSize: "1", lotSize: "1" }')).toContain(
      'instrument: stands beside instruments',
    );
    const bare = scenario(['BTCUSDT']).replace(/instruments:\n.*\n/, '');
    expect(problemsOf(bare)).toContain(
      'instrument: is missing: give symbol, tickSize and lotSize, or instruments',
    );
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
