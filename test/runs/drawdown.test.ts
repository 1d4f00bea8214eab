/** RSK-2 in whole runs: the breaker trips with the very delivery that brings the loss of the account over its limit. */
import { describe, expect, it } from 'vitest';
import { compareDecimal, decimal } from '../../src/core/ground/decimal.js';
import type { Instrument } from '../../src/core/ground/instrument.js';
import { micros, millis, plus } from '../../src/core/ground/units.js';
import { resultOf } from '../../src/core/guard/loss.js';
import type { TopOfBook } from '../../src/core/order/outcome.js';
import { DEFAULT_BREAKER } from '../../src/core/state/breaker.js';
import type { JournalBlock } from '../../src/core/state/journal-block.js';
import { type SimulationPlan, simulate } from '../../src/runs/simulation.js';
import {
  INSTRUMENT,
  inSeconds,
  order,
  planOf,
  secondsIn,
  tapeOf,
} from '../support/simulation-plan.js';

const SYMBOLS = ['AAA', 'BBB', 'CCC'];
const FEED = millis(5);

/** One slice in the first seconds, and another one that keeps the order alive to the end. */
function planFor(seed: number, markets: number, equity: string): SimulationPlan {
  const plan = planOf({ seed, tape: tapeOf(seed * 10) });
  const symbols = SYMBOLS.slice(0, markets);
  const instrumentOf = (symbol: string): Instrument => ({ ...INSTRUMENT, symbol });
  return {
    ...plan,
    markets: symbols.map((symbol, n) => ({
      ...plan.markets[0]!,
      instrument: instrumentOf(symbol),
      tape: { ...tapeOf(seed * 10 + n), symbol },
    })),
    engine: {
      ...plan.engine,
      instruments: new Map(symbols.map((symbol) => [symbol, instrumentOf(symbol)])),
      breaker: { ...DEFAULT_BREAKER, equity, drawdownBps: 1 },
    },
    orders: symbols.map((symbol, n) => ({
      at: secondsIn(plan.tape, 2),
      request: order({
        symbol,
        side: n === 1 ? 'sell' : 'buy',
        quantity: String(0.8 + 2 * n),
        slices: 2,
        duration: inSeconds(400),
        idempotencyKey: symbol,
      }),
    })),
  };
}

describe('the loss of a day', () => {
  it.each([
    [1, 1, '60000'],
    [2, 1, '60000'],
    [3, 2, '150000'],
    [4, 2, '90000'],
    [5, 3, '90000'],
    [6, 3, '90000'],
  ])(
    'RSK-2: seed %i, %i markets, equity %s: trips when a look would first find it',
    (seed, markets, equity) => {
      const plan = planFor(seed, markets, equity);
      const blocks: JournalBlock[] = [];
      const result = simulate(plan, { onBlock: (block) => blocks.push(block) });
      const tripped = blocks.find(({ entries }) => entries.some(({ kind }) => kind === 'breaker'));
      const { instruments } = plan.engine;
      const limit = decimal(`-${Number(equity) / 10_000}`);
      let first: number | null = null;
      // Nothing is bought or sold any more from here on.
      for (
        let at = secondsIn(tapeOf(seed * 10), 10);
        at <= plan.end && first === null;
        at = plus(at, millis(1))
      ) {
        const seen = (symbol: string): TopOfBook => {
          const twice = result.markets.get(symbol)!.midTwiceAt(plus(at, micros(-FEED)));
          return { bid: twice ?? 0, ask: 0 } as TopOfBook;
        };
        if (compareDecimal(resultOf(result.state, { instruments }, seen), limit) < 0) first = at;
      }
      expect(first).not.toBeNull();
      expect(tripped?.input.at).toBe(first);
    },
  );
});
