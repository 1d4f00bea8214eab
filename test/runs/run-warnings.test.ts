/** Warnings of a run: a fault that met nothing is said, one that did is not. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { executeRun, prepareScenario } from '../../src/runs/execute-run.js';
import { loadScenario } from '../../src/runs/scenario/load.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'squall-warnings-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const scenario = (nth: number): string => `
name: faults
shows: acknowledgements that are lost, or not
seed: 3
instrument: { symbol: BTCUSDT, tickSize: "0.01", lotSize: "0.00001", minNotional: "5", adv: "25000" }
market: { synthetic: { model: random-walk, startPrice: "61800" } }
clock: { duration: 60s }
faults: [{ kind: ack-lost, nth: ${nth} }]
orders: [{ at: 5s, side: buy, quantity: "0.01", duration: 30s, slices: 2 }]
`;

const reportOf = async (nth: number, set: readonly string[] = []) => {
  const file = join(folder, 'faults.yaml');
  writeFileSync(file, scenario(nth));
  return executeRun(await prepareScenario(loadScenario(file, { set }))).report;
};

const warningsOf = async (nth: number): Promise<readonly string[]> =>
  (await reportOf(nth)).warnings.map(({ code }) => code);

it('F19: a funding rate on a market of no futures is told', async () => {
  const told = async (...set: readonly string[]): Promise<boolean> =>
    (await reportOf(1, set)).warnings.some(({ code }) => code === 'funding-without-futures');
  expect(await told('venue.fundingBps=1')).toBe(true);
  expect(await told('venue.fundingBps=1', 'venue.account.futures=true')).toBe(false);
  expect(await told()).toBe(false);
});

it('SIM-3: a fault that met nothing is named, so that a calm run is not read as one that bore it', async () => {
  expect(await warningsOf(50)).toContain('fault-without-effect');
  expect(await warningsOf(1)).not.toContain('fault-without-effect');
});

it('TWAP-1: an order whose schedule the run cut off is called as the report calls it', async () => {
  const { warnings } = await reportOf(1, ['orders.0.duration=2m']);
  expect(warnings).toContainEqual({
    code: 'schedule-cut-off',
    subject: 'P1',
    text: 'the run ends 65 s before its schedule does',
  });
});

it('TWAP-1: of an order that was over before its schedule, nothing is said', async () => {
  const { warnings } = await reportOf(1, ['orders.0.duration=56s', 'orders.0.slices=2']);
  expect(warnings.map(({ code }) => code)).not.toContain('schedule-cut-off');
});
