/** REC-2: an order that comes while the gate is shut, by what the venue says of the position and of what is open. */
import { describe, expect, it } from 'vitest';
import { type Lots, lots } from '../../../src/core/ground/units.js';
import type { OrderSnapshot } from '../../../src/core/order/execution-report.js';
import type { ClientOrderId, VenueOrderId } from '../../../src/core/order/order.js';
import { EngineRig, FAILED_READ } from '../../support/engine-rig.js';
import { INSTRUMENT, inSeconds } from '../../support/simulation-plan.js';

const ONE = { algo: 'direct', quantity: '0.1', slices: null, duration: null } as const;
const { symbol } = INSTRUMENT;

/** Its gate stays shut: nobody answers for the order that was under way, on the side that nobody here asks about. */
function gated(side: 'buy' | 'sell' = 'buy'): EngineRig {
  const rig = new EngineRig().order({ ...ONE, side });
  const next = new EngineRig({ after: { rig, down: inSeconds(5) } });
  next.flush();
  return next;
}

const open = (rig: EngineRig, more: Partial<OrderSnapshot>): OrderSnapshot => ({
  ...rig.snapshot('other' as ClientOrderId),
  venueOrderId: 'v9' as VenueOrderId,
  ...more,
});

/** Asks for `quantity`; the venue lists these orders, and then says what is held. */
function asked(
  rig: EngineRig,
  order: { readonly side: 'buy' | 'sell'; readonly quantity: string; readonly key?: string },
  {
    listed = [],
    held,
  }: { readonly listed?: readonly OrderSnapshot[]; readonly held: number | null },
): void {
  const { side, quantity, key = `${side} ${quantity}` } = order;
  rig.order({ ...ONE, side, quantity, idempotencyKey: key });
  rig.answer(rig.pendingOf('read-open-orders').at(-1)!, {
    kind: 'open-orders',
    orders: listed,
    nextCursor: null,
  });
  if (held !== null) says(rig, held);
}

function says(rig: EngineRig, held: number): void {
  const positions = held === 0 ? [] : [{ symbol, quantity: held as Lots }];
  rig.answer('read-positions', { kind: 'positions', positions });
  rig.flush();
}

const sent = (rig: EngineRig): readonly string[] =>
  rig.pendingOf('submit').map(({ terms }) => `${terms.side} ${terms.quantity}`);
const refusals = (rig: EngineRig): readonly string[] =>
  rig.entries('order-refused').map(({ code, problems }) => `${code}: ${problems[0]?.text}`);

describe('an order while the gate is shut', () => {
  it('REC-2: goes where it makes the position smaller, long or short, and by no more than that is', () => {
    const rig = gated();
    asked(rig, { side: 'sell', quantity: '0.05' }, { held: 50 });
    expect(sent(rig)).toEqual(['sell 50']);
    expect(rig.state.gate?.state).toBe('shut');
    const short = gated('sell');
    asked(short, { side: 'buy', quantity: '0.05' }, { held: -50 });
    expect(sent(short)).toEqual(['buy 50']);
    asked(short, { side: 'buy', quantity: '0.051', key: 'more' }, { held: -50 });
    expect(sent(short)).toEqual(['buy 50']);
    expect(refusals(short).at(-1)).toContain('gate-closed: reconciling, and not known to reduce');
  });

  it.each([
    ['nothing is held', { side: 'sell', quantity: '0.01' }, 0, 'no position to reduce'],
    ['it makes a long position larger', { side: 'buy', quantity: '0.01' }, 50, 'larger'],
    ['it makes a short position larger', { side: 'sell', quantity: '0.01' }, -50, 'larger'],
    ['it turns the sign', { side: 'sell', quantity: '0.06' }, 50, 'only 0.05 may be reduced'],
  ] as const)('REC-2: does not go where %s', (_, order, held, words) => {
    const rig = gated();
    asked(rig, order, { held });
    expect(sent(rig)).toEqual([]);
    expect(refusals(rig).at(-1)).toContain(words);
    expect(rig.parents()).toHaveLength(1);
  });

  it('REC-2: what others have open on its side counts, on the other side or of another symbol not', () => {
    const rig = gated();
    const theirs = open(rig, { side: 'sell', quantity: lots(30), cumQty: lots(10) });
    asked(rig, { side: 'sell', quantity: '0.031' }, { listed: [theirs], held: 50 });
    expect(refusals(rig).at(-1)).toContain('only 0.03 may be reduced: 0.02 is at work');
    const free = gated();
    const elsewhere = [
      open(free, { side: 'buy', quantity: lots(30) }),
      open(free, { side: 'sell', quantity: lots(30), symbol: 'ETHUSDT' }),
    ];
    asked(free, { side: 'sell', quantity: '0.05' }, { listed: elsewhere, held: 50 });
    expect(sent(free)).toEqual(['sell 50']);
  });

  it('REC-2 S12: two at once count for each other, also one that has filled since the list was asked for', () => {
    const rig = gated();
    asked(rig, { side: 'sell', quantity: '0.03', key: 'a' }, { held: 50 });
    rig.order({ ...ONE, side: 'sell', quantity: '0.03', idempotencyKey: 'b' });
    rig.accept(rig.pendingOf('submit').at(-1));
    rig.trade(30, 30, 1);
    // A position from before that fill.
    rig.answer(rig.pendingOf('read-open-orders').at(-1)!, {
      kind: 'open-orders',
      orders: [],
      nextCursor: null,
    });
    says(rig, 50);
    expect(refusals(rig).at(-1)).toContain('only 0.02 may be reduced');
    asked(rig, { side: 'sell', quantity: '0.02', key: 'c' }, { held: 20 });
    expect(sent(rig).at(-1)).toBe('sell 20');
  });

  it('REC-2 S12: one that was let through and has not left yet counts in full, and one that fills meanwhile as it was', () => {
    const rig = gated();
    const ask = (key: string): void => {
      rig.order({ ...ONE, side: 'sell', quantity: '0.03', idempotencyKey: key });
      const orders = { kind: 'open-orders', orders: [], nextCursor: null } as const;
      rig.answer(rig.pendingOf('read-open-orders').at(-1)!, orders);
    };
    ask('a');
    ask('b');
    const [first, second] = rig.pendingOf('read-positions');
    const held = { kind: 'positions', positions: [{ symbol, quantity: 50 as Lots }] } as const;
    rig.answer(first!, held);
    rig.answer(second!, held);
    expect(refusals(rig).at(-1)).toContain('only 0.02 may be reduced: 0.03 is at work');
    rig.flush();
    rig.accept(rig.pendingOf('submit').at(-1));
    ask('c');
    rig.trade(10, 10, 1);
    // Before that fill the venue held 50, too.
    rig.answer('read-positions', held);
    expect(refusals(rig)).toHaveLength(2);
    expect(refusals(rig).at(-1)).toContain('0.03 is at work');
  });

  it('REC-2 L10: a list that goes on and on is not read for ever', () => {
    const rig = gated();
    rig.order({ ...ONE, side: 'sell', quantity: '0.05', idempotencyKey: 'a' });
    for (let page = 1; page <= 20; page += 1)
      rig.answer(rig.pendingOf('read-open-orders').at(-1)!, {
        kind: 'open-orders',
        orders: [],
        nextCursor: `p${page}`,
      });
    expect(refusals(rig).at(-1)).toContain('could not be read to its end');
  });

  it('REC-2: what is unknown of our own counts in full', () => {
    const rig = gated('sell');
    asked(rig, { side: 'sell', quantity: '0.02' }, { held: 110 });
    expect(refusals(rig).at(-1)).toContain('only 0.01 may be reduced: 0.1 is at work');
  });

  it('REC-2: a question that fails, or a list without an end, refuses it', () => {
    const rig = gated();
    rig.order({ ...ONE, side: 'sell', idempotencyKey: 'a' });
    rig.answer(rig.pendingOf('read-open-orders').at(-1)!, FAILED_READ);
    expect(refusals(rig).at(-1)).toContain('could not be read');
    asked(rig, { side: 'sell', quantity: '0.01', key: 'b' }, { held: null });
    rig.answer('read-positions', FAILED_READ);
    expect(refusals(rig).at(-1)).toContain('could not be read');
    expect(sent(rig)).toEqual([]);
  });

  it('REC-2: is asked for page by page; a TWAP is not looked at', () => {
    const rig = gated();
    rig.order({ ...ONE, side: 'sell', quantity: '0.05', idempotencyKey: 'a' });
    const page = [open(rig, { side: 'sell', quantity: lots(20) })];
    const first = rig.pendingOf('read-open-orders').at(-1)!;
    rig.answer(first, { kind: 'open-orders', orders: page, nextCursor: 'p2' });
    const second = rig.pendingOf('read-open-orders').at(-1)!;
    expect(second.cursor).toBe('p2');
    rig.answer(second, { kind: 'open-orders', orders: page, nextCursor: null });
    says(rig, 70);
    expect(sent(rig)).toEqual(['sell 50']);
    rig.order({ side: 'sell', slices: 2, duration: inSeconds(20), idempotencyKey: 'twap' });
    expect(refusals(rig).at(-1)).toContain('gate-closed');
  });
});

describe('an operator who opens the gate', () => {
  it('REC-3: needs the role for it and is journaled; each order carries a warning until all is cleared up', () => {
    const rig = gated();
    const force = { kind: 'operator', command: { do: 'force-complete' }, operator: 'ann' } as const;
    rig.take({ ...force, role: 'operator', reason: 'no time' });
    expect(rig.entries('operator-refused').at(-1)?.text).toBe(
      'ann: force-complete takes the role admin, not operator',
    );
    rig.take({ ...force, role: 'admin', reason: 'no time' });
    expect(rig.entries('gate-forced')).toMatchObject([{ operator: 'ann', reason: 'no time' }]);
    expect(rig.alerts()).toContain('reconciliation-forced raised');
    rig.order({ ...ONE, idempotencyKey: 'warned' });
    expect(rig.parents().at(-1)!.warnings).toMatchObject([{ code: 'reconciliation-forced' }]);
    expect(rig.pendingOf('submit')).toHaveLength(1);
    rig.answer(rig.pendingOf('read-open-orders').at(-1)!, {
      kind: 'open-orders',
      orders: [],
      nextCursor: null,
    });
    rig.answer('read-history', { kind: 'history', orders: [], nextCursor: null });
    const { clientOrderId } = rig.child();
    const look = rig.pendingOf('read-order').find((read) => read.clientOrderId === clientOrderId);
    rig.answer(look!, { kind: 'order', order: rig.snapshot(clientOrderId) });
    rig.answer('read-positions', { kind: 'positions', positions: [] });
    expect(rig.state.gate?.state).toBe('open');
    expect(rig.alerts()).toContain('reconciliation-forced cleared');
    rig.order({ ...ONE, idempotencyKey: 'free' });
    expect(rig.parents().at(-1)!.warnings).toEqual([]);
    rig.take({ ...force, reason: 'again' });
    expect(rig.entries('operator-refused').at(-1)?.text).toBe('the gate is not shut');
  });
});
