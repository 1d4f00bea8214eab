/** The four methods of fill detection: each alone, all combinations, contradictions, spellings. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type FillEvidence,
  type FillVerdict,
  verify,
  verifyFill,
} from '../../../src/core/child/verifier.js';
import type { OrderStatus } from '../../../src/core/order/status.js';
import { type EpochMicros, epochMicros, lots } from '../../../src/core/ground/units.js';
import { aBelief, anExecution, at, fold, said } from '../order/order-updates.js';
import { lawCases, lawTimeoutMs } from '../../support/law-cases.js';

const SUBMITTED = epochMicros(1_000);
const evidence = (overrides: Partial<FillEvidence> = {}): FillEvidence => ({
  status: null,
  venueWord: '',
  cumQty: null,
  avgPrice: null,
  filledAt: null,
  ...overrides,
});
const verdict = (overrides: Partial<FillEvidence>): FillVerdict =>
  verifyFill(evidence(overrides), { quantity: lots(10), submittedAt: SUBMITTED });

describe('four methods', () => {
  it.each<[string, Partial<FillEvidence>, FillVerdict['kind'], readonly string[]]>([
    [
      'all four',
      { status: 'filled', cumQty: lots(10), avgPrice: '1.5', filledAt: epochMicros(1_001) },
      'complete',
      ['status', 'quantity', 'price', 'time'],
    ],
    ['status alone', { status: 'filled' }, 'complete', ['status']],
    ['quantity alone', { cumQty: lots(10) }, 'complete', ['quantity']],
    ['price alone', { avgPrice: '1.5' }, 'partial', ['price']],
    ['time alone', { filledAt: SUBMITTED }, 'partial', ['time']],
    [
      'a part',
      { status: 'partially_filled', cumQty: lots(4), avgPrice: '1.5' },
      'partial',
      ['status', 'quantity', 'price'],
    ],
    ['canceled after a part', { status: 'canceled', cumQty: lots(4) }, 'partial', ['quantity']],
    [
      'canceled at once as it filled (F:CAN3)',
      { status: 'canceled', cumQty: lots(10) },
      'complete',
      ['quantity'],
    ],
    [
      'nothing yet',
      { status: 'accepted', cumQty: lots(0), avgPrice: '0' },
      'unfilled',
      ['status', 'quantity'],
    ],
    ['nothing at all (F:QRY6)', {}, 'unfilled', []],
    [
      'a market order filled at price 0 (F:incident K)',
      { status: 'filled', cumQty: lots(10), avgPrice: '0' },
      'complete',
      ['status', 'quantity'],
    ],
    [
      'a fill time of another clock (F:CLK5)',
      { status: 'filled', cumQty: lots(10), filledAt: epochMicros(999) },
      'complete',
      ['status', 'quantity'],
    ],
    ['filled, but nothing', { status: 'filled', cumQty: lots(0) }, 'contradiction', []],
    ['filled, but a part', { status: 'filled', cumQty: lots(4) }, 'contradiction', []],
    [
      'a part, but all of it',
      { status: 'partially_filled', cumQty: lots(10) },
      'contradiction',
      [],
    ],
    ['working, but all of it', { status: 'accepted', cumQty: lots(10) }, 'contradiction', []],
    ['rejected, but all of it', { status: 'rejected', cumQty: lots(10) }, 'contradiction', []],
    ['rejected at a price', { status: 'rejected', avgPrice: '1.5' }, 'contradiction', []],
    [
      'a price, but no quantity',
      { status: 'accepted', cumQty: lots(0), avgPrice: '1.5' },
      'contradiction',
      [],
    ],
    [
      'a time, but no quantity',
      { cumQty: lots(0), filledAt: epochMicros(1_001) },
      'contradiction',
      [],
    ],
    ['more than was asked', { status: 'filled', cumQty: lots(11) }, 'contradiction', []],
    [
      'unreadable numbers (F:MD8)',
      { cumQty: Number.NaN as never, avgPrice: 'NaN' },
      'unfilled',
      [],
    ],
  ])('FIL-3: %s', (_, told, kind, methods) => {
    expect(verdict(told)).toMatchObject({ kind, methods });
  });

  it('FIL-3: confidence is agreeing over applicable', () => {
    expect(verdict({}).confidenceBps).toBeNull();
    expect(verdict({ status: 'filled', cumQty: lots(10) }).confidenceBps).toBe(10_000);
    expect(verdict({ status: 'canceled', cumQty: lots(4), avgPrice: '1' })).toMatchObject({
      applicable: 3,
      confidenceBps: 6_667,
    });
    expect(verdict({ status: 'filled', cumQty: lots(0) }).confidenceBps).toBe(0);
  });

  it.each([
    'filled',
    'FILLED',
    ' Filled ',
    'OrderStatus.FILLED',
    'fully-filled',
    'FULLY_FILLED',
    'Completely Filled',
  ])('FIL-3: reads a fill in the spelling "%s"', (venueWord) => {
    expect(verdict({ venueWord })).toMatchObject({ kind: 'complete', methods: ['status'] });
  });

  it.each(['PARTIALLY_FILLED', 'partial-fill', 'PartFilled', 'partial_filled'])(
    'FIL-3: reads a part in the spelling "%s"',
    (venueWord) => {
      expect(verdict({ venueWord })).toMatchObject({ kind: 'partial', methods: ['status'] });
    },
  );

  it.each(['unfilled', 'NOT_FILLED', 'new', '', '...'])(
    'FIL-3: does not read a fill in "%s"',
    (venueWord) => {
      expect(verdict({ venueWord })).toMatchObject({ kind: 'unfilled', applicable: 0 });
    },
  );

  it('FIL-3: the mapped status wins over the word', () => {
    expect(verdict({ status: 'accepted', venueWord: 'filled' }).kind).toBe('unfilled');
  });

  it('FIL-3: without a submission time no fill time is too early', () => {
    const early = evidence({ filledAt: 1 as EpochMicros });
    expect(verifyFill(early, { quantity: lots(10), submittedAt: null }).methods).toEqual(['time']);
  });
});

describe('the verdict over everything believed', () => {
  it('FIL-3: agrees with the merged belief, whichever path said it', () => {
    expect(verify(aBelief(), lots(10)).kind).toBe('unfilled');
    const byStream = fold(aBelief(), [
      said('filled', 10, 2, { execution: anExecution('e1', 10, { venueTime: at(2) }) }),
    ]);
    expect(verify(byStream, lots(10))).toMatchObject({
      kind: 'complete',
      methods: ['status', 'quantity', 'price'],
    });
    const part = fold(aBelief(), [said('canceled', 4, 2)]);
    expect(verify(part, lots(10))).toMatchObject({ kind: 'partial', methods: ['quantity'] });
    expect(verify(fold(aBelief(), [said('canceled', 0, 2)]), lots(10)).kind).toBe('unfilled');
    expect(verify(fold(aBelief(), [said('filled', null, 2)]), lots(10)).kind).toBe('contradiction');
  });
});

describe('properties of FIL-14', () => {
  const spelling = fc.constantFrom(
    'filled',
    'FILLED',
    'Filled',
    ' filled\n',
    'OrderStatus.FILLED',
    'FULLY_FILLED',
  );
  const orNull = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value);

  it(
    'FIL-14.2: any spelling and any combination of fields of a real fill is detected',
    () => {
      const real = fc
        .record({
          mapped: fc.boolean(),
          venueWord: spelling,
          told: fc.boolean(),
          cumQty: orNull(fc.constant(lots(10))),
          avgPrice: orNull(fc.constantFrom('0', '100.5', '0.00000001')),
          filledAt: orNull(fc.integer({ min: 0, max: 5_000 }).map(epochMicros)),
        })
        .filter(({ told, cumQty }) => told || cumQty !== null);
      fc.assert(
        fc.property(real, ({ mapped, venueWord, told, ...rest }) => {
          const status: OrderStatus | null = told && mapped ? 'filled' : null;
          expect(verdict({ ...rest, status, venueWord: told ? venueWord : 'FROZEN' }).kind).toBe(
            'complete',
          );
        }),
        { numRuns: lawCases },
      );
    },
    lawTimeoutMs(1),
  );

  it(
    'FIL-14.2: no combination of fields of an order that did not fill completely is called complete',
    () => {
      const unfilled = fc.record({
        status: orNull(
          fc.constantFrom<OrderStatus>(
            'accepted',
            'canceled',
            'expired',
            'rejected',
            'partially_filled',
            'pending_cancel',
          ),
        ),
        venueWord: fc.constantFrom('new', 'NEW', 'canceled', 'unfilled', '', 'PARTIALLY_FILLED'),
        cumQty: orNull(fc.integer({ min: 0, max: 9 }).map(lots)),
        avgPrice: orNull(fc.constantFrom('0', '100.5', '', '-1', 'NaN')),
        filledAt: orNull(fc.integer({ min: 0, max: 5_000 }).map(epochMicros)),
      });
      fc.assert(
        fc.property(unfilled, (shown) => {
          expect(verdict(shown).kind).not.toBe('complete');
        }),
        { numRuns: lawCases },
      );
    },
    lawTimeoutMs(1),
  );

  it(
    'FIL-3: agreeing never exceeds applicable, and complete always has a method that can say so',
    () => {
      const anything = fc.record({
        status: orNull(
          fc.constantFrom<OrderStatus>(
            'accepted',
            'canceled',
            'filled',
            'partially_filled',
            'rejected',
          ),
        ),
        venueWord: fc.string(),
        cumQty: orNull(fc.integer({ min: -2, max: 12 }).map(lots)),
        avgPrice: orNull(fc.string()),
        filledAt: orNull(fc.integer({ min: 0, max: 5_000 }).map(epochMicros)),
      });
      fc.assert(
        fc.property(anything, (shown) => {
          const { kind, methods, applicable } = verdict(shown);
          expect(methods.length).toBeLessThanOrEqual(applicable);
          if (kind === 'complete')
            expect(methods.some((method) => method === 'status' || method === 'quantity')).toBe(
              true,
            );
        }),
        { numRuns: lawCases },
      );
    },
    lawTimeoutMs(1),
  );
});
