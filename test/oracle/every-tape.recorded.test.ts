/**
 * The venue against the oracle on each recorded tape that no recorded scenario plays: drawn requests of every kind, once
 * believing the top stream where the tape has one (F18), once not.
 */
import { describe, expect, it } from 'vitest';
import { loadTape } from '../../src/data/open.js';
import { L2Venue } from '../../src/sim/market/l2/l2-venue.js';
import { RECORDED } from '../data/recorded-data.js';
import { dataRoot } from '../support/what-is-here.js';
import { checkAgainstOracle, explainDifference } from './check.js';
import { recordedCase } from './recorded-case.js';
import { ledgerOf, oracleOptionsOf } from './run-venue.js';
import { joinedRequests } from './several-own.js';

const TIMEOUT = 60_000;

describe('the venue and the oracle on every recorded tape', () => {
  it.each([
    ['COIN-M', RECORDED.coinm, { ticks: 4, lots: 30 }],
    ['Tardis with quotes', [...RECORDED.tardis, ...RECORDED.tardisQuotes], { ticks: 4, lots: 300 }],
    ['hftbacktest', RECORDED.npz, { ticks: 4, lots: 300 }],
  ] as const)(
    'SIM-5, F3-F9, F13, F18: 600 drawn requests, with the top stream and without: %s',
    async (_name, files, aim) => {
      const tape = await loadTape(files, { root: dataRoot });
      const modes = tape.top === null ? (['diffs'] as const) : (['ticker', 'diffs'] as const);
      for (const top of modes) {
        const drawn = recordedCase(tape, 5, aim);
        const one = { ...drawn, options: { ...drawn.options, top } };
        const ledger = ledgerOf((setup) => new L2Venue(setup), one);
        const [first] = checkAgainstOracle(tape, oracleOptionsOf(one), ledger);
        expect(first === undefined ? '' : explainDifference(tape, ledger, first)).toBe('');
        expect(ledger.executions.length).toBeGreaterThan(50);
        expect(joinedRequests(ledger) / one.arrivals.length).toBeGreaterThanOrEqual(0.2);
      }
    },
    TIMEOUT,
  );
});
