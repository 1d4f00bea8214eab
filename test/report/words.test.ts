/** Words for the events that the hand-made runs do not have, and for orders and symbols nobody introduced. */
import { ofParent } from '../../src/core/state/owner.js';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/core/state/entry.js';
import type { InputBody } from '../../src/core/state/input.js';
import type { ClientOrderId, ParentId, VenueOrderId } from '../../src/core/order/order.js';
import type { TruthEntry } from '../../src/core/order/truth.js';
import { lots, ticks } from '../../src/core/ground/units.js';
import { traceText } from '../../src/report/telling/trace.js';
import { truthWords } from '../../src/report/telling/truth-words.js';
import { Words } from '../../src/report/telling/words.js';
import { WAKE } from './support/asked-order.js';
import {
  HandMadeJournal,
  at,
  childId,
  parentId,
  runOf,
  span,
  termsOf,
} from './support/hand-made-journal.js';
import { formatOffset } from '../../src/report/text/numbers.js';

const child = { clientOrderId: childId('a0') } as const;
const parent = { parentId: parentId('a') } as const;

const journal = () =>
  new HandMadeJournal()
    .received(0, 'a', {
      request: { quantity: lots(200) },
      plan: { slices: 2, baseQuantity: lots(100) },
      arrivalMidTwice: null,
    })
    .sent(0, 'a0', { parent: 'a', slice: 0, terms: { quantity: lots(100) }, quote: null });

const lineOf = (input: InputBody, ...entries: Entry[]): string[] =>
  traceText(runOf(journal().step(1, input, ...entries), { endMs: 10 }))
    .split('\n')
    .filter((line) => line.startsWith('00:00:00.001000'))
    .map((line) => line.slice(25).replace(/ +/g, ' ').trim());

const ENTRIES: readonly (readonly [Entry, string])[] = [
  [
    {
      kind: 'order-refused',
      parentId: null,
      code: 'invalid',
      problems: [{ field: 'side', text: 'missing' }],
    },
    'order-refused invalid; side: missing',
  ],
  [
    {
      kind: 'duplicate-request',
      ...parent,
      duplicateOf: parentId('a'),
      status: 'working',
      terminal: false,
      remaining: lots(5),
    },
    'P1 duplicate-request same request as P1 (working, 0.005 remain): nothing created',
  ],
  [
    {
      kind: 'arrival-answered',
      ...parent,
      intake: { waiting: [1, 2], midTwice: null, opposite: null, volume: null },
    },
    'P1 arrival-answered 2 more awaited before the plan',
  ],
  [
    { kind: 'slice-due', ...parent, slice: 1, childKind: 'slice', overdueMicros: span(2) },
    'P1/1 slice-due 2 ms overdue',
  ],
  [
    { kind: 'slice-due', ...parent, slice: 2, childKind: 'catch-up', overdueMicros: span(0) },
    'P1/c2 slice-due on time',
  ],
  [
    {
      kind: 'slice-waiting',
      ...parent,
      slice: 1,
      reason: 'thin-book',
      nextAt: at(1_000),
      holdingSince: null,
    },
    'P1 slice-waiting slice 1: thin-book; looked at again at 00:00:01.000000',
  ],
  [
    {
      kind: 'slice-ended',
      ...parent,
      slice: 1,
      childKind: 'slice',
      clientOrderId: childId('a1'),
      terms: termsOf({
        quantity: lots(1),
        type: 'stop-limit',
        stopPrice: ticks(10),
        limitPrice: ticks(9),
        postOnly: true,
      }),
      reason: 'limit',
    },
    'P1/1 slice-ended never sent: limit (buy 0.001 stop-limit stop 0.1 @ 0.09 ioc post-only)',
  ],
  [
    { kind: 'slices-canceled', ...parent, from: 3, count: 2, reason: 'operator' },
    'P1 slices-canceled slices 3 to 4: operator',
  ],
  [{ kind: 'reference-set', ...parent, midTwice: 20_001 }, 'P1 reference-set mid 100.005'],
  [
    {
      kind: 'catch-up-planned',
      ...parent,
      slice: 2,
      quantity: lots(7),
      remaining: lots(0),
      dueAt: at(1),
    },
    'P1 catch-up-planned 0.007',
  ],
  [
    { kind: 'parent-stopped', ...parent, code: 'SPREAD_TOO_WIDE', measured: '61', limit: '50' },
    'P1 parent-stopped SPREAD_TOO_WIDE: measured 61, limit 50',
  ],
  [
    { kind: 'parent-cancel', ...parent, scope: 'slices', operator: 'ann', reason: 'news' },
    'P1 parent-cancel slices, by ann: news',
  ],
  [
    {
      kind: 'intent-withdrawn',
      ...child,
      attempt: 1,
      reason: 'vetoed',
      veto: { code: 'kill-switch', text: 'engaged' },
      retryAt: null,
    },
    'P1/0 intent-withdrawn attempt 1 did not leave: kill-switch, engaged',
  ],
  [
    { kind: 'submit-settled', ...child, as: 'rejected', code: '-2010', text: 'balance' },
    'P1/0 submit-settled rejected -2010: balance',
  ],
  [
    { kind: 'outcome-unknown', ...child, effect: 'submit', shape: 'reset', nextAt: at(500) },
    'P1/0 outcome-unknown submit unanswered (reset); looked up at 00:00:00.500000',
  ],
  [
    { kind: 'poll-unchanged', ...child, nextAt: at(500) },
    'P1/0 poll-unchanged nothing new; again at 00:00:00.500000',
  ],
  [
    {
      kind: 'lookup-not-found',
      ...child,
      from: 'order',
      counts: false,
      probe: false,
      nextAt: at(1),
    },
    'P1/0 lookup-not-found not found by order (too early to prove anything)',
  ],
  [{ kind: 'cancel-wanted', ...child, reason: 'deadline' }, 'P1/0 cancel-wanted deadline'],
  [
    {
      kind: 'cancel-intent',
      ...child,
      command: { kind: 'cancel', ...child, venueOrderId: null, symbol: 'BTCUSDT', attempt: 1 },
    },
    'P1/0 cancel-intent attempt 1',
  ],
  [
    { kind: 'cancel-settled', ...child, as: 'rejected', code: '-2011', nextAt: at(1) },
    'P1/0 cancel-settled rejected -2011',
  ],
  [
    { kind: 'settling', ...child },
    'P1/0 settling it has ended; what is not known of it is asked for',
  ],
  [
    { kind: 'look-again', ...child, nextAt: at(500) },
    'P1/0 look-again looked at again at 00:00:00.500000',
  ],
  [
    { kind: 'rate-limited', until: at(500) },
    'rate-limited the venue takes no requests until 00:00:00.500000',
  ],
  [
    { kind: 'kill-switch', engaged: true, operator: 'ann', reason: 'drill', cancelWorking: true },
    'kill-switch engaged by ann: drill (working orders are canceled)',
  ],
  [
    { kind: 'quarantine', held: true, strategyId: '*', symbol: 'X', operator: 'ann', reason: 'a' },
    'quarantine X of every strategy begins, by ann: a',
  ],
  [
    { kind: 'quarantine', held: false, strategyId: 's', symbol: 'X', operator: '', reason: 'b' },
    'quarantine X of s is lifted: b',
  ],
  [
    { kind: 'breaker', state: 'tripped', operator: 'engine', reason: 'drawdown' },
    'breaker tripped, by engine: drawdown',
  ],
  [{ kind: 'operator-refused', text: 'no such parent' }, 'operator-refused no such parent'],
  [
    {
      kind: 'report-unmatched',
      clientOrderId: 'ffffffffffff' as ClientOrderId,
      venueOrderId: '9' as VenueOrderId,
      text: 'not ours',
    },
    'ffffffff report-unmatched client id ffffffffffff, venue id 9: not ours',
  ],
  [
    {
      kind: 'alert',
      code: 'stream-down',
      level: 'warning',
      subject: 'feed',
      text: '61 s',
      state: 'raised',
    },
    'alert warning stream-down raised (feed): 61 s',
  ],
];

const INPUTS: readonly (readonly [InputBody, string])[] = [
  [
    { kind: 'operator', command: { do: 'kill-off' }, operator: 'ann', reason: 'over' },
    '> operator kill-off by ann: over',
  ],
  [{ kind: 'feed', status: 'down' }, '> feed down'],
  [{ kind: 'wake', owner: ofParent('unknown-parent' as ParentId) }, 'unknown- > wake'],
  [
    {
      kind: 'outcome',
      effect: 'submit',
      ...child,
      attempt: 2,
      outcome: { kind: 'unknown', shape: '5xx' },
    },
    'P1/0 > outcome submit attempt 2: unknown: 5xx',
  ],
  [
    {
      kind: 'outcome',
      effect: 'submit',
      ...child,
      attempt: 1,
      outcome: {
        kind: 'accepted',
        venueOrderId: '77' as VenueOrderId,
        status: 'accepted',
        cumQty: null,
        venueTime: null,
      },
    },
    'P1/0 > outcome submit attempt 1: accepted, venue order 77, accepted',
  ],
  [
    {
      kind: 'outcome',
      effect: 'submit',
      ...child,
      attempt: 1,
      outcome: { kind: 'rejected', code: '-1013', text: 'filter' },
    },
    'P1/0 > outcome submit attempt 1: rejected -1013 filter',
  ],
  [
    {
      kind: 'outcome',
      effect: 'submit',
      ...child,
      attempt: 1,
      outcome: { kind: 'exists', text: 'duplicate' },
    },
    'P1/0 > outcome submit attempt 1: the id exists: duplicate',
  ],
  [
    {
      kind: 'outcome',
      effect: 'cancel',
      ...child,
      attempt: 1,
      outcome: { kind: 'not-sent', reason: 'rate-limited', retryAfter: null, veto: null },
    },
    'P1/0 > outcome cancel attempt 1: not sent: rate-limited',
  ],
  [
    { kind: 'answer', readId: 9, answer: { kind: 'order', order: null } },
    '> answer #9 order not found',
  ],
  [
    { kind: 'answer', readId: 9, answer: { kind: 'depth', bids: [], asks: [] } },
    '> answer #9 depth: 0 bids, 0 asks',
  ],
  [
    { kind: 'answer', readId: 9, answer: { kind: 'open-orders', orders: [], nextCursor: null } },
    '> answer #9 0 open orders',
  ],
  [
    { kind: 'answer', readId: 9, answer: { kind: 'history', orders: [], nextCursor: 'c' } },
    '> answer #9 0 past orders, more to come',
  ],
  [
    { kind: 'answer', readId: 9, answer: { kind: 'positions', positions: [] } },
    '> answer #9 0 positions',
  ],
  [
    { kind: 'answer', readId: 9, answer: { kind: 'volume', averageDailyVolume: lots(25_000) } },
    // Nobody knows which symbol this read asked for.
    '> answer #9 volume 25000 lots a day',
  ],
  [
    { kind: 'answer', readId: 9, answer: { kind: 'volume', averageDailyVolume: null } },
    '> answer #9 no volume known',
  ],
];

const TRUTH: readonly (readonly [TruthEntry, string])[] = [
  [
    { kind: 'rejected', seq: 1, at: at(0), ...child, code: 'balance', text: 'too little' },
    'balance too little',
  ],
  [
    {
      kind: 'triggered',
      seq: 1,
      at: at(0),
      ...child,
      venueOrderId: 'v' as VenueOrderId,
      tapeRow: 12,
    },
    'by tape row 12',
  ],
  [
    {
      kind: 'canceled',
      seq: 1,
      at: at(0),
      ...child,
      venueOrderId: 'v' as VenueOrderId,
      reason: 'no-liquidity',
      cumQty: lots(3),
    },
    'no-liquidity, filled 0.003',
  ],
  [
    { kind: 'cancel-rejected', seq: 1, at: at(0), ...child, code: 'unknown-order' },
    'unknown-order',
  ],
];

describe('words', () => {
  it.each(ENTRIES.map(([entry, line]) => [entry.kind, entry, line] as const))(
    'for entry %s',
    (_, entry, line) => {
      expect(lineOf(WAKE, entry)[1]).toBe(line);
    },
  );

  it.each(INPUTS.map(([input, line]) => [line, input] as const))('for input: %s', (line, input) => {
    expect(lineOf(input)[0]).toBe(line);
  });

  it.each(TRUTH.map(([entry, line]) => [entry.kind, entry, line] as const))(
    'for the ledger’s %s',
    (_, entry, line) => {
      expect(truthWords(entry, new Words(runOf(journal(), { endMs: 1 })))).toBe(line);
    },
  );

  it('has words for ticks and lots without an instrument, and for queues in quanta', () => {
    const run = runOf(journal(), { endMs: 1, instruments: new Map(), quantaPerLot: new Map() });
    const words = new Words(run);
    expect(words.terms(termsOf({ quantity: lots(3), limitPrice: ticks(5), type: 'limit' }))).toBe(
      'buy 3 lots limit @ 5 ticks ioc',
    );
    expect([words.mid('X', 7), words.ahead('X', 9)]).toEqual(['3.5 ticks', '9 quanta']);
    const scaled = new Words(
      runOf(journal(), { endMs: 1, quantaPerLot: new Map([['BTCUSDT', 10]]) }),
    );
    expect([scaled.ahead('BTCUSDT', 20), scaled.ahead('BTCUSDT', 25)]).toEqual([
      '0.002',
      'a little over 0.002',
    ]);
  });

  it('writes times', () => {
    expect(formatOffset(at(3_661_001), at(0))).toBe('01:01:01.001000');
    expect(formatOffset(at(-1), at(0))).toBe('-00:00:00.001000');
  });
});
