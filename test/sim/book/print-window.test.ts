/** The newest prints of each side that the late-diff guard looks at (F3), on hand-made sequences. */
import { describe, expect, it } from 'vitest';
import { TOP_KEY } from '../../../src/sim/book/ladder.js';
import { PrintWindow } from '../../../src/sim/book/print-window.js';
import { quanta } from '../../support/quanta.js';

describe('print window', () => {
  it('sums what printed at a level and calls a level printed through infinite', () => {
    const prints = new PrintWindow();
    prints.add(1, 100, quanta(3));
    prints.add(2, 100, quanta(4));
    prints.add(3, 101, quanta(5));
    expect([99, 100, 101].map((key) => prints.tradedAt(key))).toEqual([0, 7, Infinity]);
    expect(prints.lowestKey()).toBe(100);
  });

  it('forgets prints older than a time and keeps one at it', () => {
    const prints = new PrintWindow();
    prints.add(1, 100, quanta(3));
    prints.add(2, 100, quanta(4));
    prints.dropBefore(2);
    expect(prints.tradedAt(100)).toBe(4);
    prints.dropBefore(3);
    expect(prints.lowestKey()).toBe(TOP_KEY);
  });

  it('grows in a burst, also when the ring has wrapped', () => {
    const prints = new PrintWindow();
    for (let i = 0; i < 40; i += 1) prints.add(i, 100, quanta(1));
    prints.dropBefore(30);
    for (let i = 40; i < 400; i += 1) prints.add(i, 100, quanta(1));
    expect(prints.tradedAt(100)).toBe(370);
    prints.dropBefore(399);
    expect(prints.tradedAt(100)).toBe(1);
  });
});
