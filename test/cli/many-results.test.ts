/** Many seeds leave some numbers each in memory: their reports, where they are to be printed, lie in a temporary file. */
import { describe, expect, it } from 'vitest';
import { buildReport } from '../../src/report/figures/build-report.js';
import { ManyResults } from '../../src/cli/many-results.js';
import { WHOLE, throwAgain, toldAcross } from '../../src/runs/across-threads.js';
import { RunCrash } from '../../src/runs/run-crash.js';
import { parseFailOn } from '../../src/cli/verdict.js';
import { parseScenario } from '../../src/runs/scenario/load.js';
import { StoreError } from '../../src/store/store-error.js';
import { workedExample } from '../report/support/worked-example.js';
import { SOUND_SCENARIO } from '../runs/damage.js';
import { runProcess } from './support/run-process.js';
import { runsIn, workplace } from './support/workplace.js';

const here = workplace();
const file = here.sound();
const report = buildReport(workedExample());
const textOf = (seed: number): string => JSON.stringify({ ...report, seed });
const options = { failOn: [], kept: ['shortfallBps'], whole: true };

describe('results of many seeds', () => {
  it('give the reports back in the order of the seeds, whatever order they came in', () => {
    const results = new ManyResults(options);
    for (const seed of [5, 2, 9, 1]) results.take(seed, textOf(seed));
    const seeds = [...results.reports()].map((one) => (one as { readonly seed: number }).seed);
    expect(seeds).toEqual([1, 2, 5, 9]);
    expect([...results.reports()][0]).toEqual(JSON.parse(textOf(1)));
    expect([...results.figure('shortfallBps').keys()]).toEqual([5, 2, 9, 1]);
    results.close();
  });

  it('hold no report', () => {
    const results = new ManyResults({ ...options, whole: false });
    const marked = JSON.stringify({ ...report, scenario: 'x'.repeat(100_000) });
    global.gc?.();
    const before = process.memoryUsage().heapUsed;
    for (let seed = 0; seed < 2_000; seed += 1) results.take(seed, marked);
    // 200 MB of text went through.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(100_000_000);
    expect([...results.reports()]).toEqual([]);
    expect(results.tally.counts()).toMatchObject({ runs: 2_000 });
  });

  it('tell the failures of the first ten seeds, how many more there are, and how to see one', () => {
    const results = new ManyResults({ ...options, failOn: parseFailOn(['shortfallBps > -1000']) });
    for (let seed = 13; seed >= 1; seed -= 1) results.take(seed, textOf(seed));
    const lines = results.failures((at) => `show ${at}`);
    const own = lines.filter((line) => line.includes('--fail-on'));
    expect(own).toHaveLength(10);
    expect(own[0]).toContain('(seed 1)');
    expect(lines.at(-1)).toBe('and 3 more failed; to see one: show 11');
    results.close();
  });

  it('are printed as one value, as if they had been in memory', async () => {
    const db = here.at('many.db');
    const argv = ['run', file, '--seeds', '1..3', '--against', 'faults=[]', '--json', '--db', db];
    const { out } = await here.run(argv);
    expect(out).toBe(`${JSON.stringify(JSON.parse(out), null, 2)}\n`);
    const { runs } = JSON.parse(out) as { readonly runs: readonly { readonly seed: number }[] };
    expect(runs.map(({ seed }) => seed)).toEqual([1, 2, 3]);
    expect(await runsIn(db)).toBe(6);
  });

  it('a disk without room for the reports is a matter of the machine: 78, and the runs are stored', async () => {
    const db = here.at('full.db');
    const argv = ['run', file, '--seeds', '1..2', '--json', '--db', db];
    const ran = await runProcess(argv, { env: { TMPDIR: here.at('nowhere') }, cwd: here.path });
    expect(ran).toMatchObject({ code: 78, out: '' });
    expect(ran.err).toMatch(
      /takes no file .*\n {2}fix: make room, or name another place with TMPDIR/,
    );
    expect(await runsIn(db)).toBe(1);
  }, 60_000);
});

describe('what ends a worker', () => {
  it('crosses the thread: a disk without room is one, and a crash a crash', () => {
    const loaded = parseScenario(file, SOUND_SCENARIO, {});
    const again = (error: Error) => () => {
      throwAgain(loaded, structuredClone(toldAcross(error)));
    };
    expect(again(new StoreError('the disk is full'))).toThrow(StoreError);
    expect(again(new StoreError('the disk is full'))).toThrow('the disk is full');
    const crash = new RunCrash({ loaded, seed: 3, lastSeq: 7, cause: new Error('boom') });
    expect(again(crash)).toThrow(RunCrash);
    expect(() => toldAcross(new TypeError('other'))).toThrow('other');
    expect(() => {
      throwAgain(loaded, WHOLE);
    }).not.toThrow();
  });
});
