/** What is about another order, or about none: reports and answers that are not believed of this one. */
import { describe, expect, it } from 'vitest';
import type { Lots } from '../../../src/core/ground/units.js';
import { EngineRig, FAILED_READ } from '../../support/engine-rig.js';
import { inSeconds } from '../../support/simulation-plan.js';

const sent = (seconds = 30): EngineRig => {
  const rig = new EngineRig().order({
    slices: 1,
    duration: inSeconds(120),
    fillTimeout: inSeconds(seconds),
  });
  rig.accept();
  return rig;
};

const lots = (quantity: number): Lots => quantity as Lots;

describe('strangers', () => {
  it('F:QRY12: a report for an order nobody here placed is told once, and changes nothing', () => {
    const rig = sent();
    const report = { ...rig.reportOf('stranger' as never), venueOrderId: 'v9' as never };
    rig.take({ kind: 'execution-report', report });
    rig.take({ kind: 'execution-report', report });
    expect(rig.entries('report-unmatched')).toHaveLength(2);
    expect(rig.alerts()).toEqual(['unmatched-report raised']);
  });

  it('F:SUB12: a report that names ours and means another symbol is refused and alerted', () => {
    const rig = sent();
    rig.report({ symbol: 'ETHUSDT', execType: 'trade', status: 'filled', cumQty: lots(600) });
    expect(rig.parent().filled).toBe(0);
    expect(rig.alerts()).toEqual(['mismatched-report raised', 'quarantine raised']);
  });

  it('F:SUB12 FIL-4: an answer that names another order is no answer: asked again, nothing is believed or distrusted', () => {
    const rig = sent();
    rig.run(1);
    rig.found({ clientOrderId: 'another' as never, status: 'filled', cumQty: lots(600) });
    expect(rig.entries('read-failed').map(({ failure, text }) => [failure, text])).toEqual([
      ['ambiguous', 'the answer is about order another'],
    ]);
    expect(rig.parent().filled).toBe(0);
    expect(rig.alerts()).toEqual([]);
  });

  it('F:SUB4 S3: a second order of the venue under our id is alerted, and nothing more is sent in its symbol', () => {
    const rig = sent();
    rig.report({ execType: 'accepted', status: 'accepted', cumQty: lots(0) });
    rig.report({ execType: 'accepted', venueOrderId: 'v9' as never, cumQty: lots(0) });
    expect(rig.alerts()).toEqual(['second-venue-order raised', 'quarantine raised']);
  });

  it('F:SUB12 FIL-0: a final check that finds another order under our id: unknown, not adopted, looked up on', () => {
    const rig = new EngineRig().order({
      slices: 1,
      duration: inSeconds(120),
      fillTimeout: inSeconds(5),
    });
    for (let n = 0; n < 40; n += 1) {
      if (rig.pendingOf('read-order').length > 0) rig.found({ symbol: 'ETHUSDT' });
      rig.run(0.25);
    }
    expect(rig.child()).toMatchObject({
      belief: { status: 'submitted' },
      result: { outcome: 'unknown' },
    });
    expect(rig.alerts()).toContain('order-unknown raised');
    expect(rig.entries('cancel-intent')).toEqual([]);
  });

  it('an answer to a read nobody asked, and one of the wrong kind, change nothing', () => {
    const rig = sent();
    rig.take({ kind: 'answer', readId: 999, answer: FAILED_READ });
    expect(rig.blocks.at(-1)?.entries).toEqual([]);
    rig.run(0.5);
    rig.answer('read-order', { kind: 'positions', positions: [] });
    expect(rig.entries('read-failed').at(-1)?.text).toBe('unexpected answer positions');
  });
});
