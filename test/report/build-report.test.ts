/** What a report says of journals that are not the happy one: nulls, retries, refusals, busts, stops, late fees. */
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/core/state/entry.js';
import type { ExecId } from '../../src/core/order/order.js';
import { lots, ticks } from '../../src/core/ground/units.js';
import type { FinishedRun } from '../../src/report/projection/finished-run.js';
import { WAKE, asked, reportOf } from './support/asked-order.js';
import {
  HandMadeJournal,
  at,
  childId,
  executionOf,
  parentId,
  span,
  termsOf,
} from './support/hand-made-journal.js';

const firstSlice = (
  journal: HandMadeJournal,
  quote: readonly [number, number] | null = [9_999, 10_001],
) =>
  journal.sent(0, 'a0', {
    parent: 'a',
    slice: 0,
    terms: { quantity: lots(100) },
    quote,
    overdueMs: 0,
  });

const parentOf = (journal: HandMadeJournal, given: Partial<FinishedRun> = {}) =>
  reportOf(journal, given).parents[0]!;

const intent = (attempt: number): Entry => ({
  kind: 'submit-intent',
  clientOrderId: childId('a0'),
  command: {
    kind: 'submit',
    clientOrderId: childId('a0'),
    parentId: parentId('a'),
    attempt,
    terms: termsOf({ quantity: lots(100) }),
    validUntil: null,
  },
  quoteAliveAt: null,
  deadline: at(30_000),
  nextAt: at(30_000),
});

const withdrawn = (attempt: number): Entry => ({
  kind: 'intent-withdrawn',
  clientOrderId: childId('a0'),
  attempt,
  reason: 'connection-refused',
  veto: null,
  retryAt: at(2_000),
});

describe('build report', () => {
  it('measures nothing where there is nothing to measure with', () => {
    const report = reportOf(firstSlice(asked()));
    const parent = report.parents[0]!;
    expect(parent).toMatchObject({
      endMicros: null,
      elapsedMs: null,
      averagePrice: null,
      finalMid: null,
      finalMidSource: null,
      shortfallBps: null,
      twap: null,
      vwap: null,
      vsTwapBps: null,
      vsVwapBps: null,
      slippageBps: null,
      participationShare: null,
      makerShare: null,
    });
    expect(parent.cost).toEqual({
      delayBps: 0,
      triggerBps: 0,
      spreadBps: 0,
      impactBps: 0,
      timingBps: 0,
      feesBps: 0,
      opportunityBps: null,
    });
    expect(report.detection).toMatchObject({
      orders: 1,
      fillable: null,
      detected: null,
      timeouts: 0,
    });
    expect(new Set(Object.values(report.truth))).toEqual(new Set([null]));
    expect(report.invariants).toEqual({ checks: null, violations: null });
    expect(report.performance).toMatchObject({
      marketEvents: null,
      wallMs: null,
      marketEventsPerSecond: null,
    });
  });

  it('has no cost without an arrival price, and says why', () => {
    const journal = new HandMadeJournal()
      .received(0, 'a', { request: { quantity: lots(100) }, plan: {}, arrivalMidTwice: null })
      .sent(0, 'a0', {
        parent: 'a',
        slice: 0,
        terms: { quantity: lots(100) },
        quote: [9_999, 10_001],
      })
      .filled(5, 'a0', { parent: 'a', id: 'e', price: 10_001, quantity: 100 });
    const parent = parentOf(journal);
    expect(parent).toMatchObject({ shortfallBps: null, arrivalPrice: null, slippageBps: 1 });
    expect(parent.warnings.map(({ code }) => code)).toEqual(['no-arrival-price']);
  });

  it('takes the final mid from the last quote the engine read where there is no true market', () => {
    const quote = {
      bid: ticks(10_009),
      bidQuantity: lots(1),
      ask: ticks(10_011),
      askQuantity: lots(1),
      venueTime: at(9_000),
      deliveredAt: at(9_000),
    };
    const journal = firstSlice(asked())
      .step(10_000, {
        ...WAKE,
        quotes: [{ symbol: 'BTCUSDT', quote, aliveAt: at(9_000) }],
      })
      .step(
        10_001,
        WAKE,
        {
          kind: 'parent-stopped',
          parentId: parentId('a'),
          code: 'PRICE_DEVIATION',
          measured: '101',
          limit: '100',
        },
        { kind: 'slices-canceled', parentId: parentId('a'), from: 1, count: 1, reason: 'stopped' },
      )
      .ended(10_002, 'a0', { parent: 'a', status: 'canceled' })
      .closed(10_002, 'a', 'stopped_early', { filled: 0, unfilled: 200 });
    const parent = parentOf(journal);
    // 0.1 above the arrival mid on all of 0.2: 0.02 of 20.
    expect(parent).toMatchObject({
      finalMid: '100.1',
      finalMidSource: 'engine',
      shortfallBps: 10,
      shortfallQuote: '0.02',
      stoppedEarly: true,
      stop: { code: 'PRICE_DEVIATION', measured: '101', limit: '100', atMicros: at(10_001) },
      elapsedMs: 10_002,
    });
    expect(parent.slices).toMatchObject({ planned: 2, sent: 1, canceled: 2, open: 0 });
  });

  it('counts a submit as sent only once it was not proven unsent', () => {
    const refused = firstSlice(asked()).step(1, WAKE, withdrawn(1));
    expect(parentOf(refused).children[0]).toMatchObject({
      sentAtMicros: null,
      status: 'submitted',
    });
    expect(reportOf(refused).detection.orders).toBe(0);
    const twice = firstSlice(asked())
      .step(1, WAKE, withdrawn(1))
      .step(2_000, WAKE, intent(2))
      .step(2_001, WAKE, withdrawn(2));
    expect(parentOf(twice).children[0]?.sentAtMicros).toBeNull();
    const again = refused
      .step(2_000, WAKE, intent(2))
      .step(2_500, WAKE, intent(3))
      .step(2_600, WAKE, withdrawn(3));
    expect(parentOf(again).children[0]?.sentAtMicros).toBe(at(2_000));
  });

  it('F:SUB2 keeps an unanswered submit unconfirmed', () => {
    const journal = firstSlice(asked()).step(5_000, WAKE, {
      kind: 'outcome-unknown',
      clientOrderId: childId('a0'),
      effect: 'submit',
      shape: 'timeout',
      nextAt: at(6_000),
    });
    expect(parentOf(journal).children[0]?.status).toBe('submitted_unconfirmed');
    expect(parentOf(journal).slices).toMatchObject({ sent: 1, open: 2 });
  });

  it('SCH-2: shows a slice that was never sent with its status and reason', () => {
    const journal = asked().step(
      0,
      WAKE,
      {
        kind: 'slice-due',
        parentId: parentId('a'),
        slice: 0,
        childKind: 'slice',
        overdueMicros: span(1),
      },
      {
        kind: 'slice-ended',
        parentId: parentId('a'),
        slice: 0,
        childKind: 'slice',
        clientOrderId: childId('a0'),
        terms: termsOf({ quantity: lots(100) }),
        reason: 'kill-switch',
      },
      firstSlice(asked()).updateOf('a0', 'a', 'blocked_kill_switch'),
    );
    const parent = parentOf(journal);
    expect(parent.children[0]).toMatchObject({
      status: 'blocked_kill_switch',
      reason: 'kill-switch',
      sentAtMicros: null,
      scheduledAtMicros: at(0) - 1_000,
      doneAtMicros: at(0),
      participationShare: null,
    });
    expect(parent.slices).toMatchObject({ planned: 2, sent: 0, blocked: 1, open: 1 });
  });

  it('FIL-13: a fee that comes late counts once; one that never comes leaves fees and shortfall unknown', () => {
    const open = firstSlice(asked()).filled(5, 'a0', {
      parent: 'a',
      id: 'e',
      price: 10_001,
      quantity: 100,
      fee: null,
    });
    expect(parentOf(open)).toMatchObject({ feesQuote: null, shortfallBps: null });
    expect(parentOf(open).warnings.map(({ code }) => code)).toContain('fees-unknown');
    const amended = open.step(9, WAKE, {
      kind: 'fill-amended',
      clientOrderId: childId('a0'),
      parentId: parentId('a'),
      venueOrderId: null,
      row: { execution: executionOf({ id: 'e', price: 10_001, quantity: 100 }), bustOf: null },
      feeQuote: '0.5',
      feeEstimated: true,
      source: 'poll',
    });
    expect(parentOf(amended)).toMatchObject({
      feesQuote: '0.5',
      feesEstimated: true,
      averagePrice: '100.01',
    });
    expect(reportOf(amended).performance.fills).toBe(1);
  });

  it('F:FIL5 a bust takes its fill out of price, fees and cost', () => {
    const bust = executionOf({ id: 'e-bust', price: 10_001, quantity: -100 });
    const head = firstSlice(asked()).updateOf('a0', 'a', 'accepted');
    const nothingFilled = head as Extract<Entry, { kind: 'order-updated' }>;
    const journal = firstSlice(asked())
      .filled(5, 'a0', { parent: 'a', id: 'e', price: 10_001, quantity: 100, fee: '0.5' })
      .step(9, WAKE, nothingFilled, {
        kind: 'fill-booked',
        clientOrderId: childId('a0'),
        parentId: parentId('a'),
        venueOrderId: null,
        row: { execution: bust, bustOf: 'e' as ExecId },
        feeQuote: '-0.5',
        feeEstimated: false,
        source: 'stream',
      });
    expect(parentOf(journal)).toMatchObject({
      feesQuote: '0',
      averagePrice: null,
      makerShare: null,
    });
    expect(parentOf(journal).cost).toMatchObject({ spreadBps: 0, impactBps: 0, feesBps: 0 });
  });

  it('does not price what only a total accounts for', () => {
    const journal = firstSlice(asked()).filled(5, 'a0', {
      parent: 'a',
      id: 'e',
      price: 10_001,
      quantity: 40,
    });
    const head = journal.updateOf('a0', 'a', 'filled') as Extract<Entry, { kind: 'order-updated' }>;
    const parent = parentOf(
      journal.step(9, WAKE, { ...head, head: { ...head.head, filled: lots(100) } }),
    );
    expect(parent).toMatchObject({
      filledQuantity: '0.1',
      averagePrice: null,
      shortfallBps: null,
      slippageBps: null,
    });
    expect(parent.warnings.map(({ code }) => code)).toContain('unattributed-fills');
  });

  it.each([
    ['market', { type: 'market', timeInForce: 'day' }, 9_999, 1],
    ['ioc limit', { type: 'limit', timeInForce: 'ioc', limitPrice: ticks(10_001) }, 9_999, 1],
    [
      'post-only',
      { type: 'limit', timeInForce: 'gtc', limitPrice: ticks(10_001), postOnly: true },
      10_001,
      -1,
    ],
    [
      'limit above the mid',
      { type: 'limit', timeInForce: 'gtc', limitPrice: ticks(10_001) },
      10_001,
      1,
    ],
    [
      'limit below the mid',
      { type: 'limit', timeInForce: 'gtc', limitPrice: ticks(9_999) },
      9_999,
      -1,
    ],
  ] as const)(
    'guesses the side of the spread where the venue does not say: %s',
    (_, terms, price, sign) => {
      const journal = asked({ quantity: lots(100) })
        .sent(0, 'a0', {
          parent: 'a',
          slice: 0,
          terms: { quantity: lots(100), ...terms },
          quote: [9_999, 10_001],
        })
        .filled(5, 'a0', { parent: 'a', id: 'e', price, quantity: 100, liquidity: null });
      expect(parentOf(journal).cost.spreadBps).toBe(sign);
      expect(parentOf(journal)).toMatchObject({ makerShare: null, takerShare: null });
    },
  );
});
