/** What USD-M futures are asked, over the unmodified ccxt before a stub: what leaves, and what each reply proves (FIL-4). */
import { describe, expect, it } from 'vitest';
import { epochMicros, seconds } from '../../../../src/core/ground/units.js';
import type { ReplaceCommand, SubmitCommand } from '../../../../src/core/state/command.js';
import { USDM_ACCESS } from '../../../../src/live/binance/usdm/usdm-access.js';
import { CANCEL, NOW, OPEN, REPLACE, RestRig, SUBMIT } from '../rest-rig.js';
import { BTC, idOf } from '../sample.js';
import { type Answer, type Received, refused, said } from '../stub-venue.js';
import { order, position } from './sample-usdm.js';

const rig = RestRig.ofFile(USDM_ACCESS);

/** On the grid that the rig is configured with. */
const PLACE: SubmitCommand = { ...SUBMIT, terms: { ...SUBMIT.terms, side: 'sell' } };
const amounts = { origQty: '0.12345', executedQty: '0' };
const unknown = (shape: string): object => ({ kind: 'unknown', shape });
const UNPARSABLE = unknown('unparsable');
const rejected = (code: string): object => ({ kind: 'rejected', code });
const limited = (wait: number): object => ({
  kind: 'not-sent',
  reason: 'rate-limited',
  retryAfter: seconds(wait),
});
const banned: Answer = {
  status: 418,
  body: {
    code: -1003,
    msg: 'Way too many requests; IP(10.0.0.1) banned until 1704207750000.',
  },
  headers: { date: 'Tue, 02 Jan 2024 15:00:00 GMT' },
};
const LATE = { kind: 'not-sent', reason: 'clock-refused' };

describe('what leaves for futures', () => {
  it('LIV-2: an order and its cancel, signed, by our id, with what the order has executed by then', async () => {
    rig.answers(said(order(amounts)));
    await rig.enter({ ...PLACE, terms: { ...PLACE.terms, reduceOnly: true } });
    await rig.enter(CANCEL);
    const [placed, canceled] = rig.stub.received;
    expect(placed).toMatchObject({ method: 'POST', path: 'order' });
    expect(placed?.params).toMatchObject({
      ...{ symbol: 'BTCUSDT', side: 'SELL', type: 'LIMIT', timeInForce: 'GTC', price: '50000' },
      ...{ quantity: '0.12345', reduceOnly: 'true', newClientOrderId: 'my-1' },
      ...{ newOrderRespType: 'RESULT', timestamp: String(NOW / 1_000), recvWindow: '5000' },
    });
    expect(canceled).toMatchObject({ method: 'DELETE', path: 'order' });
    expect(canceled?.params).toMatchObject({ symbol: 'BTCUSDT', origClientOrderId: 'my-1' });
  });

  it('LIV-2: an order that waits for a price is refused here, and nothing leaves', async () => {
    const stop = { ...PLACE.terms, type: 'stop', limitPrice: null } as const;
    expect(await rig.outcomeOf({ ...PLACE, terms: stop })).toMatchObject(rejected('not-at-venue'));
    expect(rig.stub.received).toEqual([]);
  });
});

/** What the wire says; what it means for a submit; and for a cancel, where that is another. */
const ROWS: readonly (readonly [string, Answer, object, object?])[] = [
  ['-4116, an open order has this id', refused(-4116, 'Duplicated.'), { kind: 'exists' }],
  ['-2019, too little margin', refused(-2019, 'Margin.'), rejected('-2019'), UNPARSABLE],
  ['-2022, nothing to reduce', refused(-2022, 'ReduceOnly.'), rejected('-2022'), UNPARSABLE],
  ['-5022, it would take', refused(-5022, 'Post Only.'), rejected('-5022'), UNPARSABLE],
  ['-4088, it may place none', refused(-4088, 'No orders.'), rejected('-4088'), UNPARSABLE],
  ['-4118, nothing to reduce', refused(-4118, 'ReduceOnly.'), rejected('-4118'), UNPARSABLE],
  ['-4141, the symbol is closed', refused(-4141, 'Closed.'), rejected('-4141'), UNPARSABLE],
  ['-4192, cooling off', refused(-4192, 'Forbidden.'), rejected('-4192'), UNPARSABLE],
  ['-4164, too small', refused(-4164, 'Notional.'), rejected('-4164'), UNPARSABLE],
  ['-2011, nothing to cancel', refused(-2011, 'Unknown order.'), UNPARSABLE, rejected('-2011')],
  ['-2013, of a look-up alone', refused(-2013, 'No such order.'), UNPARSABLE],
  ['-2026, archived at spot alone', refused(-2026, 'Unsupported.'), UNPARSABLE],
  ['-1121', refused(-1121, 'Invalid symbol.'), { ...rejected('-1121'), gone: true }],
  ['-1021, its time as it came in', refused(-1021, 'Outside.'), LATE],
  ['-5028, its time at the matching engine', refused(-5028, 'Outside.'), LATE],
  ['503, which may have been done', refused(-1000, 'Unknown error.', 503), unknown('5xx')],
  ['503 -1008', refused(-1008, 'Request throttled.', 503), unknown('5xx')],
  ['400 -1007', refused(-1007, 'Execution status unknown.'), UNPARSABLE],
  // Nothing in the documents of futures speaks of a header that would say when to come back.
  ['429 alone, for the minute that is counted in', refused(-1003, 'Too many.', 429), limited(60)],
  ['418 in words', banned, limited(150)],
  ['404 HTML', { status: 404, text: '<html></html>' }, UNPARSABLE],
  ['200 truncated', 'truncated', unknown('truncated')],
  ['200 of another order', said(order({ ...amounts, clientOrderId: 'my-9' })), UNPARSABLE],
];

describe('FIL-4, SCH-4: what an effect at futures came to', () => {
  for (const [title, answer, ofSubmit, ofCancel = ofSubmit] of ROWS)
    it(title, async () => {
      rig.answers(answer);
      expect(await rig.outcomeOf(PLACE)).toMatchObject(ofSubmit);
      expect(await rig.outcomeOf(CANCEL)).toMatchObject(ofCancel);
      expect(rig.asked()).toEqual(['order', 'order']);
    });
});

describe('a replace at futures, which is a cancel and a new order behind its answer', () => {
  const CHANGE: ReplaceCommand = REPLACE;
  const next = said(order({ ...amounts, clientOrderId: 'my-2', orderId: 1002 }));
  const ended = (more: object = {}): Answer =>
    said(order({ ...amounts, status: 'CANCELED', ...more }));
  const replaced = async (toCancel: Answer, toNew: Answer): Promise<object> => {
    rig.known.noteSent(idOf('my-1'), PLACE.terms);
    rig.answers(({ method }: Received) => (method === 'DELETE' ? toCancel : toNew));
    return rig.outcomeOf(CHANGE);
  };
  const methods = (): readonly string[] => rig.stub.received.map(({ method }) => method);

  it('LIV-2 ORD-3: is placed once the cancel says that nothing had executed', async () => {
    expect(await replaced(ended(), next)).toMatchObject({ kind: 'accepted', venueOrderId: '1002' });
    expect(methods()).toEqual(['DELETE', 'POST']);
    expect(rig.stub.received[1]?.params).toMatchObject({
      ...{ side: 'SELL', quantity: '0.2', price: '51000', newClientOrderId: 'my-2' },
    });
  });

  it.each([
    ['executed in part before', ended({ executedQty: '0.04' }), rejected('not-replaced')],
    ['over before', refused(-2011, 'Unknown order sent.'), rejected('-2011')],
    ['nobody knows', 'reset', unknown('reset')],
    ['refused by what proves nothing', refused(-2019, 'Margin.'), UNPARSABLE],
    ['outside of its time', refused(-1021, 'Outside.'), LATE],
  ] as readonly (readonly [string, Answer, object])[])(
    'SCH-4 ORD-3: nothing is placed in the stead of an order that was %s',
    async (_, toCancel, outcome) => {
      expect(await replaced(toCancel, next)).toMatchObject(outcome);
      expect(methods()).toEqual(['DELETE']);
    },
  );

  it.each([
    ['refused', refused(-2019, 'Margin.'), rejected('-2019')],
    ['without an answer', 'truncated', unknown('truncated')],
    ['refused by what proves nothing', refused(-2011, 'Unknown order.'), UNPARSABLE],
  ] as readonly (readonly [string, Answer, object])[])(
    'SCH-4: the new order is %s',
    async (_, toNew, outcome) => {
      expect(await replaced(ended(), toNew)).toMatchObject(outcome);
      expect(methods()).toEqual(['DELETE', 'POST']);
    },
  );

  it('SCH-4: neither of the two is taken once the successor counts as absent', async () => {
    rig.known.noteSent(idOf('my-1'), PLACE.terms);
    rig.answers(({ method }: Received) => (method === 'DELETE' ? ended() : next));
    await rig.enter({ ...CHANGE, validUntil: epochMicros(NOW + 1_500_000) });
    const windows = rig.stub.received.map(({ params }) => params['recvWindow']);
    expect(windows).toEqual(['1500', '1500']);
  });

  it('SCH-2: the guard is asked before each of the two', async () => {
    rig.known.noteSent(idOf('my-1'), PLACE.terms);
    rig.answers(({ method }: Received) => (method === 'DELETE' ? ended() : next));
    const veto = { code: 'kill-switch', text: 'engaged' } as const;
    let asked = 0;
    const mayLeave = (): typeof veto | null => ((asked += 1) > 1 ? veto : null);
    const reply = await rig.venue.enter(CHANGE, { mayLeave, signal: OPEN });
    expect(reply).toMatchObject({ kind: 'not-sent', reason: 'vetoed' });
    expect(methods()).toEqual(['DELETE']);
  });
});

describe('what is read of futures', () => {
  it('LIV-2: positions, signed; one of hedge mode is no answer', async () => {
    rig.answers(said([position()]));
    const read = { kind: 'read-positions', readId: 1 } as const;
    expect(await rig.ask(read)).toEqual({
      kind: 'positions',
      positions: [{ symbol: 'BTCUSDT', quantity: -50_000 }],
    });
    rig.answers(said([position({ positionSide: 'LONG' })]));
    expect(await rig.ask(read)).toMatchObject({ kind: 'unavailable' });
    expect(rig.asked()).toEqual(['positionRisk', 'positionRisk']);
  });

  it('LIV-2 REC-4: orders since a time, seven days at once, no further back than they are kept', async () => {
    const day = 86_400_000_000;
    const read = { kind: 'read-history', readId: 1, cursor: null } as const;
    rig.answers(said([]));
    await rig.ask({ ...read, after: epochMicros(NOW - 400 * day) });
    const oldest = NOW / 1_000 - 89 * 86_400_000;
    expect(rig.asked('startTime', 'endTime')).toEqual([
      `allOrders startTime=${oldest} endTime=${oldest + 7 * 86_400_000 - 1}`,
    ]);
  });

  it('LIV-2: the book, by a number of levels that there is', async () => {
    rig.answers(said({ bids: [['50000.00', '1.000']], asks: [['50000.10', '2.000']] }));
    const read = { kind: 'read-depth', readId: 1, symbol: BTC.symbol, levels: 7 } as const;
    expect(await rig.market().ask(read, OPEN)).toMatchObject({
      ...{ kind: 'depth', bids: [{ price: 5_000_000, quantity: 100_000 }] },
    });
    expect(rig.asked('limit')).toEqual(['depth limit=10']);
  });
});
