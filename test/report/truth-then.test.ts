/** What was true at the venue beside what the engine decided: said where the two differ, and nowhere else. */
import { describe, expect, it } from 'vitest';
import { lots } from '../../src/core/ground/units.js';
import type { TruthEntry } from '../../src/core/order/truth.js';
import type { OrderStatus } from '../../src/core/order/status.js';
import type { Entry } from '../../src/core/state/entry.js';
import { TruthThen, decidedOrder } from '../../src/report/telling/truth-then.js';
import { Words } from '../../src/report/telling/words.js';
import { at, childId, runOf } from './support/hand-made-journal.js';
import { asked } from './support/asked-order.js';

const id = childId('a0');
const words = new Words(
  runOf(
    asked().sent(0, 'a0', { parent: 'a', slice: 0, terms: { quantity: lots(100) }, quote: null }),
    {
      endMs: 1,
    },
  ),
);

const entry = (kind: TruthEntry['kind'], ms: number, more: object = {}): TruthEntry =>
  ({ kind, at: at(ms), clientOrderId: id, seq: 0, ...more }) as unknown as TruthEntry;

const VENUE = [
  entry('accepted', 10),
  entry('executed', 20, { cumQty: lots(40), leaves: lots(60) }),
  entry('cancel-rejected', 25),
  entry('executed', 30, { cumQty: lots(100), leaves: lots(0) }),
];

const updated = (status: OrderStatus, filled = 0): Entry =>
  ({
    kind: 'order-updated',
    clientOrderId: id,
    source: 'ours',
    head: { status, filled: lots(filled) },
  }) as unknown as Entry;

/** What is said at a time, by one who believes that. */
function told(
  status: OrderStatus,
  filled: number,
  ms: number,
  venue: readonly TruthEntry[] | null = VENUE,
): string {
  const truth = new TruthThen(venue, words);
  truth.believe(updated(status, filled));
  truth.reach(at(ms));
  return truth.besides(id);
}

describe('what was true then', () => {
  it('F:SUB4: is what the order came to, not that the same request was refused a second time', () => {
    const again = [...VENUE, entry('rejected', 40, { code: 'client-order-id-taken' })];
    expect(told('submitted', 0, 50, again)).toBe(told('submitted', 0, 35));
    expect(told('submitted', 0, 50, again)).toContain('filled, ');
  });

  it('is nothing where the engine believed it', () => {
    expect([
      told('submitted', 0, 5),
      told('accepted', 0, 15),
      told('partially_filled', 40, 25),
      told('filled', 100, 30),
      told('failed', 0, 5),
    ]).toEqual(['', '', '', '', '']);
  });

  it('is another quantity, another end, or an order that is not there', () => {
    expect(told('accepted', 0, 20)).toBe('at the venue: open, 0.04 filled');
    expect(told('canceled', 40, 20)).toBe('at the venue: open, 0.04 filled');
    expect(told('partially_filled', 40, 30)).toBe('at the venue: filled, 0.1 filled');
    expect(told('accepted', 0, 5)).toBe('the venue has no such order');
    const ended = [...VENUE.slice(0, 2), entry('canceled', 28, { cumQty: lots(40) })];
    expect(told('partially_filled', 40, 28, ended)).toBe('at the venue: canceled, 0.04 filled');
  });

  it('is said of what the engine does not know, whatever it is', () => {
    expect(told('submitted_unconfirmed', 0, 15)).toBe('at the venue: open, 0 filled');
    expect(told('submitted_unconfirmed', 0, 5)).toBe('the venue has no such order');
  });

  it('is nothing where nobody knows it, and of an order that was never sent', () => {
    expect(told('submitted_unconfirmed', 0, 15, null)).toBe('');
    expect(new TruthThen(VENUE, words).besides(id)).toBe('');
  });

  it('stands beside decisions, not beside news', () => {
    const child = { kind: 'child', clientOrderId: id };
    const of = (one: object): unknown => decidedOrder({ clientOrderId: id, ...one } as never);
    expect([
      of({ kind: 'cancel-intent' }),
      of({ kind: 'read-failed' }),
      decidedOrder(updated('canceled')),
      decidedOrder({ kind: 'read-requested', owner: child } as never),
    ]).toEqual([id, id, id, id]);
    expect([
      of({ kind: 'fill-booked' }),
      of({ kind: 'order-updated', source: 'stream' }),
      decidedOrder({ kind: 'read-requested', owner: { kind: 'account' } } as never),
      decidedOrder({ kind: 'feed', status: 'up' }),
    ]).toEqual([null, null, null, null]);
  });
});
