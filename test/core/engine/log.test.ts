/** SCH-9, FIL-10: the log as data, on whole runs: every event of the list is there, with parent and slice number. */
import { describe, expect, it } from 'vitest';
import { evolve } from '../../../src/core/state/evolve.js';
import { logOf } from '../../../src/core/engine/log.js';
import type { LogLine } from '../../../src/core/engine/log-line.js';
import { initialState } from '../../../src/core/state/initial-state.js';
import type { JournalBlock } from '../../../src/core/state/journal-block.js';
import type { Lots } from '../../../src/core/ground/units.js';
import {
  EngineRig,
  FAILED_READ,
  REFUSED_CONNECTION,
  UNKNOWN,
  executionOf,
} from '../../support/engine-rig.js';
import { inSeconds } from '../../support/simulation-plan.js';

function linesOf(blocks: readonly JournalBlock[]): readonly LogLine[] {
  const state = initialState();
  return blocks.flatMap(({ input, entries }) =>
    entries.flatMap((entry) => logOf(entry, input.at, evolve(state, entry, input.at)) ?? []),
  );
}

const find = (rig: EngineRig, event: string): readonly LogLine[] =>
  linesOf(rig.blocks).filter((one) => one.event === event);

describe('the schedule', () => {
  it('SCH-9: plan with N, interval, merges and limits applied', () => {
    const rig = new EngineRig();
    rig.quote = { bid: 299_990, ask: 300_010 };
    rig.order({ quantity: '0.006', slices: 6 });
    expect(find(rig, 'parent.planned')).toMatchObject([
      {
        level: 'warn',
        fields: { slices: 3, intervalMicros: 20_000_000, applied: 'SLICES_MERGED' },
      },
    ]);
  });

  it('SCH-9: due with lateness, released, sent, retried, done with price and progress, and the parent', () => {
    const rig = new EngineRig().order({ slices: 2, duration: inSeconds(20) });
    const parent = rig.parent().parentId;
    rig.outcome('submit', REFUSED_CONNECTION);
    rig.run(2);
    rig.accept();
    rig.trade(300, 300);
    rig.run(8);
    expect(find(rig, 'slice.due').map(({ fields }) => fields)).toMatchObject([
      { parent, slice: 0, overdueMicros: 0 },
      { parent, slice: 1, overdueMicros: 0 },
    ]);
    expect(find(rig, 'order.not-sent')).toMatchObject([
      {
        level: 'warn',
        fields: {
          parent,
          slice: 0,
          attempt: 1,
          reason: 'connection-refused',
          retryMicros: 2_000_000,
        },
      },
    ]);
    expect(find(rig, 'order.sent')).toHaveLength(2);
    expect(find(rig, 'order.sent-again')).toMatchObject([
      { fields: { parent, slice: 0, attempt: 2 } },
    ]);
    expect(find(rig, 'fill.booked')).toMatchObject([
      { fields: { slice: 0, price: 600_000, quantity: 300, elapsedMs: 2_000 } },
    ]);
    expect(find(rig, 'order.done')).toMatchObject([
      {
        level: 'info',
        fields: {
          slice: 0,
          outcome: 'filled',
          filled: 300,
          averagePrice: '60000',
          methods: 'status quantity price',
        },
      },
    ]);
    expect(find(rig, 'parent.status').at(-1)).toMatchObject({
      fields: { parent, status: 'working' },
    });
  });

  it('SCH-9: waiting, skipped, blocked, stopped and canceled, each with its reason', () => {
    const rig = new EngineRig();
    rig.quoteAge = null;
    rig.order();
    expect(find(rig, 'slice.waiting')).toMatchObject([
      { fields: { slice: 0, reason: 'market-data' } },
    ]);
    rig.run(6);
    expect(find(rig, 'slice.not-sent')).toMatchObject([{ level: 'warn', fields: { slice: 0 } }]);
    rig.quoteAge = inSeconds(0);
    rig.operator({ do: 'kill-on', cancelWorking: true }, 'flood');
    rig.run(4);
    expect(find(rig, 'slice.not-sent').at(-1)?.fields).toMatchObject({
      slice: 1,
      reason: 'kill-switch: kill switch engaged: flood',
    });
    rig.operator({ do: 'kill-off' });
    rig.quote = { bid: 500_000, ask: 700_000 };
    rig.run(10);
    expect(find(rig, 'parent.stopped')).toMatchObject([
      { level: 'warn', fields: { code: 'SPREAD_TOO_WIDE' } },
    ]);
    expect(find(rig, 'slice.canceled')).toMatchObject([{ fields: { from: 3, count: 3 } }]);
    expect(find(rig, 'kill-switch')).toHaveLength(2);
    expect(find(rig, 'alert').map(({ level }) => level)).toEqual(['error', 'info']);
  });
});

describe('fill detection', () => {
  it('FIL-10: unknown, errors with their delay, contradictions, cancels, and polls at debug', () => {
    const rig = new EngineRig().order({
      slices: 1,
      duration: inSeconds(60),
      fillTimeout: inSeconds(4),
    });
    rig.outcome('submit', UNKNOWN);
    rig.flush();
    rig.answer('read-order', FAILED_READ);
    rig.run(0.7);
    rig.notFound();
    rig.run(2);
    rig.found({ status: 'filled', cumQty: 0 as Lots });
    rig.run(0.5);
    rig.found();
    rig.run(2);
    rig.found();
    rig.accept('cancel');
    rig.report({ execType: 'canceled', status: 'canceled' });
    const events = new Set(linesOf(rig.blocks).map(({ event }) => event));
    for (const event of [
      'order.unknown',
      'poll.failed',
      'poll.not-found',
      'fill.contradicted',
      'poll.unchanged',
      'cancel.wanted',
      'cancel.sent',
      'cancel.accepted',
      'order.status',
      'order.accepted',
    ])
      expect(events, event).toContain(event);
    expect(find(rig, 'poll.failed')).toMatchObject([
      { fields: { failure: 'ambiguous', failures: 1, slice: 0 } },
    ]);
    expect(Number(find(rig, 'poll.failed')[0]?.fields['retryMicros'])).toBeGreaterThan(400_000);
    expect(find(rig, 'poll.unchanged').every(({ level }) => level === 'debug')).toBe(true);
    expect(find(rig, 'order.done')).toMatchObject([
      { level: 'warn', fields: { outcome: 'timeout' } },
    ]);
  });
});

describe('the verdict', () => {
  it('FIL-10: says what each method says, and the start who follows the order and until when', () => {
    const rig = new EngineRig().order({ slices: 1, duration: inSeconds(60) });
    rig.accept();
    rig.trade(600, 600);
    expect(find(rig, 'order.sent')).toMatchObject([
      { fields: { engine: 'robust', timeoutMicros: 30_000_000, firstLookMicros: 500_000 } },
    ]);
    expect(find(rig, 'order.done')).toMatchObject([
      {
        fields: {
          methods: 'status quantity price',
          confidenceBps: 10_000,
          statusSays: 'all',
          quantitySays: 'all',
          priceSays: 'some',
          timeSays: null,
        },
      },
    ]);
  });
});

describe('what is found out later', () => {
  it('FIL-10: absence, a fee that comes late, and what was skipped, with the reason', () => {
    const rig = new EngineRig().order({ slices: 1, duration: inSeconds(60) });
    rig.outcome('submit', UNKNOWN);
    for (let quarter = 0; quarter < 60 && rig.pendingOf('submit').length === 0; quarter += 1) {
      if (rig.pendingOf('read-order').length > 0) rig.notFound('read-order');
      if (rig.pendingOf('read-executions').length > 0) rig.notFound('read-executions');
      rig.run(0.25);
    }
    expect(find(rig, 'order.absent')).toMatchObject([{ fields: { again: true, slice: 0 } }]);
    rig.accept();
    const bare = { ...executionOf('a', 600, rig.now), fee: null };
    const filled = { execType: 'trade', status: 'filled', cumQty: 600 as Lots } as const;
    rig.report({ ...filled, execution: bare });
    rig.report({ ...filled, execution: executionOf('a', 600, rig.now) });
    rig.report({ ...filled, execution: bare });
    expect(find(rig, 'fill.amended')).toMatchObject([{ fields: { feeQuote: '0.01' } }]);
    expect(find(rig, 'update.skipped').at(-1)?.fields['skipped']).toMatch(/known-execution/);
  });
});

describe('the rest of the journal', () => {
  it('SCH-9: refusals, duplicates, catch-up, operators, breaker, feed and strangers have their lines', () => {
    const rig = new EngineRig()
      .order({ slices: 1, completion: 'catch-up' })
      .order({ slices: 1, completion: 'catch-up' });
    rig.order({ quantity: '-1' });
    rig.accept();
    rig.report({ execType: 'canceled', status: 'canceled' });
    rig.operator({ do: 'breaker-trip' });
    rig.operator({ do: 'quarantine-on', strategyId: '*', symbol: 'BTCUSDT' });
    rig.operator({ do: 'cancel-parent', parentId: rig.parent().parentId });
    rig.operator({ do: 'cancel-parent', parentId: 'nobody' as never });
    rig.take({ kind: 'feed', status: 'down' });
    rig.take({ kind: 'feed', status: 'down' });
    rig.take({ kind: 'feed', status: 'up' });
    rig.take({ kind: 'execution-report', report: rig.reportOf('stranger' as never) });
    const count = (event: string): number => find(rig, event).length;
    expect(count('order.refused')).toBe(1);
    expect(count('order.duplicate')).toBe(1);
    expect(count('parent.catch-up')).toBe(1);
    expect(count('parent.cancel')).toBe(1);
    expect(count('operator.refused')).toBe(1);
    expect(count('breaker')).toBe(1);
    expect(count('quarantine')).toBe(1);
    expect(count('feed')).toBe(2);
    expect(count('report.unmatched')).toBe(1);
  });

  it('is pure: the same entries give the same lines, and a child that is not known gives none', () => {
    const rig = new EngineRig().order();
    expect(linesOf(rig.blocks)).toEqual(linesOf(rig.blocks));
    const entry = rig.entries('submit-intent')[0]!;
    expect(logOf(entry, rig.now, initialState())).toBeNull();
  });
});
