/** What a report says of restarts, of what reconciliation found, and of updates that were not believed. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/schema/report.js';
import { executeRun, prepareScenario } from '../../src/runs/execute-run.js';
import { loadScenario } from '../../src/runs/scenario/load.js';

const DIRECTED = join(import.meta.dirname, '../../scenarios/directed');

async function reportOf(name: string): Promise<Report> {
  const loaded = loadScenario(join(DIRECTED, `${name}.yaml`));
  return executeRun(await prepareScenario(loaded)).report;
}

describe('a report', () => {
  it('REC-1 REC-5: says since when the process was down, and which order the venue did not list', async () => {
    const { reconciliation } = await reportOf('archived-while-down');
    const [start] = reconciliation!.starts;
    expect(start!.gatedAtMicros - start!.downSinceMicros!).toBeGreaterThan(0);
    expect(reconciliation!.found).toEqual([
      expect.objectContaining({ what: 'not-listed', subject: 'P1/0' }),
    ]);
  });

  it('REC-5: says that a page of the history brought news', async () => {
    const { reconciliation } = await reportOf('zombie-slice');
    expect(reconciliation!.found).toEqual([
      expect.objectContaining({ what: 'history', subject: null }),
    ]);
  });

  it('REC-7: names the order that nobody here placed', async () => {
    const { reconciliation } = await reportOf('order-by-hand');
    expect(reconciliation!.found).toEqual([
      expect.objectContaining({ what: 'orphan', subject: 'BTCUSDT' }),
    ]);
  });

  it('ORD-3 REC-8: says which update was not believed, where it was heard, and why', async () => {
    const { skippedUpdates } = await reportOf('cancel-not-yet');
    expect(skippedUpdates).toMatchObject({
      count: 1,
      list: [{ order: 'P1/c2', source: 'poll', reason: 'lower-cumulative' }],
    });
  });

  it('FIL-7 ORD-3: has both where positions differed and an older answer came', async () => {
    const { reconciliation, skippedUpdates } = await reportOf('page-of-the-past-skips-one');
    expect(reconciliation!.found!.map(({ what }) => what)).toEqual(['position']);
    expect(skippedUpdates!.list.map(({ reason }) => reason)).toEqual(['weaker-status']);
  });
});
