/** Orders, trade updates and executions in Alpaca's words → ours. */
import { describe, expect, it } from 'vitest';
import { executionOfActivity } from '../../../src/live/alpaca/execution-mapping.js';
import { ExecutionIds } from '../../../src/live/alpaca/execution-ids.js';
import { handedOn, receiptOf, snapshotOf } from '../../../src/live/alpaca/order-mapping.js';
import { statusOf } from '../../../src/live/alpaca/order-words.js';
import { heardUpdate } from '../../../src/live/alpaca/trade-update.js';
import type { ClientOrderId, VenueOrderId } from '../../../src/core/order/order.js';
import { lots } from '../../../src/core/ground/units.js';
import {
  EXECUTION_ID,
  INSTRUMENTS,
  type Json,
  ORDER_ID,
  OTHER_ID,
  PAIR,
  STOCK,
  activityJson,
  orderJson,
  updateJson,
} from './wire-samples.js';

const snapshot = (changed: Json = {}, takenOver = 0): ReturnType<typeof snapshotOf> =>
  snapshotOf(orderJson(changed), STOCK, lots(takenOver));

describe('an order of Alpaca', () => {
  it('LIV-2: is mapped field by field, amounts on the grid and times to the nanosecond', () => {
    expect(
      snapshot({
        status: 'partially_filled',
        filled_qty: '4',
        filled_avg_price: '185.123456',
        filled_at: '2024-01-02T15:00:01Z',
      }),
    ).toEqual({
      clientOrderId: 'c-1',
      venueOrderId: ORDER_ID,
      symbol: 'AAPL',
      side: 'buy',
      quantity: 10,
      type: 'limit',
      limitPrice: 18_550,
      stopPrice: null,
      status: 'partially_filled',
      venueWord: 'partially_filled',
      cumQty: 4,
      avgPrice: '185.123456',
      filledAt: 1_704_207_601_000_000,
      createdAt: 1_704_207_600_123_456,
      venueTime: '1704207600140012345',
    });
  });

  it('may come with numbers in place of text, with an exponent, too', () => {
    const order = orderJson({ symbol: 'BTC/USD', qty: '1e-5', limit_price: 61_800.1 });
    expect(snapshotOf(order, PAIR)).toMatchObject({ quantity: 1, limitPrice: 6_180_010 });
  });

  it('a word nobody knows is no status, and said for the log; what is left out is null', () => {
    expect(snapshot({ status: 'pondering' })).toMatchObject({
      status: null,
      venueWord: 'pondering',
    });
    const bare = snapshot({
      status: null,
      filled_qty: null,
      limit_price: undefined,
      updated_at: null,
      created_at: null,
      submitted_at: null,
    });
    expect(bare).toMatchObject({
      status: null,
      venueWord: '',
      cumQty: null,
      limitPrice: null,
      createdAt: null,
      venueTime: null,
    });
  });

  it('off the grid is said and not rounded, and so is what no order can be without', () => {
    expect(() => snapshot({ limit_price: '185.505' })).toThrow(
      'limit_price 185.505 of AAPL is off the grid of 0.01',
    );
    expect(() => snapshot({ filled_qty: '0.5' })).toThrow(
      'filled_qty 0.5 of AAPL is off the grid of 1',
    );
    expect(() => snapshot({ qty: null, notional: '100' })).toThrow('qty is missing');
    expect(() => snapshot({ qty: 'ten' })).toThrow('qty is no number');
    expect(() => snapshot({ side: 'hold' })).toThrow('side "hold" is unknown');
    expect(() => snapshot({ type: 'iceberg' })).toThrow('type "iceberg" is unknown');
    expect(() => snapshot({ client_order_id: 7 })).toThrow('client_order_id is no text');
  });

  it('maps every status word that the client library declares, none of them to one of ours alone', () => {
    const words = [
      ...['new', 'accepted', 'pending_new', 'accepted_for_bidding', 'held', 'pending_review'],
      ...['partially_filled', 'filled', 'done_for_day', 'canceled', 'expired', 'replaced'],
      ...['rejected', 'pending_cancel', 'pending_replace', 'stopped', 'suspended', 'calculated'],
    ];
    const mapped = words.map(statusOf);
    expect(mapped).not.toContain(null);
    expect(mapped.slice(0, 6)).toEqual(Array.from({ length: 6 }, () => 'accepted'));
  });

  describe('that takes the place of another', () => {
    const replaces = OTHER_ID;

    it('is without what the chain had filled before: Alpaca counts that in', () => {
      const order = snapshot(
        { replaces, qty: '10', filled_qty: '6', status: 'partially_filled' },
        4,
      );
      expect(order).toMatchObject({ quantity: 6, cumQty: 2, status: 'partially_filled' });
    });

    it('is not partially filled by what others had filled', () => {
      const carried = { filled_avg_price: '185', filled_at: '2024-01-02T15:00:01Z' };
      const order = snapshot(
        { replaces, filled_qty: '4', status: 'partially_filled', ...carried },
        4,
      );
      expect(order).toMatchObject({
        quantity: 6,
        cumQty: 0,
        status: 'accepted',
        avgPrice: null,
        filledAt: null,
      });
    });

    it('shows less than it took over: nothing is made of that', () => {
      expect(() => snapshot({ replaces, filled_qty: '1' }, 4)).toThrow(
        'less than what it took over',
      );
    });

    it('what is handed on is known once the order is over', () => {
      expect(handedOn(orderJson({ status: 'pending_replace', filled_qty: '4' }), STOCK)).toBeNull();
      expect(handedOn(orderJson({ status: 'replaced', filled_qty: '4' }), STOCK)).toBe(4);
    });
  });

  it('as a receipt has to name our request', () => {
    const asked = { clientOrderId: 'c-1' as ClientOrderId, replaces: null };
    expect(receiptOf(orderJson(), STOCK, asked)).toEqual({
      kind: 'accepted',
      venueOrderId: ORDER_ID,
      status: 'accepted',
      cumQty: 0,
      venueTime: '1704207600140012345',
    });
    const other = { ...asked, clientOrderId: 'c-2' as ClientOrderId };
    expect(() => receiptOf(orderJson(), STOCK, other)).toThrow('the answer is about order c-1');
    const instead = { ...asked, replaces: OTHER_ID as VenueOrderId };
    expect(() => receiptOf(orderJson(), STOCK, instead)).toThrow('does not replace');
    const replacing = receiptOf(orderJson({ replaces: OTHER_ID, filled_qty: '4' }), STOCK, instead);
    expect(replacing).toMatchObject({ kind: 'accepted', cumQty: null });
  });
});

describe('a trade update', () => {
  const heard = (update: Json): NonNullable<ReturnType<typeof heardUpdate>> => {
    const found = heardUpdate(update, INSTRUMENTS);
    if (found === null) throw new Error('not heard');
    return found;
  };
  const filled = { status: 'partially_filled', filled_qty: '4', filled_avg_price: '185' };
  const execution = { execution_id: EXECUTION_ID, price: '185.00', qty: '4', position_qty: '4' };

  it('of a fill carries this execution, and what the order has filled so far', () => {
    expect(heard(updateJson('partial_fill', filled, execution)).report).toEqual({
      execType: 'trade',
      clientOrderId: 'c-1',
      venueOrderId: ORDER_ID,
      symbol: 'AAPL',
      side: 'buy',
      status: 'partially_filled',
      quantity: 10,
      cumQty: 4,
      leaves: 6,
      execution: {
        execId: EXECUTION_ID,
        price: 18_500,
        quantity: 4,
        liquidity: null,
        fee: null,
        venueTime: '1704207601500000000',
      },
      bustOf: null,
      venueTime: '1704207601500000000',
      text: '',
    });
  });

  it('ORD-4: an execution has one key on the stream and in the activities', () => {
    const streamed = heard(updateJson('partial_fill', filled, execution)).told;
    expect(executionOfActivity(activityJson(), STOCK)).toEqual(streamed);
  });

  it('of a fill without its execution says that it was filled all the same', () => {
    const { report, unread } = heard(updateJson('fill', { status: 'filled', filled_qty: '10' }));
    expect(report).toMatchObject({ execType: 'trade', cumQty: 10, leaves: 0, execution: null });
    expect(unread).toBeNull();
  });

  it('whose price is off the grid tells the quantity, and why there is no execution', () => {
    const { report, unread } = heard(
      updateJson('partial_fill', filled, { ...execution, price: '184.9975' }),
    );
    expect(report).toMatchObject({ cumQty: 4, execution: null });
    expect(unread).toBe('price 184.9975 of AAPL is off the grid of 0.01');
  });

  it('of a bust undoes what it names', () => {
    const bust = { ...execution, execution_id: OTHER_ID, previous_execution_id: EXECUTION_ID };
    const { report } = heard(updateJson('trade_bust', { status: 'new' }, bust));
    expect(report).toMatchObject({
      execType: 'trade-bust',
      bustOf: EXECUTION_ID,
      execution: { execId: OTHER_ID, quantity: -4 },
    });
    const told = executionOfActivity(
      activityJson({
        type: 'trade_bust',
        id: `20240102150002000::${OTHER_ID}`,
        previous_execution_id: EXECUTION_ID,
      }),
      STOCK,
    );
    expect(told).toMatchObject({ bustOf: EXECUTION_ID, execution: { quantity: -4 } });
  });

  it('of a correction cannot be read: it has to be asked about', () => {
    const update = updateJson('trade_correct', filled, execution);
    expect(heard(update).unread).toContain('has an execution corrected');
  });

  it.each([
    ['new', 'accepted', 'new'],
    ['pending_cancel', 'accepted', 'pending_cancel'],
    ['canceled', 'canceled', 'canceled'],
    ['expired', 'expired', 'expired'],
    ['rejected', 'rejected', 'rejected'],
    ['replaced', 'replaced', 'replaced'],
    ['done_for_day', 'accepted', 'done_for_day'],
    ['order_cancel_rejected', 'cancel-rejected', 'new'],
    ['order_replace_rejected', 'replace-rejected', 'new'],
    ['something_new', 'accepted', 'new'],
  ])('%s is %s', (event, execType, status) => {
    expect(heard(updateJson(event, { status })).report).toMatchObject({
      execType,
      status: statusOf(status),
    });
  });

  it('of a replacement does not say what the order itself has filled', () => {
    const order = { ...filled, replaces: OTHER_ID };
    expect(heard(updateJson('new', order)).report).toMatchObject({ cumQty: null, leaves: 6 });
  });

  it('of what is not traded here, or of several legs, is nobody’s', () => {
    expect(heardUpdate(updateJson('new', { symbol: 'MSFT' }), INSTRUMENTS)).toBeNull();
    expect(heardUpdate(updateJson('new', { symbol: '' }), INSTRUMENTS)).toBeNull();
  });

  it('without a time of its own has that of its order; without either it is not read', () => {
    const late = updateJson('new', {}, { timestamp: undefined });
    expect(heard(late).report.venueTime).toBe('1704207600140012345');
    const never = updateJson('new', { updated_at: null }, { timestamp: null });
    expect(() => heard(never)).toThrow('has no time');
  });
});

describe('one execution under two ids', () => {
  const streamed = executionOfActivity(activityJson(), STOCK);
  const renamed = executionOfActivity(
    activityJson({ id: `20240102150001500::${OTHER_ID}` }),
    STOCK,
  );

  it('S4: goes by that of the stream, and somebody is told', () => {
    const told: string[] = [];
    const ids = new ExecutionIds((text) => told.push(text));
    ids.streamed(streamed);
    expect(ids.reconciled([renamed])).toEqual([streamed]);
    expect(told).toEqual([
      `execution ${EXECUTION_ID} of order ${ORDER_ID} is ${OTHER_ID} in the activities: taken for one`,
    ]);
  });

  it('two that are alike and both told stay two', () => {
    const ids = new ExecutionIds(() => {
      throw new Error('nothing to tell');
    });
    ids.streamed(streamed);
    expect(ids.reconciled([streamed, renamed])).toEqual([streamed, renamed]);
    ids.streamed(renamed);
    expect(ids.reconciled([streamed, renamed])).toEqual([streamed, renamed]);
    expect(ids.reconciled([executionOfActivity(activityJson({ cum_qty: '9' }), STOCK)])).toEqual([
      { ...streamed, cumQty: 9 },
    ]);
  });
});
