/** S22, the checker of orders and replaces refused in the same words: proven to fire. */
import { describe, expect, it } from 'vitest';
import { type EpochMicros, plus } from '../../../src/core/ground/units.js';
import { refusedAgain } from '../../../src/sim/audit/invariants/refused-again.js';
import { START } from '../../support/engine-rig.js';
import { inSeconds } from '../../support/simulation-plan.js';
import type { ClientOrderId } from '../../../src/core/order/order.js';
import type { Ticks } from '../../../src/core/ground/units.js';
import { type Fed, entry, id, judge, terms } from './history.js';

describe('S22: an order refused three times', () => {
  const at = (seconds: number): EpochMicros => plus(START, inSeconds(seconds));
  const sent = (seconds: number): Fed => ({ ...entry('submit-intent'), at: at(seconds) });
  const refused = (seconds: number): Fed => ({
    input: {
      kind: 'outcome',
      at: at(seconds),
      effect: 'submit',
      clientOrderId: id,
      attempt: 1,
      outcome: { kind: 'rejected', code: 'no-cash', text: '' },
    },
  });
  const thrice = [0, 1, 2].flatMap((second) => [sent(second), refused(second)]);

  it('S22: holds when it is sent a minute later, and once it was taken in between', () => {
    const taken = entry('submit-settled', { as: 'accepted' });
    expect(judge(refusedAgain, [...thrice, sent(62)])).toEqual([]);
    expect(judge(refusedAgain, [...thrice, taken, sent(3)])).toEqual([]);
    expect(judge(refusedAgain, [...thrice.slice(2), sent(3)])).toEqual([]);
  });

  it('S22: fires when it is sent earlier, and when two are sent at once', () => {
    expect(judge(refusedAgain, [...thrice, sent(61)])).toEqual(['S22']);
    expect(judge(refusedAgain, [...thrice, sent(62), sent(62)])).toEqual(['S22']);
  });
});

describe('S22: a replace refused three times', () => {
  const at = (seconds: number): EpochMicros => plus(START, inSeconds(seconds));
  const next = (n: number): ClientOrderId => `next-${n}` as ClientOrderId;
  /** Meant to leave, as the n-th attempt. */
  const sent = (n: number, seconds: number, limitPrice = 100): Fed => ({
    at: at(seconds),
    entry: {
      kind: 'replace-intent',
      clientOrderId: next(n),
      command: {
        kind: 'replace',
        clientOrderId: id,
        newClientOrderId: next(n),
        venueOrderId: null,
        symbol: terms.symbol,
        quantity: terms.quantity,
        limitPrice: limitPrice as Ticks,
        attempt: n,
      },
      reduces: false,
      validUntil: null,
      deadline: at(600),
      nextAt: at(600),
    },
  });
  const refused = (n: number, seconds: number): Fed => ({
    input: {
      kind: 'outcome',
      at: at(seconds),
      effect: 'replace',
      clientOrderId: id,
      attempt: n,
      outcome: { kind: 'rejected', code: 'price-band', text: '' },
    },
  });
  const thrice = [1, 2, 3].flatMap((n) => [sent(n, n), refused(n, n)]);

  it('S22: holds when it leaves a minute later, at another price, and once it was taken', () => {
    expect(judge(refusedAgain, [...thrice, sent(4, 63)])).toEqual([]);
    expect(judge(refusedAgain, [...thrice, sent(4, 4, 101)])).toEqual([]);
    const took: Fed = {
      entry: {
        kind: 'submit-settled',
        ...{ clientOrderId: next(3), as: 'accepted', code: '', text: '' },
      },
    };
    expect(judge(refusedAgain, [...thrice, took, sent(4, 4)])).toEqual([]);
  });

  it('S22: fires when it leaves earlier', () => {
    expect(judge(refusedAgain, [...thrice, sent(4, 62)])).toEqual(['S22']);
  });
});
