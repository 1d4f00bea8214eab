/** `venue.latency.recorded`: latencies of a file, played in its order; what is wrong with a file, with its line. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { executeRun, prepareScenario } from '../../src/runs/execute-run.js';
import { loadScenario } from '../../src/runs/scenario/load.js';
import { MEASURED_PATHS, parseMeasured } from '../../src/runs/scenario/measured-latencies.js';
import { formatProblem, ScenarioError } from '../../src/runs/scenario/problem.js';
import { temporaryFolder } from '../cli/support/run-main.js';

const folder = temporaryFolder();
afterAll(folder.remove);

const SCENARIO = join(folder.path, 'measured.yaml');
writeFileSync(
  SCENARIO,
  `name: measured
shows: Requests take as long as they once took
market: { synthetic: { model: random-walk, startPrice: '61800' } }
clock: { duration: 40s }
venue: { latency: { submit: 7ms, ack: 9ms, recorded: measured.csv } }
orders:
  - { side: buy, quantity: '0.4', algo: twap, duration: 20s, slices: 4 }
`,
);

function measured(text: string) {
  writeFileSync(join(folder.path, 'measured.csv'), text);
  return loadScenario(SCENARIO);
}

function problemOf(text: string): string {
  try {
    measured(text);
  } catch (error) {
    if (error instanceof ScenarioError) return error.problems.map(formatProblem).join('\n');
    throw error;
  }
  return '';
}

describe('measured latencies', () => {
  it('F20: the n-th message of a path takes as long as the n-th that was measured, from the first again after the last', async () => {
    const loaded = measured('path,micros\nsubmit,30000\ncancel,1\nsubmit,250000\r\nsubmit,1000\n');
    const { finished, report } = executeRun(await prepareScenario(loaded));
    const sent = [...finished.blocks].filter(({ entries }) =>
      entries.some(({ kind }) => kind === 'submit-intent'),
    );
    const accepted = (finished.ledger?.entries ?? []).filter(({ kind }) => kind === 'accepted');
    expect(accepted.map(({ at }, index) => at - sent[index]!.input.at)).toEqual([
      30_000, 250_000, 1_000, 30_000,
    ]);
    expect(report.fidelity.options).toMatchObject({
      'latency.submit': '3 measured, in their order, from 1ms to 250ms, mean 93667us',
      'latency.ack': '9ms',
    });
  });

  it('F20: a file that cannot be used is a problem of the scenario, with the line', () => {
    expect(problemOf('submit,1\n')).toContain('measured.csv: line 1 is not "path,micros"');
    expect(problemOf('path,micros\n')).toContain('line 2 is missing: nothing was measured');
    expect(problemOf('path,micros\nsubmit,1\nsubmit,1.5\n')).toContain('line 3 is not a path and');
    expect(problemOf('path,micros\nfeed,1\n')).toContain('line 2 names no path of these: submit');
    expect(problemOf('path,micros\nack,9999999999\n')).toContain('line 2 is longer than an hour');
    expect(problemOf('path,micros\n\nack,1\n')).toContain('line 2 is not a path and');
    expect(() => loadScenario(SCENARIO, { set: ['venue.latency.recorded=none.csv'] })).toThrow(
      'none.csv cannot be read: there is no such file',
    );
  });

  it('F20: whatever is written is read back', () => {
    const line = fc.tuple(fc.constantFrom(...MEASURED_PATHS), fc.nat({ max: 3_600_000_000 }));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 50 }), (lines) => {
        const text = ['path,micros', ...lines.map((one) => one.join(','))].join('\n');
        const { latencies, what } = parseMeasured(text);
        expect(what).toBeNull();
        for (const path of MEASURED_PATHS)
          expect(latencies.get(path) ?? []).toEqual(
            lines.flatMap(([of, micros]) => (of === path ? [micros] : [])),
          );
      }),
    );
  });
});
