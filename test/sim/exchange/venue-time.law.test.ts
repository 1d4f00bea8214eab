/** Several markets in venue-time order: reports come as they happened, ties in the order of the listings. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EpochMicros } from '../../../src/core/ground/units.js';
import { advanceInOrder } from '../../../src/sim/exchange/venue-time.js';

/** A market whose instants are given, some of which report. */
class Scripted {
  #next = 0;
  readonly #index: number;
  readonly #instants: readonly (readonly [at: number, reports: boolean])[];
  readonly #told: (at: number, index: number) => void;

  constructor(
    index: number,
    instants: readonly (readonly [at: number, reports: boolean])[],
    told: (at: number, index: number) => void,
  ) {
    this.#index = index;
    this.#instants = instants;
    this.#told = told;
  }

  get nextTime(): number {
    return this.#instants[this.#next]?.[0] ?? Infinity;
  }

  advance(until: EpochMicros): EpochMicros {
    while (this.nextTime <= until) {
      const [at, reports] = this.#instants[this.#next]!;
      this.#next += 1;
      if (!reports) continue;
      this.#told(at, this.#index);
      return at as EpochMicros;
    }
    return until;
  }
}

const instantsDrawn = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.boolean()), {
    selector: ([at]) => at,
    maxLength: 20,
  })
  .map((instants) => instants.toSorted(([a], [b]) => a - b));

describe('several markets', () => {
  it('SIM-2: report in venue-time order, ties by listing, and stop at the first instant that reports', () => {
    fc.assert(
      fc.property(
        fc.array(instantsDrawn, { minLength: 1, maxLength: 4 }),
        fc.array(fc.integer({ min: 0, max: 70 }), { maxLength: 6 }),
        (markets, stops) => {
          const told: (readonly [at: number, index: number])[] = [];
          const listings = markets.map(
            (instants, index) => new Scripted(index, instants, (at, by) => told.push([at, by])),
          );
          for (const until of [...stops, 80].toSorted((a, b) => a - b) as EpochMicros[]) {
            for (;;) {
              const before = told.length;
              const reached = advanceInOrder(listings, until, () => told.length);
              for (const [at] of told.slice(before)) expect(at).toBe(reached);
              for (const { nextTime } of listings) expect(nextTime).toBeGreaterThan(reached);
              if (reached === until) break;
            }
          }
          const expected = markets
            .flatMap((instants, index) =>
              instants.flatMap(([at, reports]) => (reports ? [[at, index] as const] : [])),
            )
            .toSorted(([a, i], [b, j]) => (a === b ? i - j : a - b));
          expect(told).toEqual(expected);
        },
      ),
    );
  });
});
