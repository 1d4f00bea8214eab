/** What the order stream says, also where it says it badly, as events of the user data stream. */
import { describe, expect, it } from 'vitest';
import type { EpochMicros, Lots, Ticks } from '../../../../src/core/ground/units.js';
import type { ExecutionReport } from '../../../../src/core/order/execution-report.js';
import type { TruthEntry } from '../../../../src/core/order/truth.js';
import type { Desk } from '../../../../src/server/venue/binance/desk.js';
import { KnownOrders } from '../../../../src/server/venue/binance/known-orders.js';
import { Symbols } from '../../../../src/server/venue/binance/symbols.js';
import { executionEvent } from '../../../../src/server/venue/binance/words/execution-event.js';
import { wallTime } from '../../../../src/server/venue/wire/wall-time.js';
import { INSTRUMENT } from '../../../support/simulation-plan.js';

const NOW = 1_704_207_600_500_000 as EpochMicros;
const TERMS = {
  ...{ symbol: 'BTCUSDT', side: 'sell', quantity: 10, type: 'limit', limitPrice: 600_000 },
  ...{ stopPrice: null, timeInForce: 'gtc', postOnly: true },
} as const;

const at = (ms: number): EpochMicros => (NOW - ms * 1_000) as EpochMicros;
const ACCEPTED = {
  ...{ kind: 'accepted', seq: 1, at: at(400), ahead: null, terms: TERMS },
  ...{ venueOrderId: '7', clientOrderId: 'mine' },
} as unknown as TruthEntry;
const EXECUTED = {
  ...{ kind: 'executed', seq: 2, at: at(300), execId: '3', venueOrderId: '7' },
  ...{
    clientOrderId: 'mine',
    symbol: 'BTCUSDT',
    price: 600_001,
    quantity: 4,
    cumQty: 4,
    leaves: 6,
  },
} as unknown as TruthEntry;

const desk = {
  wall: wallTime(NOW, NOW, 1),
  venue: { now: () => NOW },
  symbols: new Symbols([INSTRUMENT]),
  orders: new KnownOrders({ entries: [ACCEPTED, EXECUTED], executions: [], arrivals: [] }),
  terms: { makerBps: '0', takerBps: '0', selfTrade: 'EXPIRE_MAKER' },
  worths: new Map(),
  cancelIds: new Map([['7', 'the-cancel']]),
} as unknown as Desk;

const REPORT: ExecutionReport = {
  ...{ execType: 'trade', clientOrderId: 'mine' as never, venueOrderId: '7' as never },
  ...{ symbol: 'BTCUSDT', side: 'sell', status: 'partially_filled', quantity: 10 as Lots },
  ...{ cumQty: 4 as Lots, leaves: 6 as Lots, bustOf: null, venueTime: `${at(300)}000` as never },
  execution: {
    ...{ execId: '3' as never, price: 600_001 as Ticks, quantity: 4 as Lots, liquidity: 'maker' },
    ...{ fee: { asset: 'USDT', amount: '0.24' }, venueTime: `${at(300)}000` as never },
  },
  text: '',
};
const told = (changes: Partial<ExecutionReport>): Readonly<Record<string, unknown>> | null =>
  executionEvent(desk, { ...REPORT, ...changes }, 5) as never;
const ended = (
  execType: 'canceled' | 'expired' | 'rejected' | 'replaced',
  text: string,
): Readonly<Record<string, unknown>> | null =>
  told({
    ...{ execType, text, execution: null, leaves: 0 as Lots },
    status: execType === 'replaced' ? 'replaced' : execType,
  });

describe('an execution report', () => {
  it('of a trade says what was executed now and in all, and what was charged', () => {
    expect(told({})).toEqual({
      ...{ e: 'executionReport', E: NOW / 1_000, s: 'BTCUSDT', c: 'mine', S: 'SELL' },
      ...{ o: 'LIMIT_MAKER', f: 'GTC', q: '0.01000000', p: '60000.00000000', P: '0.00000000' },
      ...{ F: '0.00000000', g: -1, C: '', x: 'TRADE', X: 'PARTIALLY_FILLED', r: 'NONE', i: 7 },
      ...{ l: '0.00400000', z: '0.00400000', L: '60000.10000000', n: '0.24000000', N: 'USDT' },
      ...{ T: at(300) / 1_000, t: 3, I: 5, w: true, m: true, M: false, O: at(400) / 1_000 },
      ...{ Z: '240.00040000', Y: '240.00040000', Q: '0.00000000', W: at(400) / 1_000 },
      V: 'EXPIRE_MAKER',
    });
  });

  it.each([
    [ended('canceled', 'requested'), 'CANCELED CANCELED NONE', 'the-cancel', 'mine'],
    [ended('canceled', 'by-hand'), 'CANCELED CANCELED NONE', 'mine', ''],
    [ended('canceled', 'no-liquidity'), 'EXPIRED EXPIRED NONE', 'mine', ''],
    [ended('canceled', ''), 'CANCELED CANCELED NONE', 'mine', ''],
    [ended('expired', 'no-liquidity'), 'EXPIRED EXPIRED NONE', 'mine', ''],
    [ended('expired', 'self-trade'), 'TRADE_PREVENTION EXPIRED_IN_MATCH NONE', 'mine', ''],
    [ended('replaced', ''), 'CANCELED CANCELED NONE', 'mine', ''],
    [
      ended('rejected', 'insufficient-balance'),
      'REJECTED REJECTED INSUFFICIENT_BALANCES',
      'mine',
      '',
    ],
    [ended('rejected', 'risk-check'), 'REJECTED REJECTED OTHER', 'mine', ''],
    [
      told({ execType: 'triggered', status: 'accepted', execution: null }),
      'NEW NEW NONE',
      'mine',
      '',
    ],
  ])('of an end, %#: %s', (event, words, c, original) => {
    expect([event?.['x'], event?.['X'], event?.['r']].join(' ')).toBe(words);
    expect([event?.['c'], event?.['C'], event?.['t']]).toEqual([c, original, -1]);
  });

  it('F:FIL6: whose commission is not said yet says none, in no asset', () => {
    const execution = { ...REPORT.execution!, fee: null };
    expect(told({ execution })).toMatchObject({ n: '0.00000000', N: null, t: 3 });
  });

  it('F:FIL4: leaves out what it does not say', () => {
    const event = told({ status: 'filled', cumQty: null, execution: null, leaves: 0 as Lots });
    expect(event).toMatchObject({ x: 'TRADE', X: 'FILLED', l: '0.00000000', t: -1 });
    expect(Object.keys(event ?? {})).not.toEqual(expect.arrayContaining(['z']));
    expect(Object.keys(event ?? {})).not.toEqual(expect.arrayContaining(['Z']));
    expect(told({ status: null })?.['X']).toBeUndefined();
  });

  it('F:FIL5: of what was undone there is none, nor of an order that the ledger does not know', () => {
    expect(told({ execType: 'trade-bust' })).toBeNull();
    expect(told({ venueOrderId: 'liq-1' as never })).toBeNull();
  });
});
