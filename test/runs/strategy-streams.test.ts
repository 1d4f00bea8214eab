/** What a strategy sees in a run: prints as its feed delivers them, the book by a read, its fills, its position, what was refused. */
import { type Observable, concatMap, map, of, take, tap, timer, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import {
  type Strategy,
  type StrategyDepth,
  type StrategyFill,
  type StrategyOutput,
  type StrategyRefusal,
  type StrategyTrade,
  defineStrategy,
} from '../../src/core/host/strategy.js';
import { executeRun, prepareScenario } from '../../src/runs/execute-run.js';
import { parseScenario } from '../../src/runs/scenario/load.js';
import { ROW_KIND_MASK, ROW_TRADE } from '../../src/sim/tape/tape.js';

const scenario = (faults: string): string => `name: streams
shows: what a strategy sees
seed: 3
instrument: { symbol: BTCUSDT, tickSize: "0.1", lotSize: "0.001", minNotional: "5", adv: "25000" }
market: { synthetic: { model: random-walk, startPrice: "61800", messagesPerSecond: 10 } }
venue: { latency: { feed: 7ms }, account: { positions: { BTCUSDT: "1" }, cash: "1000000" } }
clock: { duration: 20s }
orders: [{ at: 1s, side: buy, quantity: "0.1", algo: direct }]
faults: [${faults}]
`;

async function runWith(strategy: Strategy, faults = '', other: Strategy | null = null) {
  const prepared = await prepareScenario(parseScenario('streams.yaml', scenario(faults)));
  // A scenario must order something; this one leaves it to the strategy.
  const { loaded } = prepared;
  const unordered = { ...loaded, scenario: { ...loaded.scenario, orders: [] } };
  const run = executeRun({
    ...prepared,
    loaded: unordered,
    strategies: [
      { id: 'own', strategy, params: {} },
      ...(other === null ? [] : [{ id: 'other', strategy: other, params: {} }]),
    ],
  });
  run.close();
  expect(run.strategyFailures).toEqual([]);
  const { start } = run.finished.virtual;
  return { run, start, tape: prepared.tapesOf(3)[0]! };
}

/** Looks on and orders nothing. */
const watching = <T>(
  into: T[],
  seenBy: (streams: Parameters<Strategy>[0]) => Observable<T>,
): Strategy =>
  defineStrategy((streams) =>
    seenBy(streams).pipe(
      tap((value) => into.push(value)),
      concatMap((): StrategyOutput[] => []),
    ),
  );

const order = (side: 'buy' | 'sell', quantity: string): StrategyOutput => ({
  kind: 'order',
  side,
  quantity,
});

describe('what a strategy sees', () => {
  it('SIM-4: every print of the market, in order, by the time it was delivered', async () => {
    const trades: StrategyTrade[] = [];
    const { tape, start } = await runWith(watching(trades, ({ trades$ }) => trades$));
    const prints: number[] = [];
    const last = start + 20_000_000 - 100_000 - 7_000;
    for (let row = 0; row < tape.rows; row += 1) {
      const at = tape.time[row] ?? 0;
      if (((tape.kind[row] ?? 0) & ROW_KIND_MASK) === ROW_TRADE && at > start && at <= last)
        prints.push(at);
    }
    const seen = trades.filter(({ venueTime }) => venueTime <= last);
    expect(seen.length).toBeGreaterThan(20);
    expect(seen.map(({ venueTime }) => venueTime)).toEqual(prints);
    for (const trade of trades) {
      expect(trade.deliveredAt).toBeGreaterThanOrEqual(trade.venueTime + 7_000);
      expect(Number(trade.priceText)).toBeCloseTo(trade.ticks / 10, 6);
      expect(Number(trade.quantityText)).toBeCloseTo(trade.lots / 1_000, 9);
    }
  });

  it('F:MD2: no print that an outage of the feed lost', async () => {
    const trades: StrategyTrade[] = [];
    const outage = '{ kind: outage, paths: [feed], at: 5s, for: 10s }';
    const { start } = await runWith(
      watching(trades, ({ trades$ }) => trades$),
      outage,
    );
    const offsets = trades.map(({ deliveredAt }) => (deliveredAt - start) / 1e6);
    expect(offsets.filter((at) => at >= 5 && at < 15)).toEqual([]);
    expect(offsets.some((at) => at < 5) && offsets.some((at) => at >= 15)).toBe(true);
  });

  it('watching moves nothing: no order, no draw of another', async () => {
    const silent: Strategy = ({ scheduler }) =>
      timer(15_000, scheduler).pipe(map(() => order('buy', '0.1')));
    const curious: Strategy = (streams) => {
      streams.trades$.subscribe();
      return silent(streams, {});
    };
    const [plain, watched] = [await runWith(silent), await runWith(curious)];
    expect(watched.run.report.journalHash).toBe(plain.run.report.journalHash);
  });

  it('the book by a read that takes a round trip; nothing in an outage', async () => {
    const seen: { readonly at: number; readonly book: StrategyDepth | null }[] = [];
    const outage = '{ kind: outage, paths: [query], at: 5s, for: 3s }';
    const strategy = watching(seen, ({ depth, scheduler, now }) =>
      timer(2_000, 4_000, scheduler).pipe(
        take(2),
        concatMap(() => depth(3).pipe(map((book) => ({ at: now(), book })))),
      ),
    );
    const { run, start } = await runWith(strategy, outage);
    const [answered, lost] = seen;
    expect((answered?.at ?? 0) - start).toBe(2_060_000);
    expect(answered?.book?.bids).toHaveLength(3);
    const { bids = [], asks = [] } = answered?.book ?? {};
    expect(bids[0]!.price).toBeLessThan(asks[0]!.price);
    expect(bids[0]!.price).toBeGreaterThan(bids[1]!.price);
    expect(bids[0]!.priceText).toBe((bids[0]!.price / 10).toString());
    expect(lost?.book).toBeNull();
    expect(run.report.calls.query).toBe(2);
  });

  it('of a read of its own the engine hears nothing', async () => {
    const looking: Strategy = ({ depth, scheduler }) =>
      timer(2_000, scheduler).pipe(
        concatMap(() => depth()),
        map(() => order('buy', '0.1')),
      );
    const { run } = await runWith(looking);
    expect(run.report.parents).toHaveLength(1);
    const answers = [...run.finished.blocks].flatMap(({ input }) =>
      input.kind === 'answer' ? [input.readId] : [],
    );
    expect(answers.length).toBeGreaterThan(0);
    expect(answers.filter((readId) => readId < 0)).toEqual([]);
  });

  it('its position and its fills, in lots and as text', async () => {
    const fills: StrategyFill[] = [];
    const positions: unknown[] = [];
    const { run } = await runWith(({ fills$, position, scheduler }) => {
      fills$.subscribe((fill) => fills.push(fill));
      timer(0, 4_000, scheduler).subscribe(() => positions.push(position()));
      return timer(2_000, 4_000, scheduler).pipe(
        take(2),
        map((n) => (n === 0 ? order('buy', '0.05') : order('sell', '0.08'))),
      );
    });
    expect(positions.slice(0, 3)).toEqual([
      { lots: 0, quantity: '0' },
      { lots: 50, quantity: '0.05' },
      { lots: -30, quantity: '-0.03' },
    ]);
    expect(new Set(fills.map(({ key, side, symbol }) => `${key} ${side} ${symbol}`))).toEqual(
      new Set(['own-0 buy BTCUSDT', 'own-1 sell BTCUSDT']),
    );
    const bought = fills.filter(({ side }) => side === 'buy');
    expect(bought.reduce((sum, { quantityText }) => sum + Number(quantityText), 0)).toBeCloseTo(
      0.05,
      9,
    );
    expect(bought[0]?.priceText).toBe(String((bought[0]?.row.execution.price ?? 0) / 10));
    expect(run.report.invariants.violations).toEqual([]);
  });

  it('SIM-4: what the engine refused, with the field', async () => {
    const refusals: StrategyRefusal[] = [];
    const { run } = await runWith(({ refusals$ }) => {
      refusals$.subscribe((refusal) => refusals.push(refusal));
      return of(order('buy', '0.0004'), order('buy', '0.1'));
    });
    expect(refusals.map(({ key, problems }) => [key, problems[0]?.field])).toEqual([
      ['own-0', 'quantity'],
    ]);
    expect(run.report.parents).toHaveLength(1);
  });

  it('SIM-4: what the engine refused of another strategy is not told', async () => {
    const others: StrategyRefusal[] = [];
    const { run } = await runWith(
      ({ refusals$ }) => {
        refusals$.subscribe((refusal) => others.push(refusal));
        return of(order('buy', '0.1'));
      },
      '',
      () => of(order('buy', '0.0004')),
    );
    expect(run.report.refused).toHaveLength(1);
    expect(others).toEqual([]);
  });

  it('SIM-4: calls an order off by its key, once it is there and not before', async () => {
    const { run } = await runWith(() =>
      of<StrategyOutput[]>(
        {
          kind: 'order',
          side: 'buy',
          quantity: '0.5',
          type: 'limit',
          limitPrice: '61000',
          timeInForce: 'gtc',
          idempotencyKey: 'far',
        },
        { kind: 'cancel', key: 'far' },
      ).pipe(
        toArray(),
        concatMap((all) => all),
      ),
    );
    expect(run.report.parents.map(({ status }) => status)).toEqual(['canceled']);
  });
});
