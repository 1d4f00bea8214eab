/** The reliability cost over whole runs: which faults are left out, that the others keep their draws, and who is asked. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/schema/report.js';
import { attributed, isAttributedUnasked } from '../../src/runs/attribution.js';
import { executeRun, prepareScenario } from '../../src/runs/execute-run.js';
import { faultNames } from '../../src/runs/fault-names.js';
import { completeScenario } from '../../src/runs/instrument-from-data.js';
import { readText } from '../../src/runs/scenario/load.js';
import { runMain, temporaryFolder } from '../cli/support/run-main.js';

const folder = temporaryFolder();
afterAll(folder.remove);

const OUTAGE = '  - { kind: outage, paths: [stream], at: 5s, for: 90s }\n';
const IDLE = '  - { kind: outage, paths: [submit], at: 170s, for: 2s }\n';
const LOST = '  - { kind: ack-lost, probability: 0.5 }\n';

function scenario(name: string, faults: string): string {
  const file = join(folder.path, `${name}.yaml`);
  writeFileSync(
    file,
    `name: ${name}\nshows: a test\nseed: 3\n` +
      'market: { synthetic: { model: random-walk, startPrice: "61800", messagesPerSecond: 3, ordersPerSecond: 2 } }\n' +
      'clock: { duration: 3m }\n' +
      `faults:${faults === '' ? ' []' : `\n${faults}`}\n` +
      'orders:\n  - { at: 10s, side: buy, quantity: "0.6", duration: 1m, slices: 6, completion: catch-up }\n',
  );
  return file;
}

async function run(file: string) {
  const prepared = await prepareScenario(await completeScenario(file, readText(file), {}));
  return { prepared, run: executeRun(prepared) };
}

describe('what the faults of a run cost', () => {
  it('each is left out by itself; one that touches nothing costs nothing, whatever is drawn for those behind it', async () => {
    const { prepared, run: ended } = await run(scenario('three', IDLE + OUTAGE + LOST));
    const judged = await attributed(new AbortController().signal, prepared, ended);
    const rows = judged?.report.attribution ?? [];
    expect(rows.map(({ kind }) => kind)).toEqual(['outage', 'outage', 'ack-lost', null]);
    expect(rows[0]).toMatchObject({ shortfallBps: 0, delayMs: 0, ordersTouched: 0 });
    expect(rows[1]?.ordersTouched).toBeGreaterThan(0);
    expect(rows[1]?.text).toMatch(/^the 90 s outage cost .* later; .* went otherwise/);
    expect(rows[2]?.ordersTouched).toBeGreaterThan(0);
    expect(ended.report.attribution).toBeNull();
    ended.close();
  });

  it('names faults by length and kind, and by when they begin where that is not enough', () => {
    const values = (at: unknown, more = {}) => ({ at, for: 30_000_000, ...more }) as never;
    expect(
      faultNames([
        { kind: 'outage', values: values(10_000_000) },
        { kind: 'outage', values: values(20_000_000) },
        { kind: 'outage', values: values({ after: 'submit-sent', nth: 2 }) },
        { kind: 'outage', values: values({ after: 'submit-sent', nth: 2 }) },
        { kind: 'halt', values: values(10_000_000) },
        { kind: 'ack-lost', values: { probability: 0.5 } },
        { kind: 'ack-lost', values: { nth: 2, shape: '5xx' } },
      ]),
    ).toEqual([
      'the 30 s outage at 10 s',
      'the 30 s outage at 20 s',
      'the 30 s outage after submit-sent 2, number 1',
      'the 30 s outage after submit-sent 2, number 2',
      'the 30 s halt',
      'the fault ack-lost (probability 0.5)',
      'the fault ack-lost (nth 2; shape 5xx)',
    ]);
  });

  it('is worked out unasked where it is cheap, not at all with --no-attribute, and never over many seeds', async () => {
    const file = scenario('one', OUTAGE);
    const db = join(folder.path, 'results.db');
    const reported = async (...flags: string[]): Promise<Report> =>
      JSON.parse((await runMain(['run', file, '--json', '--db', db, ...flags])).out) as Report;
    const rows = (await reported()).attribution;
    expect(rows?.map(({ fault }) => fault)).toEqual(['the 90 s outage', 'remainder']);
    expect(rows?.[1]).toMatchObject({ shortfallBps: 0, shortfallQuote: '0', delayMs: 0 });
    expect(rows?.[1]?.text).toContain('does not react to ours');
    expect((await reported('--no-attribute')).attribution).toBeNull();
    const many = await runMain(['run', file, '--seeds', '2', '--attribute', '--db', db]);
    expect([many.code, many.err]).toEqual([
      2,
      expect.stringContaining('--attribute is for one run'),
    ]);
  });

  it('has nothing to work out where there are no faults', async () => {
    const { prepared, run: ended } = await run(scenario('none', ''));
    expect(isAttributedUnasked(ended)).toBe(false);
    expect(await attributed(new AbortController().signal, prepared, ended)).toBe(ended);
    ended.close();
  });
});
