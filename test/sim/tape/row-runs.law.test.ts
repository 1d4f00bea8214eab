/** What is found of a tape once against what its rows say: runs, eligible trades, sums between two times. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomWalkTape } from '../../../src/sim/market/random-walk.js';
import { RandomStreams } from '../../../src/sim/random/random.js';
import { eligibleTrades } from '../../../src/sim/tape/eligible-trades.js';
import { rowRuns } from '../../../src/sim/tape/row-runs.js';
import { ROW_INELIGIBLE, ROW_KIND_MASK, ROW_TRADE, type Tape } from '../../../src/sim/tape/tape.js';
import { wildTape } from '../../support/wild-tape.js';

const tapes = fc.integer().map((seed): Tape => {
  const calm = randomWalkTape(new RandomStreams(seed).of('market'), { durationSeconds: 40 });
  return wildTape(new RandomStreams(seed).of('wild'), calm);
});

describe('what is found of a tape once', () => {
  it('SIM-2: runs follow each other to the last row, each of one instant and kind, none longer than that', () => {
    fc.assert(
      fc.property(tapes, (tape) => {
        const { end, kind, time, delay } = rowRuns(tape);
        let row = 0;
        end.forEach((after, run) => {
          expect(after).toBeGreaterThan(row);
          const differs = (at: number): boolean =>
            tape.kind[at] !== kind[run] || tape.time[at] !== time[run];
          for (let at = row; at < after; at += 1) if (differs(at)) expect.fail(`row ${at}`);
          expect(delay[run]).toBe(tape.delay[after - 1]);
          expect(run > 0 && kind[run] === kind[run - 1] && time[run] === time[run - 1]).toBe(false);
          row = after;
        });
        expect(row).toBe(tape.rows);
      }),
      { numRuns: 20 },
    );
  });

  it('F6: volume and prices between two times are what walking the eligible trades gives', () => {
    const share = fc.double({ min: -0.1, max: 1.1, noNaN: true });
    fc.assert(
      fc.property(tapes, share, share, (tape, a, b) => {
        const start = tape.time[0]!;
        const length = tape.time[tape.rows - 1]! - start;
        const [from, to] = [Math.floor(start + a * length), Math.floor(start + b * length)];
        const walked = { quantity: 0n, notional: 0n, trades: 0 };
        const prices = { lowest: Infinity, highest: -Infinity };
        for (let row = 0; row < tape.rows; row += 1) {
          const isEligible = (tape.kind[row]! & (ROW_KIND_MASK | ROW_INELIGIBLE)) === ROW_TRADE;
          if (!isEligible || tape.time[row]! < from || tape.time[row]! >= to) continue;
          walked.quantity += BigInt(tape.quantity[row]!);
          walked.notional += BigInt(tape.price[row]!) * BigInt(tape.quantity[row]!);
          walked.trades += 1;
          prices.lowest = Math.min(prices.lowest, tape.price[row]!);
          prices.highest = Math.max(prices.highest, tape.price[row]!);
        }
        expect(eligibleTrades(tape).between(tape, from, to)).toEqual(walked);
        expect(eligibleTrades(tape).pricesBetween(tape, from, to)).toEqual(prices);
      }),
      { numRuns: 60 },
    );
  });
});
