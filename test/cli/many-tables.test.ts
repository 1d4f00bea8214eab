/** Tables over many runs: what is 0 everywhere is named in one line, and nothing that differs is. */
import { describe, expect, it } from 'vitest';
import { comparedTable } from '../../src/cli/compared-table.js';
import { faultsWithoutEffect, pairedTable, seedTable } from '../../src/cli/seed-summary.js';
import { textOfLines } from '../../src/report/text/layout.js';

const summary = (min: number, max: number) => ({
  n: 4,
  mean: (min + max) / 2,
  p5: min,
  p95: max,
  min,
  max,
});
const figures = new Map([
  ['parents.0.shortfallBps', summary(3.8814, 8.68351)],
  ['parents.0.cost.delayBps', summary(0, 0)],
  ['truth.fillsMissed', summary(0, 1)],
  ['truth.fillsLate', summary(0, 0)],
]);

describe('the table of many seeds', () => {
  it('tells what went wrong before what it cost, rounded, and names what is 0 in every run', () => {
    const [head, missed, cost, nothing] = seedTable(figures);
    expect(head).toMatch(/^figure +runs +mean +p5 +p95$/);
    expect(missed).toMatch(/^fills missed +4 +0\.5 +0 +1$/);
    expect(cost).toMatch(/^P1 shortfall, bps +4 +6\.28 +3\.88 +8\.68$/);
    expect(nothing).toBe('0 in every run: fills seen late; P1 delay, bps');
  });

  it('names them within the width of the terminal', () => {
    const names = seedTable(figures, { width: 40 }).slice(3);
    expect(names).toEqual(['0 in every run: fills seen late; P1', '                delay, bps']);
  });

  it('has a row for each figure where all are asked for', () => {
    const text = textOfLines(seedTable(figures, { full: true }));
    expect(text).not.toContain('in every run');
    expect(text).toMatch(/^fills seen late +4 +0 +0 +0$/m);
  });
});

it('tells of faults that acted in no run, and of no other', () => {
  const acted = new Map([
    ['faults.outage', summary(0, 3)],
    ['faults.ack-lost', summary(0, 0)],
  ]);
  expect(textOfLines(faultsWithoutEffect(acted))).toContain('In no run ack-lost acted on anything');
  expect(faultsWithoutEffect(new Map([['faults.outage', summary(0, 3)]]))).toEqual([]);
});

it('pairs: what no pair differs in is named, apart from what was measured in none', () => {
  const pair = { n: 3, meanDifference: 0, medianDifference: 0, interval: null };
  const signs = { lower: 0, equal: 3, higher: 0 };
  const lines = pairedTable([
    { metric: 'filledShare', ...pair, ...signs },
    { ...pair, metric: 'filledCostBps', n: 0, ...signs, equal: 0 },
    { ...pair, metric: 'shortfallBps', meanDifference: 1.234, ...signs, equal: 2, higher: 1 },
  ]);
  const text = textOfLines(lines);
  expect(text).toMatch(/^shortfall, bps +3 +1\.23 +0\.00 +- +0\/2\/1$/m);
  expect(text).toContain('the same in every pair: filled, %\n');
  expect(text).toContain('measured in no pair: cost of what filled, bps\n');
});

it('two runs: what is 0 in one of them only stays a row', () => {
  const row = (name: string, a: number | null, b: number | null) => ({
    name,
    a,
    b,
    difference: null,
  });
  const compared = [
    row('fillsMissed', 0, 2),
    row('fillsLate', 0, 0),
    row('shortfallBps', null, null),
  ];
  const text = textOfLines(comparedTable(compared, ['one', 'other']));
  expect(text).toMatch(/^fills missed +0 +2 +-$/m);
  expect(text).toContain('0 in both: fills seen late\n');
  expect(text).toContain('not measured in either: shortfall, bps\n');
});
