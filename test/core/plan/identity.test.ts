/** Ids: golden values, what they depend on and what not, dates near midnight. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OrderRequest } from '../../../src/core/order/order-request.js';
import {
  type IdentityContext,
  childIdOf,
  identityDates,
  parentIdOf,
} from '../../../src/core/plan/identity.js';
import { epochMicros, lots, micros, ticks } from '../../../src/core/ground/units.js';
import { aRequest } from './requests.js';

const CONTEXT: IdentityContext = {
  mode: 'sim',
  venue: 'sim',
  account: 'default',
  date: '2024-08-08',
};
const request = aRequest();
const slice = (index: number) => ({ kind: 'slice', index }) as const;

describe('identities', () => {
  it('TWAP-5: golden ids: whoever changes these changes every id ever given', () => {
    expect([
      parentIdOf(request, CONTEXT),
      childIdOf(request, CONTEXT, slice(0)),
      childIdOf(request, CONTEXT, slice(1)),
      childIdOf(request, CONTEXT, { kind: 'catch-up', index: 0 }),
      childIdOf(request, CONTEXT, { kind: 'replace', index: 0 }),
    ]).toEqual([
      'd1548b39f6577e93f659399f',
      '4a94b5675b7a0b282888c2bf',
      'bc2dda2a1d2fbc2ed9f8149d',
      '3b2f3276718df9e6bc2f05de',
      'ff475d2047fbb4e9fb6a267a',
    ]);
  });

  it.each<[string, Partial<OrderRequest>]>([
    ['strategy', { strategyId: 'demo' }],
    ['symbol', { symbol: 'ACMF' }],
    ['side', { side: 'sell' }],
    ['quantity', { quantity: lots(104) }],
    ['type', { type: 'limit' }],
    ['limit price', { limitPrice: { kind: 'fixed', price: ticks(1) } }],
    ['peg', { limitPrice: { kind: 'peg', reference: 'bid', offsetTicks: 0 } }],
    ['stop price', { stopPrice: ticks(1) }],
    ['time in force', { timeInForce: 'gtc' }],
    ['duration', { duration: micros(1) }],
    ['slices', { slices: 5 }],
    ['interval', { interval: micros(30_000_000) }],
    ['start', { start: epochMicros(0) }],
    ['idempotency key', { idempotencyKey: 'order-1' }],
  ])('TWAP-5: another %s is another order', (_, overrides) => {
    const other = aRequest(overrides);
    expect(parentIdOf(other, CONTEXT)).not.toBe(parentIdOf(request, CONTEXT));
    expect(childIdOf(other, CONTEXT, slice(0))).not.toBe(childIdOf(request, CONTEXT, slice(0)));
  });

  it.each<[string, Partial<IdentityContext>]>([
    ['mode', { mode: 'paper' }],
    ['venue', { venue: 'alpaca' }],
    ['account', { account: 'second' }],
    ['date', { date: '2024-08-09' }],
  ])('TWAP-5: another %s is another order', (_, overrides) => {
    expect(parentIdOf(request, { ...CONTEXT, ...overrides })).not.toBe(
      parentIdOf(request, CONTEXT),
    );
  });

  it('TWAP-5: what is decided later, or says who asks, does not change an id', () => {
    for (const same of [
      { algo: 'auto' },
      { source: 'manual' },
      { completion: 'catch-up' },
    ] as const) {
      expect(parentIdOf(aRequest(same), CONTEXT)).toBe(parentIdOf(request, CONTEXT));
    }
  });

  it('TWAP-5, S17: ids are 24 hex characters, and no two children of a parent share one', () => {
    const child = fc.record({
      kind: fc.constantFrom('slice', 'catch-up', 'replace'),
      index: fc.integer({ min: 0, max: 1_000_000 }),
    });
    const distinct = fc.uniqueArray(child, {
      selector: ({ kind, index }) => `${kind} ${index}`,
      maxLength: 50,
    });
    fc.assert(
      fc.property(distinct, (children) => {
        const ids = children.map((identity) => childIdOf(request, CONTEXT, identity as never));
        for (const id of ids) expect(id).toMatch(/^[0-9a-f]{24}$/);
        expect(new Set([...ids, parentIdOf(request, CONTEXT)]).size).toBe(children.length + 1);
      }),
      { numRuns: 100 },
    );
  });

  it('TWAP-5: near midnight in the exchange time zone the previous date is probed too', () => {
    const midnight = 1_723_161_600_000_000;
    expect(identityDates('always-open', epochMicros(midnight - 1))).toEqual(['2024-08-08']);
    expect(identityDates('always-open', epochMicros(midnight))).toEqual([
      '2024-08-09',
      '2024-08-08',
    ]);
    expect(identityDates('always-open', epochMicros(midnight + 899_999_999))).toEqual([
      '2024-08-09',
      '2024-08-08',
    ]);
    expect(identityDates('always-open', epochMicros(midnight + 900_000_000))).toEqual([
      '2024-08-09',
    ]);
    expect(identityDates('nyse', epochMicros(midnight))).toEqual(['2024-08-08']);
    expect(identityDates('nyse', epochMicros(midnight + 4 * 3_600_000_000))).toEqual([
      '2024-08-09',
      '2024-08-08',
    ]);
  });

  it('TWAP-5: on the first morning that the calendar knows there is no previous date', () => {
    expect(identityDates('nyse', epochMicros(1_262_304_000_000_000))).toEqual(['2009-12-31']);
  });
});
