/**
 * Laws of the canonical text: one text for equal values, different texts for different ones, and
 * no text for the rest.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvariantError } from '../../../src/core/ground/invariant.js';
import { canonicalJson } from '../../../src/core/ground/canonical.js';

const aText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.constantFrom('"', '\\', '\n', '\u2028', '\ud800', '__proto__'),
);
const aLeaf = fc.oneof(
  aText,
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);
/** Values on which JSON is exact: no bigint, no Map, no undefined. */
const { value: aValue } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    aLeaf,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(aText, tie('value'), { maxKeys: 6 }),
  ),
}));

/** The same value with the keys of every record put in another order. */
function reordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([key, inner]) => [key, reordered(inner)]));
}

/** -0 is 0 in JSON. */
function withoutNegativeZero(value: unknown): unknown {
  if (Object.is(value, -0)) return 0;
  if (Array.isArray(value)) return value.map(withoutNegativeZero);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, withoutNegativeZero(inner)]),
  );
}

describe('canonical JSON', () => {
  it('reads back as the same value, so different values have different texts', () => {
    fc.assert(
      fc.property(aValue, (value) => {
        const back: unknown = JSON.parse(canonicalJson(value));
        expect(withoutNegativeZero(back)).toEqual(reordered(withoutNegativeZero(value)));
      }),
      { numRuns: 500 },
    );
  });

  it('two values have one text exactly when they are equal', () => {
    fc.assert(
      fc.property(aValue, aValue, (a, b) => {
        const equal = canonicalJson(a) === canonicalJson(b);
        let same = true;
        try {
          expect(withoutNegativeZero(a)).toEqual(withoutNegativeZero(b));
        } catch {
          same = false;
        }
        expect(equal).toBe(same);
      }),
      { numRuns: 500 },
    );
  });

  it('is independent of the order of keys', () => {
    fc.assert(
      fc.property(aValue, (value) => {
        expect(canonicalJson(reordered(value))).toBe(canonicalJson(value));
      }),
    );
  });

  it('is independent of the order of Map entries, by number or by text', () => {
    const aMap = fc.oneof(
      fc.uniqueArray(fc.tuple(fc.integer(), aLeaf), { selector: ([key]) => key }),
      fc.uniqueArray(fc.tuple(aText, aLeaf), { selector: ([key]) => key }),
    ) as fc.Arbitrary<[unknown, unknown][]>;
    fc.assert(
      fc.property(aMap, (entries) => {
        expect(canonicalJson(new Map([...entries].reverse()))).toBe(
          canonicalJson(new Map(entries)),
        );
      }),
    );
  });

  it('orders by code unit and by number, without spaces', () => {
    expect(canonicalJson({ b: 1, a: [true, null, 'x'], B: {}, é: [], '10': 2, '9': 3 })).toBe(
      '{"10":2,"9":3,"B":{},"a":[true,null,"x"],"b":1,"é":[]}',
    );
    expect(
      canonicalJson(
        new Map([
          [10, 'a'],
          [9, 'b'],
          [-1, 'c'],
        ]),
      ),
    ).toBe('[[-1,"c"],[9,"b"],[10,"a"]]');
    expect(
      canonicalJson(
        new Map([
          ['b', 1n],
          ['a', 2n],
        ]),
      ),
    ).toBe('[["a","2"],["b","1"]]');
  });

  it('writes bigint as decimal text, -0 as 0, and drops undefined properties', () => {
    expect(canonicalJson({ notional: -(10n ** 20n), zero: -0, none: undefined })).toBe(
      '{"notional":"-100000000000000000000","zero":0}',
    );
    expect(canonicalJson({ none: undefined })).toBe('{}');
    // The shape is known by now: what was undefined once may be present later.
    expect(canonicalJson({ none: 1 })).toBe('{"none":1}');
    expect(canonicalJson(Object.assign(Object.create(null) as object, { b: 1, a: 2 }))).toBe(
      '{"a":2,"b":1}',
    );
  });

  it('escapes lone surrogates, which all look alike once hashed as UTF-8', () => {
    expect(canonicalJson('\ud800')).toBe('"\\ud800"');
    expect(canonicalJson({ '\udfff': '😀' })).toBe('{"\\udfff":"😀"}');
  });

  it('refuses what has no text of its own', () => {
    class Position {
      readonly quantity = 1;
    }
    const refused: unknown[] = [
      NaN,
      Infinity,
      -Infinity,
      undefined,
      () => 1,
      Symbol('s'),
      new Date(0),
      new Set([1]),
      new Position(),
      new Float64Array(1),
      /x/,
      [undefined],
      new Array(2),
      { at: NaN },
      new Map([['a', undefined]]),
      new Map<unknown, number>([
        ['a', 1],
        [1, 1],
      ]),
      new Map([[{}, 1]]),
    ];
    for (const value of refused) expect(() => canonicalJson(value)).toThrow(InvariantError);
  });

  it('stays right when records keep changing their shape', () => {
    for (let index = 0; index < 10_000; index += 1) {
      expect(canonicalJson({ [`k${index}`]: 1, a: 2 })).toBe(`{"a":2,"k${index}":1}`);
    }
  });

  it('writes every safe integer as JSON does, around whole billions too', () => {
    const billions = fc.integer({ min: 0, max: 9_007_199 });
    const near = fc.tuple(billions, fc.integer({ min: -2, max: 2 }));
    const integers = fc.oneof(
      fc.maxSafeInteger(),
      near.map(([count, more]) => count * 1e9 + more),
    );
    fc.assert(
      fc.property(integers, (integer) => {
        expect(canonicalJson([integer, -integer])).toBe(JSON.stringify([integer, -integer]));
      }),
      { numRuns: 2_000 },
    );
  });
});
