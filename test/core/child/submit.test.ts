/** SCH-4: what follows from each outcome of a submit, and what never does. Hands in place of broker and feed. */
import { describe, expect, it } from 'vitest';
import type { EffectOutcome } from '../../../src/core/order/outcome.js';
import { type Lots, plus } from '../../../src/core/ground/units.js';
import { EngineRig, REFUSED_CONNECTION, UNKNOWN } from '../../support/engine-rig.js';
import type { ConfigChanges } from '../../support/engine-config.js';
import { inSeconds } from '../../support/simulation-plan.js';

const rejected: EffectOutcome = { kind: 'rejected', code: 'insufficient-funds', text: 'no cash' };

/** One order of one slice, sent. */
const sent = (config: ConfigChanges = {}): EngineRig =>
  new EngineRig({ config }).order({ slices: 1, duration: inSeconds(60) });

const attempts = (rig: EngineRig): readonly number[] =>
  rig.entries('submit-intent').map(({ command }) => command.attempt);

describe('proven not sent', () => {
  it('SCH-4 S23: is tried three times, after 2 s and 4 s, with the same id', () => {
    const rig = sent();
    const [first] = rig.pendingOf('submit');
    rig.outcome('submit', REFUSED_CONNECTION);
    rig.run(1.999);
    expect(attempts(rig)).toEqual([1]);
    rig.run(0.001);
    expect(attempts(rig)).toEqual([1, 2]);
    rig.outcome('submit', REFUSED_CONNECTION);
    rig.run(3.999);
    expect(attempts(rig)).toEqual([1, 2]);
    rig.run(0.001);
    expect(attempts(rig)).toEqual([1, 2, 3]);
    expect(rig.only('submit').clientOrderId).toBe(first?.clientOrderId);
    rig.outcome('submit', REFUSED_CONNECTION);
    rig.run(30);
    expect(attempts(rig)).toEqual([1, 2, 3]);
    expect(rig.child().belief.status).toBe('failed');
    expect(rig.parent().status).toBe('stopped_early');
    expect(rig.parent().stop?.measured).toBe('slice 0: failed: connection-refused');
  });

  it('SCH-4: is an entry of its own; the order keeps `submitted` with its attempts and is not in flight', () => {
    const rig = sent();
    rig.outcome('submit', REFUSED_CONNECTION);
    expect(rig.entries('intent-withdrawn')).toHaveLength(1);
    const { belief, submit, stage } = rig.child();
    expect([belief.status, stage, submit.attempts]).toEqual([
      'submitted',
      { kind: 'unsent', why: 'withdrawn' },
      1,
    ]);
  });

  it('SCH-4 S22: waits for Retry-After, whatever is answered to a poll meanwhile', () => {
    const rig = sent();
    rig.run(0.5);
    const poll = rig.only('read-order');
    rig.outcome('submit', {
      ...REFUSED_CONNECTION,
      reason: 'rate-limited',
      retryAfter: inSeconds(60),
    });
    rig.answer(poll, { kind: 'order', order: null });
    rig.run(59.9);
    expect(attempts(rig)).toEqual([1]);
    rig.run(0.2);
    expect(attempts(rig)).toEqual([1, 2]);
  });

  it('SCH-4: an absurd Retry-After (F:SUB7) ends the slice instead of sending it days later', () => {
    const rig = sent();
    const retryAfter = inSeconds(3 * 86_400);
    rig.outcome('submit', { ...REFUSED_CONNECTION, reason: 'rate-limited', retryAfter });
    expect(rig.child().belief.status).toBe('failed');
    expect(rig.parent().status).toBe('stopped_early');
  });

  it('SCH-4 SCH-2: each attempt passes every guard again', () => {
    const rig = sent();
    rig.outcome('submit', REFUSED_CONNECTION);
    rig.operator({ do: 'breaker-trip' });
    rig.run(3);
    expect(attempts(rig)).toEqual([1]);
    expect(rig.child().belief.status).toBe('blocked_circuit_breaker');
  });

  it('SCH-4 SCH-3 S20: a further attempt on a market that ran away stops the parent instead', () => {
    const rig = sent();
    rig.outcome('submit', REFUSED_CONNECTION);
    rig.quote = { bid: 620_000, ask: 620_010 };
    rig.run(3);
    expect(attempts(rig)).toEqual([1]);
    expect(rig.parent().stop?.code).toBe('PRICE_DEVIATION');
    expect(rig.child().belief.status).toBe('canceled');
  });

  it('SCH-4 SCH-3: and waits for readable market data, at most until its own deadline', () => {
    const rig = sent();
    rig.outcome('submit', REFUSED_CONNECTION);
    rig.quoteAge = inSeconds(20);
    rig.run(20);
    expect(attempts(rig)).toEqual([1]);
    rig.run(15);
    expect(rig.child().belief.status).toBe('skipped');
  });

  it('SCH-4 SCH-3: with `proceed` it goes without', () => {
    const rig = sent({ earlyStop: { onMarketDataError: 'proceed' } });
    rig.outcome('submit', REFUSED_CONNECTION);
    rig.quoteAge = null;
    rig.run(3);
    expect(attempts(rig)).toEqual([1, 2]);
    expect(rig.entries('submit-intent')[1]?.quoteAliveAt).toBeNull();
  });

  it('SCH-5: a cancel that was asked for meanwhile ends it at once', () => {
    const rig = sent();
    rig.operator({ do: 'cancel-parent', parentId: rig.parent().parentId });
    rig.outcome('submit', REFUSED_CONNECTION);
    expect(rig.child().belief.status).toBe('canceled');
    expect(rig.parent().status).toBe('canceled');
  });
});

describe('rejected', () => {
  it('SCH-4 SCH-3: is never tried again and stops the parent, naming the code', () => {
    const rig = sent();
    rig.outcome('submit', rejected);
    rig.run(60);
    expect(attempts(rig)).toEqual([1]);
    expect(rig.child().belief.status).toBe('rejected');
    expect(rig.parent().stop).toMatchObject({
      code: 'SLICE_FAILED',
      measured: 'slice 0: rejected: insufficient-funds',
    });
  });

  it('F:FIL4: contradicts an order that lives: told, looked up, and the fill stands', () => {
    const rig = sent();
    rig.trade(40, 40);
    rig.outcome('submit', rejected);
    expect(rig.alerts()).toContain('contradicting-outcome raised');
    rig.flush();
    rig.found({ status: 'filled', cumQty: 600 as Lots });
    expect(rig.child().belief.status).toBe('filled');
  });

  it('F:SUB5: what the stream has told as rejected already is no contradiction', () => {
    const rig = sent();
    rig.report({ execType: 'rejected', status: 'rejected', leaves: 0 as Lots });
    rig.outcome('submit', rejected);
    expect(rig.alerts()).toEqual([]);
    expect(rig.parent().status).toBe('stopped_early');
  });
});

describe('an outcome that comes twice, or late', () => {
  it('S9: a repeated not-sent of the first attempt does not withdraw the second', () => {
    const rig = sent();
    const first = rig.only('submit');
    rig.outcome(first, REFUSED_CONNECTION);
    rig.run(2);
    rig.outcome(first, REFUSED_CONNECTION);
    expect(rig.child()).toMatchObject({ stage: { kind: 'sending' }, submit: { attempts: 2 } });
    rig.run(30);
    expect(attempts(rig)).toEqual([1, 2]);
  });

  it.each([rejected, UNKNOWN, REFUSED_CONNECTION, { kind: 'exists', text: '' } as const])(
    'a late $kind changes nothing of an accepted order',
    (late) => {
      const rig = sent();
      const command = rig.only('submit');
      rig.accept();
      rig.trade(600, 600);
      const before = rig.child();
      rig.outcome(command, late);
      expect(rig.child().belief).toEqual(before.belief);
      expect(rig.child().stage.kind).toBe('done');
    },
  );

  it('F:FIL2: fills before the acknowledgement count once', () => {
    const rig = sent();
    rig.trade(600, 600);
    expect(rig.parent().status).toBe('filled');
    rig.accept('submit', { cumQty: 600 as Lots, status: 'filled' });
    expect(rig.parent().filled).toBe(600);
    expect(rig.entries('fill-booked')).toHaveLength(1);
  });

  it('SCH-4 F:FIL2: fills before an acknowledgement that is lost leave no doubt: it is not looked up', () => {
    const rig = sent();
    const command = rig.only('submit');
    rig.trade(100, 100);
    rig.outcome(command, UNKNOWN);
    expect(rig.child().stage.kind).toBe('working');
    expect(rig.entries('outcome-unknown')).toEqual([]);
  });
});

describe('the id exists', () => {
  it('F:SUB9: is looked up and adopted when the terms match', () => {
    const rig = sent();
    rig.outcome('submit', { kind: 'exists', text: '' });
    rig.flush();
    rig.found();
    expect(rig.child().stage.kind).toBe('working');
    expect(rig.alerts()).toEqual([]);
  });

  it('F:SUB9 F:SUB14: is adopted for less, as a venue that rounds holds it, with what it has filled', () => {
    const rig = sent();
    rig.outcome('submit', { kind: 'exists', text: '' });
    rig.flush();
    rig.found({ quantity: 500 as Lots, status: 'filled', cumQty: 500 as Lots });
    expect(rig.child().terms.quantity).toBe(500);
    expect(rig.parent().filled).toBe(500);
    expect(rig.alerts()).toEqual(['terms-rounded raised']);
  });

  it.each([
    ['a larger quantity', { quantity: 700 as Lots }],
    ['a smaller quantity of no known time', { quantity: 7 as Lots, createdAt: null }],
    ['another side', { side: 'sell' as const }],
  ])('SCH-4 F:SUB12: is not adopted with %s: told, and looked up on', (_, other) => {
    const rig = sent();
    rig.outcome('submit', { kind: 'exists', text: '' });
    rig.flush();
    rig.found(other);
    expect(rig.alerts()).toContain('id-taken raised');
    expect(rig.entries('quarantine')).toMatchObject([{ held: true, operator: '' }]);
    expect(rig.child().belief.filled).toBe(0);
    rig.run(2);
    expect(rig.pendingOf('read-order')).toHaveLength(1);
  });

  it('F:SUB12 F:CLK1: with a creation before our first intent it is not adopted once our clock is known to be right', () => {
    const rig = sent();
    rig.outcome('submit', { kind: 'exists', text: '' });
    rig.flush();
    const createdAt = plus(rig.now, inSeconds(-30));
    rig.found({ createdAt });
    expect(rig.alerts()).toEqual([]);
    rig.answer('read-time', { kind: 'time', venueTime: rig.now });
    rig.run(2);
    rig.found({ createdAt });
    expect(rig.alerts()).toContain('id-taken raised');
    expect(rig.child().belief.filled).toBe(0);
  });

  it('F:CLK1: is adopted though it seems older, once the venue has said that our clock is ahead', () => {
    const rig = sent();
    rig.outcome('submit', { kind: 'exists', text: '' });
    rig.flush();
    const createdAt = plus(rig.now, inSeconds(-30));
    rig.found({ createdAt });
    expect(rig.child().stage.kind).toBe('taken');
    rig.answer('read-time', { kind: 'time', venueTime: createdAt });
    rig.run(2);
    rig.found({ createdAt });
    expect(rig.child().stage.kind).toBe('working');
    expect(rig.alerts()).toEqual([]);
  });
});
