/** A campaign that is stopped and goes on comes to the same as one that was not; what was kept of another is refused. */
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CampaignProgress } from '../../../src/cli/campaign-progress.js';
import { type Ran, runCampaign } from '../../../src/runs/campaign/campaign.js';
import { prepareScenario } from '../../../src/runs/execute-run.js';
import { PACKAGE_ROOT } from '../../../src/runs/package-root.js';
import { loadScenario } from '../../../src/runs/scenario/load.js';
import { temporaryFolder } from '../../cli/support/run-main.js';

const folder = temporaryFolder();
afterAll(folder.remove);

const set = ['market.synthetic.messagesPerSecond=1', 'expect=["filledShare > 0.99"]'];
const scenarios = ['twelve-slices', 'operated'].map((name) =>
  loadScenario(join(PACKAGE_ROOT, `scenarios/campaign/${name}.yaml`), { set }),
);
const keptBy = (...asked: string[]) =>
  new CampaignProgress(join(folder.path, 'corpus', 'progress.json'), scenarios, asked);

/** `stopAt`: runs after which somebody stops it. */
async function ran(before: readonly Ran[], stopAt = Infinity) {
  const stop = new AbortController();
  const failed: string[] = [];
  const result = await runCampaign(scenarios, {
    seeds: [1, 2, 3, 4],
    workers: 1,
    signal: stop.signal,
    before,
    prepare: (loaded) => prepareScenario(loaded),
    onRan: (now) => {
      if (now.reduce((sum, { tally }) => sum + tally.runs, 0) >= stopAt) stop.abort();
    },
    onFailed: (_, { scenario, seed }) => failed.push(`${scenario} ${seed}`),
  });
  return { result, failed };
}

const tallies = (result: readonly Ran[]) => result.map(({ tally }) => tally);

describe('a campaign', () => {
  it('that was stopped, kept and resumed comes to the same, and tells each failure once', async () => {
    const whole = await ran([]);
    const first = await ran([], 2);
    const runs = tallies(first.result).map((tally) => tally.runs);
    expect(runs[0]).toBeGreaterThan(1);
    expect(runs[1]).toBe(0);
    keptBy('1..4').keep(first.result);
    const rest = await ran(keptBy('1..4').read());
    expect(JSON.stringify(tallies(rest.result))).toBe(JSON.stringify(tallies(whole.result)));
    expect([...first.failed, ...rest.failed]).toEqual(whole.failed);
    expect(whole.failed).not.toEqual([]);
  }, 60_000);

  it('asked otherwise does not go on with what was kept, nor where nothing is', () => {
    expect(() => keptBy('1..5').read()).toThrow(/of another campaign.*\n {2}fix: ask for the same/);
    keptBy('1..4').forget();
    expect(() => keptBy('1..4').read()).toThrow(/nothing to resume\n {2}fix: /);
  });
});
