/** A lot is not a quantum, nor a quantity a price: the compiler says so, and this file does not compile when it no longer does. */
import { expect, it } from 'vitest';
import { lots, ticks } from '../../../src/core/ground/units.js';
import { Ladder } from '../../../src/sim/book/ladder.js';
import { inQuanta, lotsDown } from '../../../src/sim/fills/fill-rules.js';
import { quanta } from '../../support/quanta.js';

const SCALE = { quantaPerTick: 1, quantaPerLot: 10 };

it('a book takes quanta alone, and an order lots', () => {
  const ladder = new Ladder(1);
  ladder.put(100, inQuanta(SCALE, lots(5)));
  expect(lotsDown(SCALE, ladder.quantityAt(100))).toBe(5);
  // @ts-expect-error lots are no quanta
  ladder.put(101, lots(5));
  // @ts-expect-error a price is no quantity
  ladder.put(102, ladder.priceOf(102));
  // @ts-expect-error a number is of no grid
  ladder.put(103, 5);
  // @ts-expect-error ticks are no quanta
  expect(lotsDown(SCALE, ticks(50))).toBe(5);
  // @ts-expect-error quanta are no lots
  expect(inQuanta(SCALE, quanta(5))).toBe(50);
});
