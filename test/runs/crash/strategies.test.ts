/** A strategy whose process is stopped in the middle: it begins anew and decides again, the engine knows what it gave before, and nothing is traded twice. */
import { EMPTY, concat, defer, map, mergeMap, of, timer } from 'rxjs';
import { describe, expect, it } from 'vitest';
import {
  type StrategyOutput,
  type StrategyStreams,
  defineStrategy,
} from '../../../src/core/host/strategy.js';
import { crashRun } from '../../../src/runs/crash/crash-run.js';
import { type PreparedScenario, prepareScenario } from '../../../src/runs/execute-run.js';
import { parseScenario } from '../../../src/runs/scenario/load.js';
import { inSeconds } from '../../support/simulation-plan.js';

const SCENARIO = `name: begun-again
shows: a strategy whose process is stopped
seed: 3
instrument: { symbol: BTCUSDT, tickSize: '0.1', lotSize: '0.001', minNotional: '5', adv: '25000' }
market: { synthetic: { model: random-walk, startPrice: '61800' } }
clock: { duration: 40s }
venue: { account: { cash: '1000000' } }
execution: { earlyStop: { spreadBps: off, deviationBps: off, liquidityLevels: off } }
orders:
  - { at: 1s, side: buy, quantity: '0.01', algo: direct }
`;
const DOWN = inSeconds(2);

const buy = (key: string | undefined, quantity: string): StrategyOutput => ({
  kind: 'order',
  side: 'buy',
  quantity,
  ...(key === undefined ? {} : { idempotencyKey: key }),
});

/** What it knew as each process began. */
interface Begun {
  readonly keys: readonly string[];
  readonly held: string;
  readonly at: number;
}

function world() {
  const begun: Begun[] = [];
  const refused: string[] = [];
  const strategy = defineStrategy((streams: StrategyStreams) => {
    const { scheduler, now, orders, position, refusals$ } = streams;
    refusals$.subscribe(({ key, code }) => refused.push(`${key} ${code}`));
    begun.push({ keys: orders().map(({ key }) => key), held: position().quantity, at: now() });
    return concat(
      of(buy('first', '0.2')),
      timer(3_000, scheduler).pipe(map(() => buy('sized', '0.3'))),
      // What it asks for hangs on when it asks.
      defer(() => of(buy('timed', `0.${String((now() % 800_000) + 100_000).slice(0, 3)}`))),
      timer(3_000, scheduler).pipe(mergeMap(() => EMPTY)),
    );
  });
  return { begun, refused, strategy };
}

const prepared = async (
  strategy: ReturnType<typeof world>['strategy'],
): Promise<PreparedScenario> => ({
  ...(await prepareScenario(parseScenario('s.yaml', SCENARIO))),
  strategies: [{ id: 'mine', strategy, params: {} }],
});

describe('a strategy whose process is stopped', () => {
  it('RCV-4 TWAP-5: at any point, it decides again, and no decision is traded twice', async () => {
    const { begun, refused, strategy } = world();
    const scenario = await prepared(strategy);
    const { points } = crashRun(scenario, { at: [], down: DOWN });
    expect(begun).toMatchObject([{ keys: [], held: '0' }]);
    const seen = { duplicates: 0, resumed: 0 };
    for (let at = 1; at <= points.length; at += 5) {
      begun.length = 0;
      const { ended, failures } = crashRun(scenario, { at: [at], down: DOWN });
      expect({ at, failures }).toEqual({ at, failures: [] });
      const { projection } = ended!.finished;
      const keys = [...projection!.parents.values()].map(({ request }) => request.idempotencyKey);
      expect({ at, keys: [...keys].sort() }).toEqual({ at, keys: [...new Set(keys)].sort() });
      expect(keys).toEqual(expect.arrayContaining(['first', 'sized', 'timed']));
      expect(begun).toHaveLength(2);
      // All is cleared up by then: what it is told it holds, it holds.
      const { readyAt } = projection!.reconciliation.starts.at(-1)!;
      expect(begun[1]!.at).toBeGreaterThanOrEqual(readyAt!);
      seen.duplicates += projection!.duplicates.length;
      if (begun[1]!.keys.length > 0) seen.resumed += 1;
    }
    expect(seen.duplicates).toBeGreaterThan(0);
    expect(seen.resumed).toBeGreaterThan(0);
    expect(refused).toContain('timed given-before');
  });

  it('an order without a key ends it with the reason: nobody could tell it from one of before', async () => {
    const strategy = defineStrategy(() => of(buy(undefined, '0.1')));
    const { ended, failures } = crashRun(await prepared(strategy), { at: [], down: DOWN });
    expect(failures.join('\n')).toContain(
      'strategy mine failed: output 0: idempotencyKey is missing',
    );
    expect(ended!.report.parents).toHaveLength(1);
  });
});
