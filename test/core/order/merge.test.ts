/** What one update does: results, skips and alarms of `merge`, case by case. */
import { describe, expect, it } from 'vitest';
import {
  type OrderBelief,
  newBelief,
  unattributedOf,
  venueOrderIdOf,
} from '../../../src/core/order/belief.js';
import { merge } from '../../../src/core/order/merge.js';
import type { ClientOrderId, VenueOrderId } from '../../../src/core/order/order.js';
import { ownUpdate } from '../../../src/core/order/update.js';
import { lots, ticks } from '../../../src/core/ground/units.js';
import {
  aBelief,
  aBust,
  anExecution,
  anIdentity,
  anUpdate,
  at,
  fold,
  said,
} from './order-updates.js';

const codes = (result: ReturnType<typeof merge>): readonly string[] =>
  result.skipped.map((skip) => skip.code);

const remainingOf = ({ identity, filled }: OrderBelief): number => identity.quantity - filled;

const trade = (id: string, quantity: number, cumQty: number | null, time: number) =>
  said(cumQty === 10 ? 'filled' : 'partially_filled', cumQty, time, {
    execution: anExecution(id, quantity, { venueTime: at(time) }),
  });

describe('status', () => {
  it('ORD-3: begins as what we did, takes the venue id with the first word of the venue', () => {
    const belief = newBelief(anIdentity());
    expect([belief.status, belief.filled, venueOrderIdOf(belief)]).toEqual([
      'pending_new',
      0,
      null,
    ]);
    const result = merge(belief, anUpdate());
    expect(result.statusChanged).toBe(true);
    expect([result.belief.status, venueOrderIdOf(result.belief)]).toEqual(['accepted', 'v1']);
  });

  it('ORD-3: our own verdict is revoked by any sign of life, even a row of the trade history', () => {
    const failed = fold(aBelief(), [ownUpdate('failed')]);
    expect(failed.status).toBe('failed');
    const row = said(null, null, 2, {
      venueWord: '',
      source: 'poll',
      execution: anExecution('e1', 3),
    });
    const result = merge(failed, row);
    expect([result.belief.status, result.belief.filled]).toEqual(['accepted', 3]);
    expect(result.alarms).toEqual(['fill-after-verdict']);
    expect(merge(result.belief, ownUpdate('failed')).belief).toBe(result.belief);
    expect(codes(merge(result.belief, ownUpdate('failed')))).toEqual(['weaker-status']);
  });

  it('ORD-2: an unknown word has rank 0: a warning, no status, but its quantity counts', () => {
    const result = merge(fold(aBelief(), [said('canceled', 0, 3)]), said(null, 4, 9));
    expect([result.belief.status, result.belief.filled]).toEqual(['canceled', 4]);
    expect(codes(result)).toEqual(['unknown-status']);
    expect(result.alarms).toEqual(['unknown-status', 'fill-after-verdict']);
  });

  it('ORD-3: venue time decides between terminal words, then rank, then source, then the order of names', () => {
    const last = (...updates: Parameters<typeof fold>[1]): string =>
      fold(aBelief(), updates).status;
    expect(last(said('canceled', 0, 5), said('expired', 0, 4))).toBe('canceled');
    expect(last(said('filled', null, 4), said('canceled', 0, 4))).toBe('filled');
    expect(last(said('pending_cancel', 0, 4), said('accepted', 0, 4))).toBe('pending_cancel');
    expect(last(said('expired', 0, 4, { source: 'poll' }), said('canceled', 0, 4))).toBe(
      'canceled',
    );
    expect(last(said('expired', 0, 4), said('canceled', 0, 4))).toBe('expired');
    expect(last(said('canceled', 2, 4), said('expired', 1, 4))).toBe('canceled');
  });

  it('ORD-3: the later word stands though an earlier one has the higher rank: filled by word at 1, expired at 2', () => {
    const filled = said('filled', 4, 1);
    const expired = said('expired', 4, 2);
    for (const told of [
      [filled, expired],
      [expired, filled],
    ])
      expect(fold(aBelief(), told).status).toBe('expired');
  });

  it('ORD-3: poll and reconciliation tie, and still the one belief does not depend on who was first', () => {
    const poll = said('canceled', 0, 4, { source: 'poll' });
    const reconciliation = said('canceled', 0, 4, { source: 'reconciliation' });
    expect(fold(aBelief(), [poll, reconciliation])).toEqual(
      fold(aBelief(), [reconciliation, poll]),
    );
  });

  it('ORD-3: filled whenever filled reaches the quantity, whatever was said last', () => {
    const belief = fold(aBelief(), [
      trade('e1', 4, null, 2),
      said('canceled', 4, 3),
      trade('e2', 6, null, 2),
    ]);
    expect([belief.status, belief.key.status, remainingOf(belief)]).toEqual([
      'filled',
      'canceled',
      0,
    ]);
  });

  it('FIL-2: an unchanged answer changes nothing and skips nothing', () => {
    const belief = fold(aBelief(), [said('partially_filled', 4, 3)]);
    const result = merge(belief, said('partially_filled', 4, 3));
    expect(result).toMatchObject({ change: null, skipped: [], alarms: [], statusChanged: false });
    expect(result.belief).toBe(belief);
  });
});

describe('filled quantity', () => {
  it('ORD-4, F:SUB4, F:STR5: the same execution by stream and by poll is one fill', () => {
    const first = merge(aBelief(), trade('e1', 4, 4, 2));
    expect(first.newFills.map((row) => row.execution.quantity)).toEqual([4]);
    const second = merge(first.belief, trade('e1', 4, 4, 2));
    expect([second.newFills, codes(second)]).toEqual([[], ['known-execution']]);
    expect(second.belief.ledger.quantity).toBe(4);
  });

  it('ORD-7: average and remainder stay exact over many executions', () => {
    const belief = fold(aBelief(), [
      said(null, null, 2, {
        venueWord: '',
        execution: anExecution('e1', 3, { price: ticks(101) }),
      }),
      said(null, null, 2, {
        venueWord: '',
        execution: anExecution('e2', 4, { price: ticks(103) }),
      }),
    ]);
    expect([belief.ledger.notional, belief.ledger.quantity, remainingOf(belief)]).toEqual([
      715n,
      7,
      3,
    ]);
  });

  it('F:incident E: a cumulative is a cumulative; what no execution accounts for is unattributed', () => {
    const belief = fold(aBelief(), [
      trade('e1', 4, 4, 2),
      said('partially_filled', 7, 3, { source: 'poll' }),
    ]);
    expect([belief.filled, belief.ledger.quantity, unattributedOf(belief)]).toEqual([7, 4, 3]);
    const caughtUp = fold(belief, [trade('e2', 3, 7, 3)]);
    expect([caughtUp.filled, unattributedOf(caughtUp)]).toEqual([7, 0]);
  });

  it('F:QRY9: a cumulative that goes down is skipped with its reason', () => {
    const result = merge(
      fold(aBelief(), [said('partially_filled', 4, 3)]),
      said('partially_filled', 2, 4),
    );
    expect([result.belief.filled, codes(result)]).toEqual([4, ['lower-cumulative']]);
  });

  it('ORD-4, F:FIL3: a fill after a terminal status is booked and alarmed', () => {
    const result = merge(fold(aBelief(), [said('canceled', 0, 3)]), trade('e1', 4, 4, 2));
    expect(result).toMatchObject({
      afterVerdict: true,
      alarms: ['fill-after-verdict'],
      statusChanged: false,
    });
    expect([result.belief.status, result.belief.filled]).toEqual(['canceled', 4]);
    // Its rows turning up later are not late: they were counted.
    const known = fold(aBelief(), [said('canceled', 4, 3)]);
    expect(merge(known, trade('e1', 4, 4, 2)).afterVerdict).toBe(false);
  });

  it('F:FIL6: a fee that comes late is added to its execution', () => {
    const bare = fold(aBelief(), [trade('e1', 4, 4, 2)]);
    const fee = { asset: 'BNB', amount: '0.01' };
    const told = said(null, null, 2, {
      venueWord: '',
      execution: anExecution('e1', 4, { fee, venueTime: at(2) }),
    });
    const result = merge(bare, told);
    expect(result.change?.rows[0]?.execution.fee).toEqual(fee);
    expect([result.newFills, result.alarms, result.belief.filled]).toEqual([[], [], 4]);
    expect(merge(result.belief, trade('e1', 4, 4, 2)).belief).toBe(result.belief);
  });

  it('F:FIL6: of two fees told for one execution the same one wins in either order', () => {
    const told = (amount: string) =>
      said(null, null, 2, {
        venueWord: '',
        execution: anExecution('e1', 4, { fee: { asset: 'BNB', amount } }),
      });
    const [a, b] = [told('0.01'), told('0.02')];
    expect(fold(aBelief(), [a, b])).toEqual(fold(aBelief(), [b, a]));
  });

  it('ORD-4: one execution told with two sizes is an alarm, and counts once, at the larger', () => {
    const result = merge(fold(aBelief(), [trade('e1', 4, 4, 2)]), trade('e1', 5, 5, 2));
    expect([result.belief.ledger.quantity, result.alarms]).toEqual([5, ['execution-conflict']]);
  });

  it('ORD-4: more executions than the order is large are booked and alarmed, never dropped', () => {
    const result = merge(fold(aBelief(), [trade('e1', 8, null, 2)]), trade('e2', 7, null, 3));
    expect([result.belief.filled, remainingOf(result.belief)]).toEqual([15, -5]);
    expect(result.alarms).toEqual(['overfill']);
  });

  it('S3: a second venue order under our id is an alarm', () => {
    const result = merge(
      fold(aBelief(), [anUpdate()]),
      anUpdate({ venueOrderId: 'v0' as VenueOrderId, cumQty: lots(3) }),
    );
    expect(result.belief.venueOrderIds).toEqual(['v0', 'v1']);
    expect(result.alarms).toEqual(['second-venue-order']);
  });
});

describe('busts', () => {
  it('F:FIL5: a bust is a signed row and lowers what was credited before it', () => {
    const filled = fold(aBelief(), [trade('e1', 4, 4, 2), trade('e2', 6, 10, 3)]);
    expect(filled.status).toBe('filled');
    const result = merge(filled, aBust('b1', 'e2', { quantity: 6, time: 5, cumQty: 4 }));
    expect([result.belief.filled, result.belief.busted, result.alarms]).toEqual([4, 6, ['bust']]);
    expect(result.newFills.map((row) => row.execution.quantity)).toEqual([-6]);
  });

  it('F:FIL5: a stale answer from before the bust does not bring the quantity back, one from after it does', () => {
    const busted = fold(aBelief(), [
      said('partially_filled', 8, 3),
      aBust('b1', 'e1', { quantity: 3, time: 5, cumQty: null }),
    ]);
    expect(busted.filled).toBe(5);
    expect(fold(busted, [said('partially_filled', 8, 4)]).filled).toBe(5);
    expect(fold(busted, [said('partially_filled', 8, null)]).filled).toBe(5);
    expect(fold(busted, [said('partially_filled', 8, 6)]).filled).toBe(8);
  });

  it('F:FIL5: the cumulative that a bust itself reports is after the bust', () => {
    const before = fold(aBelief(), [said('partially_filled', 8, 3)]);
    expect(fold(before, [aBust('b1', 'e1', { quantity: 3, time: 5, cumQty: 6 })]).filled).toBe(6);
  });

  it('F:FIL5: an older, larger cumulative is kept while a later bust may make it the larger one again', () => {
    const belief = fold(aBelief(), [
      said('partially_filled', 5, 6),
      said('partially_filled', 9, 3),
    ]);
    expect(belief.credited.map((stated) => stated.cumQty)).toEqual([5, 9]);
    expect(fold(belief, [aBust('b1', 'e1', { quantity: 6, time: 4, cumQty: null })]).filled).toBe(
      5,
    );
  });

  it('F:FIL5: a bust told before its fill leaves nothing below zero', () => {
    const bust = aBust('b1', 'e1', { quantity: 4, time: 5, cumQty: null });
    const early = fold(aBelief(), [bust]);
    expect([early.filled, early.ledger.quantity]).toEqual([0, -4]);
    expect(fold(early, [trade('e1', 4, null, 2)]).filled).toBe(0);
  });

  it('F:FIL5: a bust may carry the id of the execution it undoes', () => {
    const belief = fold(aBelief(), [
      trade('e1', 4, null, 2),
      aBust('e1', 'e1', { quantity: 4, time: 5, cumQty: null }),
    ]);
    expect([belief.filled, belief.ledger.count]).toEqual([0, 2]);
  });
});

describe('reports that are not credited', () => {
  it.each([
    ['symbol', anUpdate({ symbol: 'ETHUSDT' })],
    ['side', anUpdate({ side: 'sell' })],
    ['another client id (F:SUB12)', anUpdate({ clientOrderId: 'c2' as ClientOrderId })],
    ['no id at all', anUpdate({ clientOrderId: null, venueOrderId: null })],
    ['cumulative above the quantity', said('filled', 11, 2)],
    ['cumulative below zero', said('accepted', -1, 2)],
    ['cumulative that is no number', anUpdate({ cumQty: Number.NaN as never })],
    ['a fill of nothing', anUpdate({ execution: anExecution('e1', 0) })],
    ['a fill below zero that is no bust', anUpdate({ execution: anExecution('e1', -2) })],
    ['a fill above the quantity', anUpdate({ execution: anExecution('e1', 11) })],
    [
      'a fill without a price (F:MD8)',
      anUpdate({ execution: anExecution('e1', 2, { price: Number.NaN as never }) }),
    ],
  ])('ORD-3: mismatched: %s', (_, update) => {
    const belief = aBelief();
    const result = merge(belief, update);
    expect(result.belief).toBe(belief);
    expect(result).toMatchObject({ mismatched: true, change: null, alarms: ['mismatched-report'] });
    expect(codes(result)).toEqual(['mismatched-report']);
  });

  it('ORD-3: an adopted order is known by its venue id', () => {
    const adopted = aBelief({ venueOrderId: 'v1' as VenueOrderId });
    const update = anUpdate({ clientOrderId: null, cumQty: lots(3) });
    expect(merge(adopted, update).belief.filled).toBe(3);
    expect(
      merge(adopted, anUpdate({ clientOrderId: null, venueOrderId: 'v2' as VenueOrderId }))
        .mismatched,
    ).toBe(true);
  });
});
