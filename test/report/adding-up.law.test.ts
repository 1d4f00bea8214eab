/** What a reader adds up in a printed column comes out. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addingUp } from '../../src/report/text/adding-up.js';
import { roundBps } from '../../src/report/text/numbers.js';

const hundredths = (text: string): number => Math.round(Number(text.replaceAll(',', '')) * 100);

it('parts of a cost add up to its sum as they are printed, each within a step of what it is', () => {
  const step = fc.integer({ min: -90_000_000, max: 90_000_000 });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 7 }), (steps) => {
      const bps = [...steps, steps.reduce((a, b) => a + b, 0)].map((each) => each / 10_000);
      const printed = addingUp(
        bps.map((each) => each.toFixed(4)),
        bps.map(roundBps),
      );
      const shown = printed.map(hundredths);
      expect(shown.slice(0, -1).reduce((a, b) => a + b, 0)).toBe(shown.at(-1));
      bps.forEach((each, index) =>
        expect(Math.abs(each * 100 - (shown[index] ?? Number.NaN))).toBeLessThan(1),
      );
    }),
  );
});

it('a column with a part that is not known stays as it was rounded', () => {
  expect(addingUp(['1.2345', null, '1.2345'], ['1.23', '-', '1.23'])).toEqual([
    '1.23',
    '-',
    '1.23',
  ]);
});
