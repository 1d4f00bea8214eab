/** The chart of a true market: at each of its steps the top that stood, told where it is another one than at the step before. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type EpochMicros, epochMicros } from '../../../src/core/ground/units.js';
import { TopOfBookRecord } from '../../../src/sim/audit/market-record.js';
import { tapeOf } from '../../support/simulation-plan.js';

const START = epochMicros(1_704_067_200_000_000);
const tape = tapeOf(1);

interface Top {
  readonly at: EpochMicros;
  /** Null: the book is not known. */
  readonly bid: number | null;
  readonly ask: number;
}

const tops = fc
  .array(
    fc.record({
      after: fc.integer({ min: 1, max: 300 }),
      bid: fc.option(fc.integer({ min: 1, max: 4 })),
      spread: fc.integer({ min: 1, max: 2 }),
    }),
    { maxLength: 40 },
  )
  .map((drawn) => {
    // Some stand before the chart begins.
    let at = START - 500;
    return drawn.map(({ after, bid, spread }): Top => {
      at += after;
      return { at: epochMicros(at), bid, ask: (bid ?? 0) + spread };
    });
  });

/** The changes among them, as a record notes them. */
const changesOf = (all: readonly Top[]): readonly Top[] =>
  all.filter(({ bid, ask }, index) => {
    const before = all[index - 1];
    if (before === undefined) return true;
    return before.bid !== bid || (bid !== null && before.ask !== ask);
  });

it('samples what stood at whole steps, from the beginning to the end, and tells changes alone', () => {
  fc.assert(
    fc.property(
      tops,
      fc.integer({ min: 0, max: 9_000 }),
      fc.integer({ min: 1, max: 200 }),
      (all, length, points) => {
        const record = new TopOfBookRecord(tape);
        for (const { at, bid, ask } of all) {
          if (bid === null) record.none(at);
          else record.quote(at, 0, bid, 1, ask);
        }
        const series = record.series(START, epochMicros(START + length), points);
        const step = Math.max(1, Math.floor(length / points));
        const told: { at: number; bid: number; ask: number }[] = [];
        let last: Top | undefined;
        for (let at: number = START; at <= START + length; at += step) {
          const stood = changesOf(all).findLast((top) => top.at <= at);
          if (stood === undefined || stood === last || stood.bid === null) continue;
          last = stood;
          told.push({ at, bid: stood.bid, ask: stood.ask });
        }
        expect(
          series.steps.map((steps, row) => ({
            at: series.from + series.step * steps,
            bid: series.bid[row],
            ask: series.ask[row],
          })),
        ).toEqual(told);
      },
    ),
  );
});
