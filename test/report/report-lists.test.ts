/** Alerts, refusals and repeated requests: what a report says beside its parents. */
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/core/state/entry.js';
import { lots } from '../../src/core/ground/units.js';
import { WAKE, reportOf } from './support/asked-order.js';
import { HandMadeJournal, at, parentId } from './support/hand-made-journal.js';

const started = () =>
  new HandMadeJournal().received(0, 'a', {
    request: { quantity: lots(1) },
    plan: {},
    arrivalMidTwice: 20_000,
  });
describe('what a report says beside its parents', () => {
  it('ALR-1: alerts are counted by code and subject, with first and last time', () => {
    const alert = (state: 'raised' | 'cleared', text: string): Entry => ({
      kind: 'alert',
      code: 'stream-down',
      level: 'warning',
      subject: 'BTCUSDT',
      text,
      state,
    });
    const journal = started()
      .step(1, WAKE, alert('raised', 'old'))
      .step(2, WAKE, alert('raised', 'older'))
      .step(3, WAKE, alert('cleared', ''));
    expect(reportOf(journal).alerts).toEqual([
      {
        code: 'stream-down',
        level: 'warning',
        subject: 'BTCUSDT',
        text: 'older',
        state: 'cleared',
        firstMicros: at(1),
        lastMicros: at(3),
        count: 2,
      },
    ]);
  });

  it('ALR-1: an acknowledged alert keeps its level and what it said, and is not cleared', () => {
    const alert = { kind: 'alert', code: 'stream-down', subject: 'BTCUSDT' } as const;
    const journal = started()
      .step(1, WAKE, { ...alert, level: 'critical', text: 'old', state: 'raised' })
      .step(2, WAKE, {
        ...alert,
        level: 'info',
        text: 'seen',
        state: 'acknowledged',
        operator: 'me',
      });
    const { alerts } = reportOf(journal);
    expect(alerts).toMatchObject([
      { level: 'critical', text: 'old', state: 'acknowledged', lastMicros: at(2), count: 1 },
    ]);
  });

  it('lists refused orders and repeated requests apart from parents', () => {
    const journal = started()
      .step(5, WAKE, {
        kind: 'duplicate-request',
        parentId: parentId('b'),
        duplicateOf: parentId('a'),
        status: 'scheduled',
        terminal: false,
        remaining: lots(1),
      })
      .step(6, WAKE, {
        kind: 'order-refused',
        parentId: null,
        code: 'invalid',
        problems: [{ field: 'quantity', text: 'must be positive' }],
      });
    const report = reportOf(journal, { warnings: [{ code: 'w', text: 'of the run' }] });
    expect(report.parents).toHaveLength(1);
    expect(report.refused).toEqual([
      {
        atMicros: at(6),
        code: 'invalid',
        problems: [{ field: 'quantity', text: 'must be positive' }],
      },
    ]);
    expect(report.warnings.map(({ code, subject }) => [code, subject])).toEqual([
      ['w', null],
      ['duplicate-request', 'P1'],
    ]);
  });
});
