/** Profit and loss of a future: what is realised and what is not are together what trades and mark make, to the quantum. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ticks } from '../../../src/core/ground/units.js';
import { FutureEntry } from '../../../src/sim/exchange/future-entry.js';

const price = fc.integer({ min: 1, max: 10_000_000 });
const signedLots = fc.integer({ min: -1_000, max: 1_000 }).filter((lots) => lots !== 0);
const UNIT = 3n;

describe('the entry of a future', () => {
  it('S24: realised and unrealised are the sum of quantity x (mark - price), and flat leaves nothing', () => {
    const trades = fc.array(fc.record({ quantity: signedLots, at: price }), { maxLength: 40 });
    fc.assert(
      fc.property(signedLots, price, trades, price, (position, entered, made, last) => {
        const entry = new FutureEntry(UNIT, { position, price: entered });
        let realised = 0n;
        let sum = BigInt(position) * BigInt(last - entered);
        let held = position;
        for (const { quantity, at } of made) {
          realised += entry.traded(quantity, at);
          sum += BigInt(quantity) * BigInt(last - at);
          held += quantity;
          if (held === 0) expect(entry.at(ticks(last))).toEqual({ worth: 0n, unrealised: 0n });
        }
        const { worth, unrealised } = entry.at(ticks(last));
        expect(worth).toBe(UNIT * BigInt(held) * BigInt(last));
        expect(realised + unrealised).toBe(UNIT * sum);
        realised += entry.traded(-held, last);
        expect(realised).toBe(UNIT * sum);
      }),
    );
  });

  it('F19: the marks it names are those at which equity is short of the margin, and no others', () => {
    const drawn = fc.record({
      position: signedLots,
      entered: fc.integer({ min: 1, max: 5_000 }),
      cash: fc.bigInt({ min: -30_000_000n, max: 30_000_000n }),
      leverage: fc.integer({ min: 1, max: 125 }),
      off: fc.integer({ min: -2, max: 2 }),
    });
    fc.assert(
      fc.property(drawn, ({ position, entered, cash, leverage, off }) => {
        const entry = new FutureEntry(UNIT, { position, price: entered });
        const divisor = BigInt(leverage) * 2n;
        const { below, above } = entry.shortAt(cash, divisor);
        for (const edge of [below, above, entered]) {
          const mark = edge + off;
          if (!Number.isFinite(mark) || mark < 1) continue;
          const { worth, unrealised } = entry.at(ticks(mark));
          const short = divisor * (cash + unrealised) < (worth < 0n ? -worth : worth);
          expect(mark <= below || mark >= above).toBe(short);
        }
      }),
    );
  });
});
