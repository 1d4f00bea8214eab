/** What the page of a run says of restarts, of reconciliation, and of updates that were not believed. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/schema/report.js';
import { wholeText } from '../../src/store/long-text.js';
import { openResultsStore } from '../../src/store/results-store.js';
import { sampleRuns } from './support/sample-store.js';
import { testApp } from './support/test-app.js';

let report: Report;
beforeAll(async () => {
  const [run] = await sampleRuns();
  report = JSON.parse(wholeText(run!.report)) as Report;
});

/** A report with some of its parts changed, shown on its page. */
async function pageOf(changes: Partial<Report>): Promise<string> {
  const [run] = await sampleRuns();
  const store = openResultsStore(':memory:');
  store.saveRuns([{ ...run!, report: JSON.stringify({ ...report, ...changes }) }]);
  const app = await testApp(store);
  return (await app.get(`/runs/${report.runId}`, { accept: 'text/html' })).text();
}

describe('restarts and reconciliation on the page of a run', () => {
  it('are not there where there were none', async () => {
    expect(await pageOf({})).not.toContain('Restarts and reconciliation');
  });

  it('REC-1 REC-5 REC-8 ORD-3: gates, what was found, and what was not believed with its reason', async () => {
    const { startMicros } = report.virtual;
    const at = (seconds: number): number => startMicros + seconds * 1_000_000;
    const start = { forcedAtMicros: null, recoveringAtMicros: at(62), slicesRecovered: 3 };
    const html = await pageOf({
      reconciliation: {
        passes: 2,
        failed: 1,
        starts: [
          { downSinceMicros: at(30), gatedAtMicros: at(60), readyAtMicros: at(62.5), ...start },
          { downSinceMicros: at(70), gatedAtMicros: at(71), readyAtMicros: null, ...start },
        ],
        mismatches: 1,
        found: [{ atMicros: at(61), what: 'orphan', subject: 'BTCUSDT', text: 'a <sell> by hand' }],
        lastRunMicros: at(62.5),
        conflictsSkipped: 1,
        symbolsQuarantined: 1,
        slicesRecovered: 3,
        slicesSkippedParentInvalid: 0,
      },
      skippedUpdates: {
        count: 120,
        list: [
          {
            ...{ atMicros: at(61), order: 'P1/0', source: 'reconciliation' },
            ...{ reason: 'weaker-status', text: 'new is weaker than filled' },
          },
        ],
      },
    });
    expect(html).toContain('2 passes over what the venue knows, 1 failed');
    for (const cell of ['30.00 s', '2.50 s', 'not yet', '1:01.000', 'weaker status', 'P1/0'])
      expect(html).toContain(`>${cell}</t`);
    expect(html).toContain('a &lt;sell&gt; by hand');
    expect(html).toContain('Updates not believed: 120, the first 1');
  });
});
