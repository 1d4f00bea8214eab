/** The table of order statuses against the text of ORD-2 and ORD-3. */
import { describe, expect, it } from 'vitest';
import {
  type OrderStatus,
  STATUS_TABLE,
  isOrderStatus,
  isTerminal,
  orderOfStatus,
  rankOf,
  setterOf,
  statusClassOf,
} from '../../../src/core/order/status.js';

const named = (rank: number): readonly string[] =>
  STATUS_TABLE.filter((row) => row.rank === rank).map((row) => row.status);

describe('order statuses', () => {
  it('ORD-2: the table gives each status its rank', () => {
    expect(named(1)).toEqual(['pending_new', 'dry_run']);
    expect(named(2)).toEqual(['submitted', 'submitted_unconfirmed', 'accepted']);
    expect(named(3)).toEqual([
      'pending_cancel',
      'pending_replace',
      'calculated',
      'stopped',
      'suspended',
      'partially_filled',
      'done_for_day',
    ]);
    expect(named(4)).toEqual([
      'canceled',
      'expired',
      'failed',
      'rejected',
      'replaced',
      'blocked_kill_switch',
      'blocked_circuit_breaker',
      'blocked_quarantine',
      'blocked_limit',
      'skipped',
    ]);
    expect(named(5)).toEqual(['filled']);
  });

  it('ORD-2: exactly ranks 4 and 5 are terminal; done_for_day is not, rejected and replaced are', () => {
    for (const row of STATUS_TABLE) expect(isTerminal(row.status)).toBe(rankOf(row.status) >= 4);
    expect([isTerminal('done_for_day'), isTerminal('rejected'), isTerminal('replaced')]).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('ORD-2: who sets what', () => {
    const ours = STATUS_TABLE.filter((row) => setterOf(row.status) === 'ours').map(
      (row) => row.status,
    );
    expect(ours).toEqual([
      'pending_new',
      'dry_run',
      'submitted',
      'submitted_unconfirmed',
      'failed',
      'blocked_kill_switch',
      'blocked_circuit_breaker',
      'blocked_quarantine',
      'blocked_limit',
      'skipped',
    ]);
  });

  it('ORD-3: classes: ours without a verdict, our verdict, venue non-terminal, venue terminal', () => {
    const classes = (status: OrderStatus) => [
      statusClassOf(status, false),
      statusClassOf(status, true),
    ];
    expect(classes('submitted')).toEqual([0, 0]);
    expect(classes('failed')).toEqual([1, 1]);
    expect(classes('accepted')).toEqual([0, 2]);
    expect(classes('canceled')).toEqual([1, 3]);
    expect(classes('filled')).toEqual([1, 3]);
  });

  it('ORD-3: the fixed order of names is the order of the table', () => {
    expect(STATUS_TABLE.map((row) => orderOfStatus(row.status))).toEqual(
      STATUS_TABLE.map((_, index) => index),
    );
  });

  it('ORD-2: text from outside is narrowed; an unknown status is our bug', () => {
    expect([
      isOrderStatus('filled'),
      isOrderStatus('FILLED'),
      isOrderStatus('constructor'),
    ]).toEqual([true, false, false]);
    expect(() => rankOf('new' as OrderStatus)).toThrow('no such order status: new');
  });
});
