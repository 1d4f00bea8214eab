/** F12: orders for the day, at a venue that opens and closes. */
import { describe, expect, it } from 'vitest';
import { calendarOf } from '../../../src/core/ground/calendar/calendar-of.js';
import type { Market } from '../../../src/sim/exchange/market-port.js';
import { SessionMarket } from '../../../src/sim/exchange/session-market.js';
import type { VenueOrder } from '../../../src/sim/exchange/venue-order.js';
import { BOOK, Rig, type Row, at } from './venue-rig.js';

/** The tape begins on an evening in New York: milliseconds to the next open and close, and to the open after that. */
const OPEN = 58_600_000;
const CLOSE = 82_000_000;
const NEXT_OPEN = 145_000_000;

const NYSE = { instrument: { calendar: 'nyse' } } as const;
const DAY = { timeInForce: 'day' } as const;
const rigOf = (...rows: readonly Row[]): Rig => new Rig([...BOOK, ...rows], NYSE);

describe('F12 session', () => {
  it('F12: a day order that comes early is accepted, and lives from the first row at or after the open', () => {
    const rig = rigOf(
      [10, 'sold', 98, 50],
      [OPEN + 5, 'bid', 99, 9],
      [OPEN + 10, 'sold', 99, 11],
      [CLOSE + 1, 'sold', 90, 50],
    );
    expect(rig.buy(1, 'a', 99, 4, DAY)).toMatchObject({ kind: 'accepted', status: 'accepted' });
    expect(rig.to(OPEN + 9).fills).toEqual([]);
    expect(rig.to(CLOSE - 1).fills).toEqual([`a: 2@99 queue at ${OPEN + 10}`]);
    expect(rig.status('a')).toBe('partially_filled 2/4');
    rig.to(CLOSE);
    expect(rig.status('a')).toBe('expired 2/4');
    expect(rig.reports.at(-1)).toMatchObject({ execType: 'expired', text: 'day' });
    expect(rig.cancel(CLOSE, 'a')).toMatchObject({ code: 'order-expired' });
    expect(rig.to(CLOSE + 10).fills).toHaveLength(1);
  });

  it('F12: the quote left over from before the open does not do, nor one of one side', () => {
    const rig = rigOf(
      [OPEN - 1, 'bid', 98, 19],
      [OPEN, 'ask', 101, 0],
      [OPEN, 'ask', 102, 0],
      [OPEN + 7, 'ask', 103, 5],
    );
    rig.market(1, 'm', 3, DAY);
    expect(rig.to(OPEN + 6).fills).toEqual([]);
    rig.market(OPEN + 6, 'n', 1, DAY);
    expect(rig.to(OPEN + 20).fills).toEqual([
      `m: 3@103 taker at ${OPEN + 7}`,
      `n: 1@103 taker at ${OPEN + 7}`,
    ]);
  });

  it('F12: at the close the market of that instant goes first, then day orders expire, then what arrives waits for the next session', () => {
    const rig = rigOf(
      [OPEN, 'bid', 98, 21],
      [CLOSE, 'sold', 99, 11],
      [CLOSE + 5, 'sold', 97, 50],
      [NEXT_OPEN + 1, 'ask', 101, 9],
    );
    rig.buy(OPEN + 1, 'a', 99, 4, DAY);
    rig.market(CLOSE, 'late', 2, DAY);
    expect(rig.fills).toEqual([`a: 1@99 queue at ${CLOSE}`]);
    expect([rig.status('a'), rig.status('late')]).toEqual(['expired 1/4', 'accepted 0/2']);
    rig.to(NEXT_OPEN);
    expect(rig.status('late')).toBe('accepted 0/2');
    expect(rig.to(NEXT_OPEN + 1).fills.slice(1)).toEqual([`late: 2@101 taker at ${NEXT_OPEN + 1}`]);
  });

  it('F12: of a session without a row they expire all the same, at its close', () => {
    const rig = rigOf([NEXT_OPEN, 'bid', 98, 21]);
    rig.buy(1, 'a', 99, 4, DAY);
    rig.to(CLOSE - 1);
    expect(rig.status('a')).toBe('accepted 0/4');
    rig.to(NEXT_OPEN);
    expect(rig.status('a')).toBe('expired 0/4');
  });

  it('F12: what waits for the open can be canceled and replaced, and keeps its place when its quantity falls', () => {
    const rig = rigOf([OPEN + 1, 'ask', 101, 4]);
    for (const id of ['a', 'b', 'c', 'd']) rig.buy(1, id, 101, 3, DAY);
    expect(rig.cancel(2, 'a')).toMatchObject({ kind: 'accepted', status: 'canceled' });
    rig.replace(3, 'b', { id: 'b2', quantity: 5 });
    rig.replace(3, 'd', { id: 'd2', quantity: 1 });
    expect(rig.to(OPEN + 1).fills).toEqual([
      `c: 3@101 taker at ${OPEN + 1}`,
      `d2: 1@101 taker at ${OPEN + 1}`,
    ]);
    expect(rig.to(CLOSE).status('b2')).toBe('expired 0/5');
  });

  it('F12 F4: what the book does not take of a market order for the day meets nothing more, and expires at the close', () => {
    const rig = rigOf(
      [OPEN, 'bid', 98, 21],
      [OPEN + 20, 'ask', 101, 50],
      [OPEN + 30, 'sold', 90, 50],
    );
    rig.market(OPEN + 1, 'm', 35, DAY);
    rig.to(OPEN + 40);
    expect(rig.status('m')).toBe('partially_filled 30/35');
    expect(rig.to(CLOSE).status('m')).toBe('expired 30/35');
  });

  it('F12 F9: a stop for the day that the market is through as it opens triggers there', () => {
    const rig = rigOf([1, 'bought', 101, 1], [OPEN + 2, 'bid', 98, 21]);
    rig.stop(2, 's', 101, 2, DAY);
    expect(rig.status('s')).toBe('accepted 0/2');
    expect(rig.to(OPEN + 2).fills).toEqual([`s: 2@101 taker at ${OPEN + 2}`]);
  });

  it('F12 F13: the row at which a halt ends opens the session as any other', () => {
    const halts = [{ from: at(OPEN - 1_000), to: at(OPEN + 5), newOrders: 'queue' }] as const;
    const rig = new Rig([...BOOK, [OPEN + 5, 'bid', 99, 9]], { ...NYSE, halts });
    rig.market(1, 'a', 2, DAY);
    expect(rig.to(OPEN + 5).fills).toEqual([`a: 2@101 taker at ${OPEN + 5}`]);
  });

  it('F12 F13: where a halt ends with the session, the market of that instant goes first, then day orders expire, then what arrives waits', () => {
    const halts = [{ from: at(OPEN + 1_000), to: at(CLOSE), newOrders: 'queue' }] as const;
    const rig = new Rig([...BOOK, [OPEN, 'bid', 99, 9]], { ...NYSE, halts });
    rig.buy(OPEN + 1, 'rests', 99, 4, DAY);
    rig.buy(OPEN + 2_000, 'queued', 101, 4, DAY);
    rig.market(CLOSE, 'late', 2, DAY);
    expect(rig.fills).toEqual([`queued: 4@101 taker at ${CLOSE}`]);
    expect([rig.status('rests'), rig.status('late')]).toEqual(['expired 0/4', 'accepted 0/2']);
  });

  it('orders of other times in force know no session', () => {
    const rig = rigOf([10, 'sold', 99, 12], [CLOSE + 5, 'sold', 99, 12]);
    rig.buy(1, 'a', 99, 4);
    expect(rig.to(10).fills).toEqual(['a: 2@99 queue at 10']);
    expect(rig.to(CLOSE + 5).fills).toHaveLength(2);
    expect(rig.status('a')).toBe('filled 4/4');
  });

  it('its close is an event of the market while there are orders for the day', () => {
    const calendar = calendarOf('nyse');
    const order = { open: true, terms: { timeInForce: 'day' } } as unknown as VenueOrder;
    const still = { nextTime: at(0) } as unknown as Market;
    const events = { dayEnded: () => undefined };
    const market = new SessionMarket(still, { calendar, events, stops: () => 0 });
    Object.assign(still, { nextTime: Infinity });
    expect(market.nextTime).toBe(Infinity);
    market.begin(order, at(1));
    expect(market.nextTime).toBe(at(CLOSE));
    market.withdraw(order);
    expect(market.nextTime).toBe(Infinity);
  });

  it('F0: in small steps or in one the same comes of it', () => {
    const rows: readonly Row[] = [
      [10, 'sold', 98, 50],
      [OPEN, 'bid', 99, 9],
      [OPEN + 10, 'sold', 99, 11],
      [CLOSE, 'sold', 99, 1],
      [NEXT_OPEN, 'bid', 98, 20],
    ];
    const [whole, stepped] = [rigOf(...rows), rigOf(...rows)];
    for (const rig of [whole, stepped]) rig.buy(1, 'a', 99, 4, DAY);
    whole.to(NEXT_OPEN + 1);
    for (const edge of [
      9,
      10,
      OPEN - 1,
      OPEN,
      OPEN + 9,
      OPEN + 10,
      CLOSE - 1,
      CLOSE,
      NEXT_OPEN + 1,
    ])
      stepped.to(edge);
    expect(stepped.fills).toEqual(whole.fills);
    expect(stepped.reports).toEqual(whole.reports);
    expect(stepped.status('a')).toBe('expired 3/4');
  });
});
