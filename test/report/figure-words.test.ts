/** Figures of many runs as a reader calls them, rounded so that nothing that happened looks like nothing. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { figureLabel, figureText } from '../../src/report/many/figure-words.js';

it.each([
  ['shortfallBps', 'shortfall, bps'],
  ['parents.0.shortfallBps', 'P1 shortfall, bps'],
  ['parents.11.cost.feesBps', 'P12 fees, bps'],
  ['parents.0.markoutBps.1s', 'P1 markout 1s, bps'],
  ['truth.fillsMissed', 'fills missed'],
  ['faults.ack-lost', 'faults: ack-lost'],
  ['unheard.of', 'unheard.of'],
])('%s is called "%s"', (name, label) => {
  expect(figureLabel(name)).toBe(label);
});

it.each([
  ['parents.0.cost.spreadBps', 0.0257833, '0.03'],
  ['parents.0.markoutBps.1s', 1234.567, '1,234.57'],
  ['filledShare', 0.9996, '> 99.9'],
  ['filledShare', 1, '100'],
  ['filledShare', 0.0004, '< 0.1'],
  ['filledShare', -0.0004, '> -0.1'],
  ['filledShare', 0, '0'],
  ['calls.submit', 12345, '12,345'],
  ['calls.query', 31.25, '31.3'],
  ['fillsMissed', 0.02, '< 0.1'],
  ['fillsMissed', -0.02, '> -0.1'],
  ['shortfallBps', null, '-'],
])('%s of %s is told as "%s"', (name, value, text) => {
  expect(figureText(name, value)).toBe(text);
});

it('a count that is not 0 is never told as 0', () => {
  const counts = fc.double({ min: 1e-9, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(counts, (count) => {
      expect(figureText('fillsMissed', count)).toMatch(/[1-9]/);
    }),
  );
});
