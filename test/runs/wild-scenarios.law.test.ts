/**
 * What `validate` accepts, `run` runs: scenarios of extremes are refused with a place and a reason, or end with a report,
 * and what they take stays within what was estimated, so that no duration, rate or volume hangs a machine.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { executeRun, prepareScenario } from '../../src/runs/execute-run.js';
import { stepsOfOrder } from '../../src/runs/order-work.js';
import { runWindow } from '../../src/runs/run-window.js';
import { listingsOf } from '../../src/runs/scenario/listings.js';
import { parseScenario } from '../../src/runs/scenario/load.js';
import { ScenarioError } from '../../src/runs/scenario/problem.js';
import type { Scenario } from '../../src/runs/scenario/schema.js';
import { DEFAULT_WORK_LIMITS } from '../../src/runs/scenario/work-limits.js';
import type { Tape } from '../../src/sim/tape/tape.js';
import { rowsPerSecond } from '../../src/sim/market/random-walk-bounds.js';
import { eventRecords, gzip, npzBytes, rawText } from '../data/format-writers.js';
import { makeSession } from '../data/session.js';
import { runMain, temporaryFolder } from '../cli/support/run-main.js';
import { draws } from '../support/test-seed.js';
import { WILD_FILE, wildReplay, wildScenario } from '../support/wild-scenario.js';

const CASES = draws(300);
/** Over recordings. */
const REPLAYED = draws(80);

/** Low, so that every run that is taken is short; the estimates are the same whatever the limit is. */
const LIMITS = { ...DEFAULT_WORK_LIMITS, rows: 60_000, steps: 6_000 };
/** Not estimated: orders that nobody answers for, a few steps of a run that does nothing. */
const STEPS_OVER = { times: 4, more: 250 };
const ROWS_OVER = { times: 1.5, more: 300 };

const folder = temporaryFolder();
afterAll(folder.remove);
const db = join(folder.path, 'results.db');

const stepsOf = (scenario: Scenario, tapes: readonly Tape[]): number => {
  const window = runWindow(
    scenario,
    tapes.filter(({ format }) => format !== 'generated'),
  );
  return scenario.orders.reduce(
    (sum, order) => sum + stepsOfOrder(scenario, order, window).amount,
    0,
  );
};

function rowsOf(scenario: Scenario): number {
  const lasts = runWindow(scenario, []).length / 1_000_000 + 1;
  return listingsOf(scenario).reduce((sum, { market: { synthetic } }) => {
    if (synthetic === undefined) return sum;
    return sum + lasts * rowsPerSecond(synthetic) + 4 * synthetic.levelsPerSide;
  }, 0);
}

/** Every problem has its line and a reason; anything else that is thrown is ours. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof ScenarioError)) throw error;
  for (const { place, what } of error.problems) {
    expect(place.kind).toBe('file');
    expect(what.length).toBeGreaterThan(5);
  }
  expect(error.message).toMatch(/wild\.yaml:\d+:\d+: /);
  return true;
}

async function outcomeOf(text: string, file = WILD_FILE): Promise<'refused' | 'ran'> {
  let prepared;
  try {
    prepared = await prepareScenario(parseScenario(file, text, { limits: LIMITS }));
  } catch (error) {
    if (isRefusal(error)) return 'refused';
    throw error;
  }
  const { scenario } = prepared.loaded;
  const tapes = prepared.tapesOf(scenario.seed);
  const rows = tapes
    .filter(({ format }) => format === 'generated')
    .reduce((sum, tape) => sum + tape.rows, 0);
  expect(rows).toBeLessThan(ROWS_OVER.times * rowsOf(scenario) + ROWS_OVER.more);
  const run = executeRun(prepared);
  run.close();
  const steps = run.report.performance.engineInputs;
  expect(steps).toBeLessThan(STEPS_OVER.times * stepsOf(scenario, tapes) + STEPS_OVER.more);
  // A bound of somebody's own may be too short for anybody.
  const isBroken = ({ id }: { readonly id: string }): boolean =>
    !(typeof scenario.heal === 'number' && id.startsWith('L'));
  expect(run.report.invariants.violations?.filter(isBroken)).toEqual([]);
  return 'ran';
}

describe('a scenario of extremes', () => {
  it('is refused at its place, or runs to a report within what was estimated', async () => {
    const outcomes = { refused: 0, ran: 0 };
    await fc.assert(
      fc.asyncProperty(wildScenario, async (text) => {
        outcomes[await outcomeOf(text)] += 1;
      }),
      { numRuns: CASES },
    );
    // A law that only ever saw refusals would prove nothing.
    expect(outcomes.ran).toBeGreaterThan(CASES / 4);
    expect(outcomes.refused).toBeGreaterThan(CASES / 8);
  }, 120_000);

  it('is refused or runs over recorded markets, too, whatever its grid and its time', async () => {
    const session = makeSession({ seed: 5, symbol: 'BTCUSDT' });
    const put = (name: string, bytes: Uint8Array): string => {
      writeFileSync(join(folder.path, name), bytes);
      return name;
    };
    const recordings = [
      put('spot.gz', gzip(Buffer.from(rawText(session, 'spot')))),
      put('usdm.gz', gzip(Buffer.from(rawText(session, 'usdm')))),
      put('session.npz', npzBytes(eventRecords(session))),
    ];
    const outcomes = { refused: 0, ran: 0 };
    await fc.assert(
      fc.asyncProperty(wildReplay(recordings, '15s'), async (text) => {
        outcomes[await outcomeOf(text, join(folder.path, WILD_FILE))] += 1;
      }),
      { numRuns: REPLAYED },
    );
    expect(outcomes.ran).toBeGreaterThan(REPLAYED / 8);
    expect(outcomes.refused).toBeGreaterThan(REPLAYED / 8);
  }, 60_000);

  it('ends the command with 0 or 1 where validate says ok, and with its words where it refuses', async () => {
    const file = join(folder.path, WILD_FILE);
    const env = { SQUALL_RUN_ROWS_MAX: '60000', SQUALL_RUN_STEPS_MAX: '6000' };
    await fc.assert(
      fc.asyncProperty(wildScenario, async (text) => {
        writeFileSync(file, text);
        const validated = await runMain(['scenario', 'validate', file], { env });
        const ran = await runMain(['run', file, '--json', '--db', db], { env });
        if (validated.code === 0) expect([0, 1]).toContain(ran.code);
        else expect(ran).toEqual(validated);
      }),
      { numRuns: draws(40) },
    );
  }, 60_000);
});
