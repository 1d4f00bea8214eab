/** docs/examples/cancel-in-flight.yaml: the fault hits the cancel on its way, whatever is changed about the times around it. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { executeRun, prepareScenario } from '../../src/runs/execute-run.js';
import { loadScenario } from '../../src/runs/scenario/load.js';

const FILE = join(import.meta.dirname, '../../docs/examples/cancel-in-flight.yaml');

const runWith = async (...set: string[]) =>
  executeRun(await prepareScenario(loadScenario(FILE, { set })));

describe('a cancel in flight', () => {
  it.each([
    ['as it is', []],
    ['with a slower way', ['venue.latency.submit=90ms']],
    ['with a quicker way', ['venue.latency.submit=6ms']],
    ['another time', ['orders.0.at=12.345s', 'orders.0.fillTimeout=1200ms']],
    ['on another market', ['seed=1']],
  ])('F:CAN1: is lost, %s', async (_title, set) => {
    const { report, finished } = await runWith(...set);
    const [window] = report.faultWindows;
    const [act] = finished.faultRecord.acts;
    expect(act).toMatchObject({ path: 'cancel', message: 'cancel', leg: 'request', deed: 'lost' });
    expect(window?.acts).toBeGreaterThanOrEqual(1);
    expect(report.warnings.map(({ code }) => code)).not.toContain('anchor-never-came');
  });

  it('F:CAN1: fills meanwhile as it is, and the engine finds out', async () => {
    const { report, finished } = await runWith();
    expect(report.expectations.filter(({ ok }) => !ok)).toEqual([]);
    const [window] = report.faultWindows;
    const inIt = finished.ledger?.executions.filter(
      ({ at }) => at >= (window?.fromMicros ?? 0) && at < (window?.toMicros ?? 0),
    );
    expect(inIt).toHaveLength(1);
  });

  it('SIM-3: where no cancel is ever sent, the report says that the fault waited in vain', async () => {
    const { report } = await runWith('faults.0.at.nth=8');
    expect(report.warnings.filter(({ code }) => code !== 'late-fill')).toContainEqual({
      code: 'anchor-never-came',
      subject: null,
      text: 'fault outage never began: the 8th cancel never came: 1 was sent',
    });
    expect(report.warnings.map(({ code }) => code)).not.toContain('fault-without-effect');
    expect(report.faultWindows).toEqual([]);
  });
});
