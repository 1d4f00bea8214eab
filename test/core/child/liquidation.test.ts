/** What the engine makes of a venue that closes a position by force (F19). */
import { describe, expect, it } from 'vitest';
import type { ClientOrderId, VenueOrderId } from '../../../src/core/order/order.js';
import type { ExecutionReport } from '../../../src/core/order/execution-report.js';
import { EngineRig } from '../../support/engine-rig.js';
import { inSeconds } from '../../support/simulation-plan.js';

const rigWith = (): EngineRig => {
  const rig = new EngineRig().order({ slices: 3, duration: inSeconds(120) });
  rig.accept();
  return rig;
};

function liquidate(rig: EngineRig, more: Partial<ExecutionReport> = {}): void {
  const named = 'autoclose-1';
  const report: ExecutionReport = {
    ...rig.reportOf(named as ClientOrderId),
    venueOrderId: named as VenueOrderId,
    liquidation: true,
    ...more,
  };
  rig.take({ kind: 'execution-report', report });
}

describe('a liquidation', () => {
  it('F19: is an alert, ends every parent of the instrument and cancels what it still has open', () => {
    const rig = rigWith();
    liquidate(rig);
    expect(rig.alerts()).toEqual(['liquidation raised']);
    expect(rig.entries('parent-stopped')).toMatchObject([{ code: 'LIQUIDATED' }]);
    expect(rig.entries('slices-canceled')).toMatchObject([{ from: 1, count: 2 }]);
    expect(rig.entries('cancel-wanted')).toMatchObject([{ reason: 'liquidation' }]);
    rig.run(300);
    expect(rig.entries('submit-intent')).toHaveLength(1);
  });

  it('F19: is told once, however many reports it makes', () => {
    const rig = rigWith();
    liquidate(rig);
    liquidate(rig, { execType: 'trade' });
    expect(rig.alerts()).toEqual(['liquidation raised']);
    expect(rig.entries('parent-stopped')).toHaveLength(1);
    expect(rig.entries('report-unmatched')).toHaveLength(2);
  });

  it('F19: of another instrument leaves a parent alone', () => {
    const rig = rigWith();
    liquidate(rig, { symbol: 'ETHUSDT' });
    expect(rig.alerts()).toEqual(['liquidation raised']);
    expect(rig.entries('parent-stopped')).toEqual([]);
  });
});
