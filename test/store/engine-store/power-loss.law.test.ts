/** A share of the images of `npm run powerloss`, which opens all of them. */
import { describe, expect, it } from 'vitest';
import { powerLoss } from './support/power-loss.js';

describe('a machine that loses its power', () => {
  it('F:DSK4 F:DSK5 F:DSK6 F:DSK7 F:DSK13 S8: opens to all that was acknowledged, or is refused in clear words', () => {
    const { rows, wrong } = powerLoss({ appends: [12, 5], every: 15 });
    expect(wrong).toEqual([]);
    expect(rows.size, 'of every kind').toBe(21);
    const counts = [...rows.values()];
    expect(counts.filter(({ opened }) => opened > 0).length).toBeGreaterThan(12);
    expect(counts.filter(({ refused }) => refused > 0).length).toBeGreaterThan(8);
  });
});
