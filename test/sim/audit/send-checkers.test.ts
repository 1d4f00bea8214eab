/** S8 to S11, S22 and S23, the checkers of what leaves for the wire: each is proven to fire. */
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../src/core/state/entry.js';
import type { Input } from '../../../src/core/state/input.js';
import type { ParentId, VenueOrderId } from '../../../src/core/order/order.js';
import type { ReadAnswer } from '../../../src/core/order/outcome.js';
import type { VenueArrival } from '../../../src/core/order/truth.js';
import { type EpochMicros, plus } from '../../../src/core/ground/units.js';
import { cancels } from '../../../src/sim/audit/invariants/cancels.js';
import { resend } from '../../../src/sim/audit/invariants/resend.js';
import { leftWorking } from '../../../src/sim/audit/invariants/left-working.js';
import { retryAfter } from '../../../src/sim/audit/invariants/retry-after.js';
import { stopSwitches } from '../../../src/sim/audit/invariants/stop-switches.js';
import { writeAhead } from '../../../src/sim/audit/invariants/write-ahead.js';
import { ExecutionNumbers, OrderNumbers } from '../../../src/sim/audit/numbering.js';
import { configOf } from '../../support/engine-config.js';
import { EngineRig, START } from '../../support/engine-rig.js';
import { inSeconds } from '../../support/simulation-plan.js';
import { type Fed, accepted, arrival, departure, ended, entry, id, judge, rig } from './history.js';

describe('S8: what the venue receives', () => {
  const intent = entry('submit-intent');

  it('S8: holds for an intent and its request, also when the network doubles it', () => {
    expect(judge(writeAhead, [intent, arrival(), arrival()])).toEqual([]);
  });

  it('S8: fires on a request without a durable intent', () => {
    expect(judge(writeAhead, [arrival()])).toEqual(['S8']);
    expect(judge(writeAhead, [arrival(), intent])).toEqual(['S8']);
  });
});

describe('S9: what is sent again', () => {
  const intent = (attempt = 1): Fed => {
    const { command } = rig.entries('submit-intent')[0]!;
    return entry('submit-intent', { command: { ...command, attempt } });
  };
  const sent = (attempt: number, validUntil: EpochMicros | null = null): readonly Fed[] => [
    intent(attempt),
    departure(plus(START, inSeconds(100 * attempt)), validUntil),
  ];
  const outcome = (attempt: number, kind: 'not-sent' | 'unknown'): Fed => ({
    input: {
      kind: 'outcome',
      at: START,
      effect: 'submit',
      clientOrderId: id,
      attempt,
      outcome:
        kind === 'unknown'
          ? { kind, shape: 'timeout' }
          : { kind, reason: 'connection-refused', retryAfter: null, veto: null },
    },
  });
  let readId = 0;
  const asks = (kind: 'read-order' | 'read-executions', seconds: number): Fed => ({
    entry: {
      kind: 'read-requested',
      read: { kind, readId: (readId += 1), clientOrderId: id, symbol: 'BTCUSDT' },
      purpose: 'poll',
      owner: { kind: 'child', clientOrderId: id },
    } as Entry,
    at: plus(START, inSeconds(seconds)),
  });
  const answers = (answer: ReadAnswer): Fed => ({
    input: { kind: 'answer', at: START, readId, answer },
  });
  const notFound = (seconds: number): readonly Fed[] => [
    asks('read-order', seconds),
    answers({ kind: 'order', order: null }),
  ];
  const nothingExecuted = (seconds: number): readonly Fed[] => [
    asks('read-executions', seconds),
    answers({ kind: 'executions', executions: [] }),
  ];
  const openOnly = new EngineRig({ config: { venue: { idempotency: 'open-only' } } });

  it('S9: holds for an order that leaves once, and fires where one intent leaves twice', () => {
    expect(judge(resend, sent(1))).toEqual([]);
    expect(
      judge(resend, [...sent(1), outcome(1, 'not-sent'), departure(plus(START, inSeconds(200)))]),
    ).toEqual(['S9']);
    expect(judge(resend, [departure()])).toEqual(['S9']);
  });

  it('S9: fires on a second attempt while nothing was learned of the first', () => {
    expect(judge(resend, [...sent(1), ...sent(2)])).toEqual(['S9']);
    expect(judge(resend, [...sent(1), outcome(1, 'unknown'), ...sent(2)])).toEqual(['S9']);
  });

  it('S9: an attempt that was not sent permits the next, once, and not where the venue has accepted it', () => {
    const again = [...sent(1), outcome(1, 'not-sent'), ...sent(2)];
    expect(judge(resend, again)).toEqual([]);
    expect(judge(resend, [...again, outcome(1, 'not-sent'), ...sent(3)])).toEqual(['S9']);
    const taken = [...sent(1), accepted(), outcome(1, 'not-sent'), ...sent(2)];
    expect(judge(resend, taken)).toEqual(['S9']);
  });

  it('S9: where ids are kept for ever a look-up asked since permits it, once', () => {
    const again = [...sent(1), ...notFound(2), ...sent(2)];
    expect(judge(resend, again)).toEqual([]);
    expect(judge(resend, [...again, ...sent(3)])).toEqual(['S9']);
    expect(judge(resend, again, openOnly)).toEqual(['S9']);
  });

  it('S9: a look-up asked before the attempt left says nothing of it, nor does one that failed', () => {
    const early = [
      intent(),
      asks('read-order', 0),
      departure(),
      answers({ kind: 'order', order: null }),
    ];
    expect(judge(resend, [...early, ...sent(2)])).toEqual(['S9']);
    const text = 'no answer';
    const failed: ReadAnswer = { kind: 'failed', failure: 'ambiguous', retryAfter: null, text };
    const deaf = [...sent(1), asks('read-order', 2), answers(failed)];
    expect(judge(resend, [...deaf, ...sent(2)])).toEqual(['S9']);
  });

  it('S9: where they are not, two witnesses twice, asked when it can no longer be accepted', () => {
    const validUntil = plus(START, inSeconds(6));
    const lost = sent(1, validUntil);
    const proof = [
      ...notFound(60),
      ...nothingExecuted(60),
      ...notFound(61),
      ...nothingExecuted(61),
    ];
    expect(judge(resend, [...lost, ...proof, ...sent(2)], openOnly)).toEqual([]);
    expect(judge(resend, [...lost, ...proof.slice(2), ...sent(2)], openOnly)).toEqual(['S9']);
    expect(judge(resend, [...lost, ...proof.slice(0, -2), ...sent(2)], openOnly)).toEqual(['S9']);
    const early = [...notFound(6), ...nothingExecuted(6), ...notFound(6), ...nothingExecuted(6)];
    expect(judge(resend, [...lost, ...early, ...sent(2)], openOnly)).toEqual(['S9']);
    // A venue that refuses nothing for its age: nothing proves absence.
    expect(judge(resend, [...sent(1), ...proof, ...sent(2)], openOnly)).toEqual(['S9']);
  });

  it('S23: fires on an attempt that leaves sooner after the one before than configured', () => {
    const { retryFirst } = rig.config.submit;
    const again = (wait: number): readonly Fed[] => [
      intent(1),
      departure(START),
      outcome(1, 'not-sent'),
      intent(2),
      departure((START + wait) as EpochMicros),
    ];
    expect(judge(resend, again(retryFirst))).toEqual([]);
    expect(judge(resend, again(retryFirst - 1))).toEqual(['S23']);
  });

  it('S9: fires on one attempt too many', () => {
    const { attempts } = rig.config.submit;
    const all = Array.from({ length: attempts }, (_, index) => index + 1);
    const many = all.flatMap((attempt) => [...sent(attempt), outcome(attempt, 'not-sent')]);
    expect(judge(resend, many)).toEqual([]);
    expect(judge(resend, [...many, ...sent(attempts + 1)])).toEqual(['S9']);
  });
});

describe('S10, S11: the stop switches', () => {
  const kill = (engaged: boolean): Entry => ({
    kind: 'kill-switch',
    engaged,
    operator: '',
    reason: '',
    cancelWorking: false,
  });
  const breaker = (state: 'closed' | 'tripped' | 'half-open'): Entry => ({
    kind: 'breaker',
    state,
    operator: '',
    reason: '',
  });

  /** Entries at seconds, then a request that left at another. */
  function sentAt(
    entries: readonly (readonly [number, Entry])[],
    seconds: number,
    more: readonly string[] = [],
  ): readonly string[] {
    const found: string[] = [];
    const checker = stopSwitches({
      config: configOf(),
      orders: new OrderNumbers(),
      executions: new ExecutionNumbers(),
      ownOf: (at) => at,
      isClockWrong: false,
      shown: () => null,
      isForeign: () => false,
      check: (ok) => ok,
      broken: ({ id: broken, detail }) => {
        if (detail !== '') found.push(broken);
      },
    });
    for (const [at, of] of entries) checker.onEntry?.(of, plus(START, inSeconds(at)), rig.state);
    const fed = arrival(plus(START, inSeconds(seconds))) as { arrival: VenueArrival };
    checker.onArrival?.(fed.arrival, rig.state);
    for (const other of more)
      checker.onArrival?.({ ...fed.arrival, clientOrderId: other as typeof id }, rig.state);
    checker.onArrival?.(
      { kind: 'cancel', clientOrderId: id, seq: 0, at: START, sentAt: fed.arrival.sentAt },
      rig.state,
    );
    return found;
  }

  it('S10: fires on an order that left while the kill switch was engaged, even where it arrives after', () => {
    const engaged = [
      [1, kill(true)],
      [2, kill(true)],
      [5, kill(false)],
    ] as const;
    expect(sentAt(engaged, 0.9)).toEqual([]);
    expect(sentAt(engaged, 1)).toEqual(['S10']);
    expect(sentAt(engaged, 4.9)).toEqual(['S10']);
    expect(sentAt(engaged, 5)).toEqual([]);
    expect(sentAt([...engaged, [7, kill(true)]], 8)).toEqual(['S10']);
    expect(sentAt([[1, kill(false)]], 2)).toEqual([]);
  });

  /** The venue accepts at a second what was meant at another. */
  const acceptedAt = (
    entries: readonly (readonly [number, Entry])[],
    meant: number,
    seconds: number,
  ): readonly string[] =>
    judge(stopSwitches, [
      { ...entry('submit-intent'), at: plus(START, inSeconds(meant)) },
      ...entries.map(([at, of]) => ({ entry: of, at: plus(START, inSeconds(at)) })),
      {
        truth: {
          ...(accepted() as Extract<Fed, { truth: unknown }>).truth,
          at: plus(START, inSeconds(seconds)),
        },
      },
    ]);

  it('S10: fires on what the venue accepts while it is engaged, but for what was on its way', () => {
    const engaged = [[10, kill(true)]] as const;
    expect(acceptedAt(engaged, 9.9, 10.1)).toEqual([]);
    expect(acceptedAt(engaged, 10.1, 10.2)).toEqual(['S10']);
    expect(acceptedAt([...engaged, [11, kill(false)]], 11.1, 12)).toEqual([]);
    // Requests are valid for five seconds here.
    expect(acceptedAt(engaged, 9.9, 15.9)).toEqual([]);
    expect(acceptedAt(engaged, 9.9, 16.1)).toEqual(['S10']);
  });

  it('S11: and on one that left while the breaker was tripped, and on a second while it was half-open', () => {
    const tripped = [
      [1, breaker('tripped')],
      [3, breaker('half-open')],
      [5, breaker('closed')],
    ] as const;
    expect(sentAt(tripped, 2)).toEqual(['S11']);
    expect(sentAt(tripped, 4)).toEqual([]);
    expect(sentAt(tripped, 4, [id])).toEqual([]);
    expect(sentAt(tripped, 4, ['other'])).toEqual(['S11']);
    expect(sentAt(tripped, 6, ['other'])).toEqual([]);
    expect(sentAt(tripped, 6)).toEqual([]);
  });
});

describe('S10: what rests after a stop', () => {
  const engage = (cancelWorking: boolean): Fed => ({
    entry: { kind: 'kill-switch', engaged: true, operator: '', reason: '', cancelWorking },
    at: START,
  });
  const parentCancel = (scope: 'parent' | 'slices', parentId: ParentId): Fed => ({
    entry: { kind: 'parent-cancel', parentId, scope, operator: '', reason: '' },
    at: START,
  });
  const told: Fed = {
    input: {
      kind: 'outcome',
      at: START,
      effect: 'submit',
      clientOrderId: id,
      attempt: 1,
      outcome: {
        kind: 'accepted',
        venueOrderId: 'v1' as VenueOrderId,
        status: 'accepted',
        cumQty: null,
        venueTime: null,
      },
    },
  };
  const cancelLeaves: Fed = { departure: { kind: 'cancel', clientOrderId: id, sentAt: START } };
  const live = [accepted(), told];
  const own = rig.children()[0]!.parentId;

  it('S10: holds where a cancel leaves, where one had left, and where the order ends', () => {
    expect(judge(leftWorking, [...live, engage(true), cancelLeaves])).toEqual([]);
    expect(judge(leftWorking, [...live, cancelLeaves, engage(true)])).toEqual([]);
    expect(judge(leftWorking, [...live, engage(true), ended('canceled')])).toEqual([]);
    expect(judge(leftWorking, [...live, engage(true)], rig, plus(START, inSeconds(1)))).toEqual([]);
  });

  it('S10: fires on an order that goes on working, of the stop or of its parent', () => {
    expect(judge(leftWorking, [...live, engage(true)])).toEqual(['S10']);
    expect(judge(leftWorking, [...live, parentCancel('parent', own)])).toEqual(['S10']);
  });

  it('S10: asks nothing of a stop that leaves orders, of another parent, nor of what the engine was not told', () => {
    expect(judge(leftWorking, [...live, engage(false)])).toEqual([]);
    expect(judge(leftWorking, [...live, parentCancel('slices', own)])).toEqual([]);
    expect(judge(leftWorking, [...live, parentCancel('parent', 'P9' as ParentId)])).toEqual([]);
    expect(judge(leftWorking, [accepted(), engage(true)])).toEqual([]);
  });
});

describe('S22: Retry-After', () => {
  const refused: Fed = {
    input: {
      kind: 'answer',
      at: START,
      readId: 1,
      answer: { kind: 'failed', failure: 'rate-limited', retryAfter: inSeconds(10), text: '' },
    },
  };
  const read = (seconds: number, kind: 'read-order' | 'read-volume' = 'read-order'): Fed => ({
    entry: {
      kind: 'read-requested',
      read: { kind, readId: 2, clientOrderId: id, symbol: 'BTCUSDT' },
      purpose: 'poll',
      owner: { kind: 'child', clientOrderId: id },
    } as Entry,
    at: plus(START, inSeconds(seconds)),
  });
  const sent = (kind: 'submit-intent', seconds: number): Fed => ({
    ...entry(kind),
    at: plus(START, inSeconds(seconds)),
  });

  it('S22: fires on a read or an order before the time the venue named, and holds after it', () => {
    expect(judge(retryAfter, [read(0), refused, read(10)])).toEqual([]);
    expect(judge(retryAfter, [refused, read(9.9)])).toEqual(['S22']);
    expect(judge(retryAfter, [refused, sent('submit-intent', 5)])).toEqual(['S22']);
    expect(judge(retryAfter, [refused, sent('submit-intent', 10)])).toEqual([]);
  });

  it('S22: is not about what the venue does not see, nor about failures that name no time', () => {
    expect(judge(retryAfter, [refused, read(5, 'read-volume')])).toEqual([]);
    const { input } = refused as { input: Extract<Input, { kind: 'answer' }> };
    const unnamed = { ...input, answer: { ...input.answer, retryAfter: null } } as Input;
    expect(judge(retryAfter, [{ input: unnamed }, read(5)])).toEqual([]);
  });
});

describe('S23: cancels', () => {
  const intent: Fed = {
    entry: {
      kind: 'cancel-intent',
      clientOrderId: id,
      command: {
        kind: 'cancel',
        clientOrderId: id,
        venueOrderId: null,
        symbol: 'BTCUSDT',
        attempt: 1,
      },
    },
  };
  const settled: Fed = {
    input: {
      kind: 'outcome',
      at: START,
      effect: 'cancel',
      clientOrderId: id,
      attempt: 1,
      outcome: { kind: 'unknown', shape: 'timeout' },
    },
  };
  const leaves = (seconds: number): Fed => ({
    departure: { kind: 'cancel', clientOrderId: id, sentAt: plus(START, inSeconds(seconds)) },
  });

  it('S23: hold for one at a time', () => {
    const twice = [intent, leaves(0), settled, intent, leaves(3)];
    expect(judge(cancels, twice)).toEqual([]);
  });

  it('S23: fires on a cancel while the one before has no outcome, and on one nobody meant', () => {
    expect(judge(cancels, [intent, intent])).toEqual(['S23']);
    expect(judge(cancels, [leaves(0)])).toEqual(['S23']);
    expect(judge(cancels, [intent, leaves(0), leaves(2)])).toEqual(['S23']);
  });
});
