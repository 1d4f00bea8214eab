/** Whatever stands where an expectation should: it is parsed or complained about at once, in a line. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeProblem, isProblem, parseExpectation } from '../../src/report/many/expectation.js';
import { processorTime } from '../support/processor-time.js';

/** Runs of one character are what makes a pattern go back and forth. */
const stretch = fc
  .tuple(
    fc.constantFrom(' ', '\t', '\n', '=', '<', '!', '.', 'a', '0', '-', 'filledShare', '>='),
    fc.integer({ min: 1, max: 150 }),
  )
  .map(([text, times]) => text.repeat(times));
const hostile = fc.oneof(
  fc.array(stretch, { maxLength: 12 }).map((parts) => parts.join('')),
  fc.array(stretch, { maxLength: 12 }).map((parts) => `${parts.join('').slice(0, 120)}a b\nc`),
  fc.string({ maxLength: 2_000, unit: 'binary' }),
);
/** A hundred times what it takes; a pattern that goes back and forth took 54 s. */
const MILLISECONDS_MAX = 500;

describe('an expectation', () => {
  it('is looked at in no time, and what is wrong fits on a screen', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const took = processorTime();
        const parsed = parseExpectation(text);
        expect(took()).toBeLessThan(MILLISECONDS_MAX);
        if (isProblem(parsed)) expect(describeProblem(parsed).length).toBeLessThan(2_000);
        else expect(Number.isFinite(parsed.value)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    `${' '.repeat(290)}a b\nc`,
    `${' '.repeat(299)}\n`,
    `a${' '.repeat(250)}=\n.\n`,
    `${' '.repeat(100_000)}\n`,
  ])('of blanks is complained about at once', (text) => {
    const took = processorTime();
    expect(isProblem(parseExpectation(text))).toBe(true);
    expect(took()).toBeLessThan(MILLISECONDS_MAX);
  });
});
