/** A failing run of the bundled campaign becomes a scenario with the fault that did it and hardly a slice; `npm run shrink` asks the same of planted bugs. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shrinkRun } from '../../../src/runs/campaign/shrink-run.js';
import { scenarioText } from '../../../src/runs/campaign/written-scenario.js';
import { prepareScenario } from '../../../src/runs/execute-run.js';
import { PACKAGE_ROOT } from '../../../src/runs/package-root.js';
import { loadScenario, parseScenario } from '../../../src/runs/scenario/load.js';
import { SeedRunner } from '../../../src/runs/seed-runner.js';

const SIGN = 'expects truth.positionErrorSeconds < 5';
const work = { kind: 'judge' } as const;
const { signal } = new AbortController();

describe('shrinking a run', () => {
  it('leaves the faults and slices that it takes, and what it writes fails in the same way', async () => {
    const file = join(PACKAGE_ROOT, 'scenarios/campaign/twelve-slices.yaml');
    const set = [
      'expect=["truth.positionErrorSeconds < 5"]',
      'market.synthetic.messagesPerSecond=1',
    ];
    const prepared = await prepareScenario(loadScenario(file, { set }));
    const runner = new SeedRunner();
    const signs = (of: typeof prepared, seed: number): readonly string[] =>
      runner.run<'judge'>(of, { seed, work }).failures.map(({ sign }) => sign);
    const seed = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].find((one) =>
      signs(prepared, one).includes(SIGN),
    )!;
    const asked = { seed, sign: SIGN, trials: 150, signal };
    const { least, value, tried } = await shrinkRun(prepared, asked);
    expect(tried).toBeLessThanOrEqual(150);
    expect(least.faults.length).toBeGreaterThan(0);
    expect(least.faults.length).toBeLessThanOrEqual(3);
    expect(least.slices).toBeLessThanOrEqual(4);
    expect(least.tail).not.toBeNull();
    const text = scenarioText(value, ['why']);
    const written = await prepareScenario(parseScenario('least.yaml', text));
    expect(signs(written, least.seed)).toContain(SIGN);
  }, 60_000);
});
