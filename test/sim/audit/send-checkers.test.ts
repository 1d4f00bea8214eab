/** S8 to S11, S22 and S23, the checkers of what leaves for the wire: each is proven to fire. */
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../src/core/state/entry.js';
import type { Input } from '../../../src/core/state/input.js';
import type { VenueArrival } from '../../../src/core/order/truth.js';
import { plus } from '../../../src/core/ground/units.js';
import { cancels } from '../../../src/sim/audit/invariants/cancels.js';
import { retryAfter } from '../../../src/sim/audit/invariants/retry-after.js';
import { stopSwitches } from '../../../src/sim/audit/invariants/stop-switches.js';
import { writeAhead } from '../../../src/sim/audit/invariants/write-ahead.js';
import { ExecutionNumbers, OrderNumbers } from '../../../src/sim/audit/numbering.js';
import { configOf } from '../../support/engine-config.js';
import { EngineRig, START } from '../../support/engine-rig.js';
import { inSeconds } from '../../support/simulation-plan.js';
import { type Fed, accepted, arrival, entry, id, judge, rig } from './history.js';

describe('S8, S9: what is sent', () => {
  const intent = entry('submit-intent');

  it('S8 S9: hold for an intent and its request, also when the network doubles it', () => {
    expect(judge(writeAhead, [intent, arrival(), arrival()])).toEqual([]);
  });

  it('S8: fires on a request without a durable intent', () => {
    expect(judge(writeAhead, [arrival()])).toEqual(['S8']);
    expect(judge(writeAhead, [arrival(), intent])).toEqual(['S8']);
  });

  it('S9: fires when one intent leaves twice', () => {
    expect(judge(writeAhead, [intent, arrival(), arrival(plus(START, inSeconds(1)))])).toEqual([
      'S9',
    ]);
  });

  const lookUp: Fed = {
    entry: {
      kind: 'lookup-not-found',
      clientOrderId: id,
      from: 'order',
      counts: true,
      probe: false,
      nextAt: START,
    },
  };
  const absent: Fed = { entry: { kind: 'absence-proven', clientOrderId: id, retryAt: null } };
  const withdrawn: Fed = {
    entry: {
      kind: 'intent-withdrawn',
      clientOrderId: id,
      attempt: 1,
      reason: '',
      veto: null,
      retryAt: null,
    },
  };

  it('S9: fires on a second intent of which nothing was learned, and on one too many', () => {
    expect(judge(writeAhead, [intent, intent])).toEqual(['S9']);
    expect(judge(writeAhead, [intent, absent, intent, intent])).toEqual(['S9']);
    for (const learned of [absent, withdrawn, lookUp]) {
      expect(judge(writeAhead, [intent, learned, intent])).toEqual([]);
    }
    expect(judge(writeAhead, [intent, absent, intent, absent, intent, absent, intent])).toEqual([
      'S9',
    ]);
  });

  it('S9: where ids are kept only while open, an answered look-up is no proof', () => {
    const openOnly = new EngineRig({ config: { venue: { idempotency: 'open-only' } } });
    expect(judge(writeAhead, [intent, lookUp, intent], openOnly)).toEqual(['S9']);
    const early: Fed = { entry: { ...(lookUp as { entry: Entry }).entry, counts: false } as Entry };
    expect(judge(writeAhead, [intent, early, intent])).toEqual(['S9']);
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
  ): readonly string[] {
    const found: string[] = [];
    const checker = stopSwitches({
      config: configOf(),
      orders: new OrderNumbers(),
      executions: new ExecutionNumbers(),
      check: (ok) => ok,
      broken: ({ id: broken, detail }) => {
        if (detail !== '') found.push(broken);
      },
    });
    for (const [at, of] of entries) checker.onEntry?.(of, plus(START, inSeconds(at)), rig.state);
    const fed = arrival(plus(START, inSeconds(seconds))) as { arrival: VenueArrival };
    checker.onArrival?.(fed.arrival, rig.state);
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

  it('S11: and on one that left while the breaker was not closed', () => {
    const tripped = [
      [1, breaker('tripped')],
      [3, breaker('half-open')],
      [5, breaker('closed')],
    ] as const;
    expect(sentAt(tripped, 2)).toEqual(['S11']);
    expect(sentAt(tripped, 4)).toEqual(['S11']);
    expect(sentAt(tripped, 6)).toEqual([]);
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
  const arrives = (seconds: number): Fed => ({
    arrival: {
      kind: 'cancel',
      clientOrderId: id,
      seq: 0,
      at: plus(START, inSeconds(seconds + 1)),
      sentAt: plus(START, inSeconds(seconds)),
    },
  });

  it('S23: hold for one at a time, also where the network doubles it', () => {
    const twice = [intent, arrives(0), arrives(0), settled, intent, arrives(3)];
    expect(judge(cancels, twice)).toEqual([]);
  });

  it('S23: fires on a cancel while the one before has no outcome, and on one nobody meant', () => {
    expect(judge(cancels, [intent, intent])).toEqual(['S23']);
    expect(judge(cancels, [arrives(0)])).toEqual(['S23']);
    expect(judge(cancels, [intent, arrives(0), arrives(2)])).toEqual(['S23']);
  });
});
