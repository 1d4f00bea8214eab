/**
 * The simulated venue against the oracle on generated tapes: the same requests at the same instants must give each
 * order the same executions, at the same times, from the same trades, and the same end. A failure prints the first
 * difference of a case cut down to a few rows.
 */
import { describe, expect, it } from 'vitest';
import { L2Venue } from '../../src/sim/market/l2/l2-venue.js';
import { firstCase } from '../support/test-seed.js';
import { type Difference, checkAgainstOracle, explainDifference, rowLine } from './check.js';
import { type GeneratedCase, generateCase } from './generated-case.js';
import { minimize } from './minimize.js';
import { ledgerOf, oracleOptionsOf } from './run-venue.js';

const CASES = 1_000;

/** Seeds beyond the first thousand on which the two once differed. */
const FOUND = [1_410, 2_618, 2_722, 3_485, 9_877, 10_832, 18_896];

const ledger = (one: GeneratedCase) => ledgerOf((setup) => new L2Venue(setup), one);
const differencesOf = (one: GeneratedCase): Difference[] =>
  checkAgainstOracle(one.tape, oracleOptionsOf(one), ledger(one));

function explain(seed: number): string {
  const small = minimize(generateCase(seed), (smaller) => differencesOf(smaller).length > 0);
  const first = differencesOf(small)[0]!;
  const rows = Array.from({ length: small.tape.rows }, (_, row) => rowLine(small.tape, row));
  return [
    `seed ${seed}: ${JSON.stringify(small.options)} ${JSON.stringify(small.profile)} halts ${JSON.stringify(small.halts)}`,
    `quanta per tick ${small.tape.quantaPerTick}, per lot ${small.tape.quantaPerLot}`,
    explainDifference(small.tape, ledger(small), first),
    'all rows:',
    ...rows,
  ].join('\n');
}

describe('the venue and the oracle', () => {
  it(`SIM-5, F3-F9, F13: ${CASES} generated tapes give the same executions and ends as the rules' text`, () => {
    const first = firstCase(1);
    const seeds = [...Array.from({ length: CASES }, (_, index) => index + first), ...FOUND];
    const differing = seeds.filter((seed) => differencesOf(generateCase(seed)).length > 0);
    const [worst] = differing;
    expect(
      worst === undefined ? '' : explain(worst),
      `cases that differ: ${differing.join(' ')}`,
    ).toBe('');
  }, 60_000);
});
