/**
 * Two domains of updates of one order for the join laws: a wide one, in which every kind of update meets every other
 * at equal, earlier, later and unknown times, and a core of 24 that holds each of the known troublemakers.
 */
import type { ExecId, ClientOrderId, VenueOrderId } from '../../../src/core/order/order.js';
import { STATUS_TABLE } from '../../../src/core/order/status.js';
import { type OrderUpdate, type VenueSource, ownUpdate } from '../../../src/core/order/update.js';
import { ticks } from '../../../src/core/ground/units.js';
import { aBust, anExecution, anUpdate, at, said } from './order-updates.js';

const SOURCES: readonly VenueSource[] = ['manual', 'poll', 'reconciliation', 'stream'];

const filledBy = (id: string, quantity: number, time: number, cumQty: number | null): OrderUpdate =>
  said(cumQty === 10 ? 'filled' : 'partially_filled', cumQty, time, {
    execution: anExecution(id, quantity, { venueTime: at(time) }),
  });

export const CORE_UPDATES: readonly OrderUpdate[] = [
  ownUpdate('submitted_unconfirmed'),
  ownUpdate('failed'),
  ownUpdate('canceled'),
  said('accepted', 0, 2),
  said('accepted', 0, null, { source: 'poll' }),
  said('partially_filled', 4, 3),
  said('partially_filled', 4, 3, { source: 'poll' }),
  said('partially_filled', 4, 3, { source: 'reconciliation' }),
  said('canceled', 0, 4),
  said('canceled', 4, 4, { source: 'poll' }),
  said('expired', 3, 5),
  said('rejected', null, 2),
  said('filled', 10, 4),
  said('filled', null, null, { source: 'poll' }),
  said(null, 6, 5),
  said('partially_filled', 7, null, { source: 'poll' }),
  filledBy('e1', 4, 3, 4),
  filledBy('e2', 6, 4, 10),
  said(null, null, 3, {
    source: 'poll',
    venueWord: '',
    execution: anExecution('e1', 4, { venueTime: at(3), fee: { asset: 'BNB', amount: '0.1' } }),
  }),
  filledBy('e1', 5, 3, 5),
  aBust('b1', 'e1', { quantity: 4, time: 5, cumQty: 6 }),
  aBust('b2', 'e2', { quantity: 2, time: 4, cumQty: null }),
  said('accepted', 0, 9, { venueOrderId: 'v2' as VenueOrderId }),
  said('filled', 10, 9, { symbol: 'ETHUSDT' }),
];

function wideUpdates(): readonly OrderUpdate[] {
  const updates: OrderUpdate[] = [...CORE_UPDATES];
  for (const { status } of STATUS_TABLE) updates.push(ownUpdate(status));
  for (const { status, setter } of STATUS_TABLE) {
    if (setter === 'ours') continue;
    const cumQty = status === 'filled' ? 10 : status === 'partially_filled' ? 3 : 0;
    updates.push(said(status, cumQty, 4), said(status, cumQty, 5, { source: 'poll' }));
    updates.push(said(status, null, null, { source: 'reconciliation' }));
  }
  for (const source of SOURCES) {
    for (const cumQty of [2, 5, 8, 10]) {
      for (const time of [3, 4, 6, null]) {
        updates.push(said('partially_filled', cumQty, time, { source }));
      }
      updates.push(said(null, cumQty, 4, { source }));
    }
  }
  for (const [id, quantity] of [
    ['e1', 4],
    ['e2', 6],
    ['e3', 1],
    ['e4', 10],
  ] as const) {
    for (const time of [3, 4, 6]) updates.push(filledBy(id, quantity, time, null));
    updates.push(filledBy(id, quantity, 4, quantity));
    updates.push(said('canceled', quantity, 4, { execution: anExecution(id, quantity) }));
    const dearer = anExecution(id, quantity, { price: ticks(101), liquidity: 'maker' });
    updates.push(said(null, null, 4, { venueWord: '', execution: dearer }));
    for (const time of [3, 5, 7]) {
      updates.push(aBust(`b-${id}`, id, { quantity, time, cumQty: null }));
    }
    updates.push(aBust(id, id, { quantity: 1, time: 6, cumQty: 10 - quantity }));
  }
  // A correction upwards, and updates that state the impossible or are about another order.
  updates.push(anUpdate({ execution: anExecution('c1', 2), bustOf: 'e1' as ExecId }));
  updates.push(said('filled', 11, 4), said('accepted', -1, 4));
  updates.push(said('filled', 10, 4, { side: 'sell' }));
  updates.push(said('filled', 10, 4, { clientOrderId: 'c2' as ClientOrderId }));
  updates.push(anUpdate({ execution: anExecution('e9', 11) }));
  return updates;
}

export const WIDE_UPDATES: readonly OrderUpdate[] = wideUpdates();
