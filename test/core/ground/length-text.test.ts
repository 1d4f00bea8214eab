/** Lengths of time for people: three digits of a fitting unit, from two minutes on two units, or all digits. */
import { describe, expect, it } from 'vitest';
import { exactLengthText, lengthText } from '../../../src/core/ground/length-text.js';

const SECOND = 1_000_000;

describe('a length of time', () => {
  it.each([
    [0, '0 us'],
    [999, '999 us'],
    [12_345, '12.3 ms'],
    [61_203_417, '61.2 s'],
    [119 * SECOND, '119 s'],
    [120 * SECOND, '2 min'],
    [440 * SECOND, '7 min 20 s'],
    [600 * SECOND, '10 min'],
    [7_199_600_000, '120 min'],
    [5 * 3_600 * SECOND, '5 h'],
    [(5 * 60 + 12) * 60 * SECOND, '5 h 12 min'],
    [(40 * 24 + 3) * 3_600 * SECOND, '40 d 3 h'],
    [-440 * SECOND, '-7 min 20 s'],
    [40 * 86_400 * SECOND, '40 d'],
    [-4_500_000, '-4.5 s'],
  ])('%i microseconds are %s', (length, text) => {
    expect(lengthText(length)).toBe(text);
  });

  it('keeps all its digits where a comparison hangs on them', () => {
    expect([250, 12_345, 61_203_417].map(exactLengthText)).toEqual([
      '250 us',
      '12.345 ms',
      '61.203417 s',
    ]);
  });
});
