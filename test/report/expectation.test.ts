/** Expectations: every comparison, names in reach, nulls, and complaints with their place. */
import { describe, expect, it } from 'vitest';
import { buildReport } from '../../src/report/figures/build-report.js';
import {
  describeProblem,
  evaluateExpectation,
  isProblem,
  parseExpectation,
} from '../../src/report/many/expectation.js';
import type { Report } from '../../src/report/schema/report.js';
import { workedExample } from './support/worked-example.js';

const report: Report = {
  ...buildReport({
    ...workedExample(),
    faults: new Map([
      ['ack-lost', 3],
      ['outage', 0],
    ]),
  }),
};

const judge = (text: string, on: Report = report) => {
  const parsed = parseExpectation(text);
  if (isProblem(parsed)) throw new Error(describeProblem(parsed));
  return evaluateExpectation(parsed, on);
};

const complaint = (text: string): string => {
  const parsed = parseExpectation(text);
  return isProblem(parsed) ? describeProblem(parsed) : 'no problem';
};

describe('expectations', () => {
  it.each([
    ['shortfallBps == 12.6', true, 12.6],
    ['shortfallBps != 12.6', false, 12.6],
    ['shortfallBps < 12.6', false, 12.6],
    ['shortfallBps <= 12.6', true, 12.6],
    ['shortfallBps >= 12.6', true, 12.6],
    ['shortfallBps > 12.6', false, 12.6],
    ['  filledShare>=0.5 ', true, 2 / 3],
    ['parents.0.cost.delayBps < 1.5', true, 1.3333],
    ['parents.0.vsTwapBps < -0.5', true, -0.7652],
    ['parents.0.children.1.slippageBps < 0', true, -0.9992],
    ['faults.ack-lost == 3', true, 3],
    ['faults.outage == 0', true, 0],
    ['timeouts == 0', true, 0],
    ['alerts == 0', true, 0],
    ['performance.journalEntries == 19', true, 19],
  ])('%s', (text, ok, actual) => {
    expect(judge(text)).toEqual({ text: text.trim(), ok, actual });
  });

  it.each([
    'fillsMissed == 0',
    'invariantViolations == 0',
    'fillsMissed != 0',
    'parents.3.shortfallBps < 1',
    'faults.halt == 0',
  ])('what was not measured satisfies nothing: %s', (text) => {
    expect(judge(text)).toMatchObject({ ok: false, actual: null });
  });

  it('weighs parents by arrival mid x quantity', () => {
    const [one] = report.parents;
    const two = { ...one!, quantity: '0.9', filledShare: 1, shortfallBps: 2.6 };
    const both: Report = { ...report, parents: [one!, two] };
    expect(judge('shortfallBps > 0', both).actual).toBeCloseTo((12.6 + 3 * 2.6) / 4, 12);
    expect(judge('filledShare < 1', both).actual).toBeCloseTo((2 / 3 + 3) / 4, 12);
    const blind: Report = { ...both, parents: [one!, { ...two, arrivalPrice: null }] };
    expect(judge('filledShare > 0', blind).actual).toBeNull();
    expect(judge('filledShare > 0', { ...report, parents: [] }).actual).toBeNull();
  });

  it.each([
    [
      'shortfalBps < 25',
      'no figure is named "shortfalBps" (column 1 of "shortfalBps < 25"); did you mean "shortfallBps"?',
    ],
    [
      'parents.0.cost.feeBps < 1',
      'no figure is named "feeBps" (column 16 of "parents.0.cost.feeBps < 1"); did you mean "feesBps"?',
    ],
    [
      'parents.first.shortfallBps < 1',
      '"first" must be an index, from 0 (column 9 of "parents.first.shortfallBps < 1"); did you mean "0"?',
    ],
    [
      'parents.0.status == 1',
      '"parents.0.status" is not a number (column 1 of "parents.0.status == 1")',
    ],
    [
      'detection == 1',
      '"detection" is not a number (column 1 of "detection == 1"); did you mean "detection.orders"?',
    ],
    ['seed.low == 1', 'nothing stands below "low" here (column 6 of "seed.low == 1")'],
    [
      'timeouts = 0',
      'expected one of == != <= >= < > after "timeouts" (column 10 of "timeouts = 0"); did you mean "=="?',
    ],
    ['timeouts', 'expected one of == != <= >= < > after "timeouts" (column 9 of "timeouts")'],
    [
      'timeouts < 5bps',
      '"5bps" is not a plain number (column 12 of "timeouts < 5bps"); did you mean "5"?',
    ],
    ['timeouts < ', '"" is not a plain number (column 12 of "timeouts < ")'],
    ['', 'expected "<name> <op> <number>" (column 1 of ""); did you mean "filledShare >= 0.99"?'],
    ['constructor < 1', 'no figure is named "constructor" (column 1 of "constructor < 1")'],
  ])('says what is wrong with %j, and where', (text, message) => {
    expect(complaint(text)).toBe(message);
  });
});
