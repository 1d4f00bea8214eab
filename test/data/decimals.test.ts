/**
 * Decimal text becomes integers exactly, or is refused.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal, formatDecimal } from '../../src/core/ground/decimal.js';
import { DecimalColumn } from '../../src/data/columns.js';
import { DecimalScanner } from '../../src/data/decimal-scanner.js';

const scanner = new DecimalScanner();
const scan = (text: string): readonly [number, number] | null =>
  scanner.scan(Buffer.from(text), 0, text.length) ? [scanner.mantissa, scanner.decimals] : null;

describe('decimal scanner', () => {
  it.each([
    ['61837.63000000', [6_183_763, 2]],
    ['0.00000000', [0, 0]],
    ['0.00001', [1, 5]],
    ['100', [100, 0]],
    ['007.50', [75, 1]],
    ['9007199254740991', [9_007_199_254_740_991, 0]],
    ['0.000000000000001', [1, 15]],
  ] as const)('reads %s', (text, expected) => {
    expect(scan(text)).toEqual(expected);
  });

  it.each([
    ...[
      '',
      '.',
      '1.',
      '.5',
      '-1',
      '+1',
      '1e5',
      '1E-5',
      'NaN',
      'Infinity',
      ' 1',
      '1 ',
      '1,5',
      '0x1',
    ],
    ...['1.2.3', '9007199254740993', '1.0000000000000001', '99999999999999999999', '１'],
  ])('refuses %j', (text) => {
    expect(scan(text)).toBeNull();
  });

  it('agrees with exact decimals on any it takes', () => {
    const digits = fc.tuple(
      fc.nat({ max: 99_999_999 }),
      fc.nat({ max: 9_999_999 }),
      fc.nat({ max: 4 }),
    );
    fc.assert(
      fc.property(digits, ([whole, fraction, zeros]) => {
        const text = `${whole}.${String(fraction).padStart(7, '0')}${'0'.repeat(zeros)}`;
        const [mantissa, scale] = scan(text)!;
        expect(formatDecimal({ mantissa: BigInt(mantissa), scale })).toBe(
          formatDecimal(decimal(text)),
        );
      }),
    );
  });

  it('stops where it is told', () => {
    const bytes = Buffer.from('12.50,7');
    expect(scanner.scanTo(bytes, 0, bytes.length, 0x2c)).toBe(5);
    expect([scanner.mantissa, scanner.decimals]).toEqual([125, 1]);
    expect(scanner.scanTo(bytes, 6, bytes.length, 0x2c)).toBe(7);
  });
});

describe('decimal column', () => {
  it('widens its scale and keeps what it holds', () => {
    const column = new DecimalColumn();
    for (const text of ['5', '1.25', '0.001']) column.push(...scan(text)!);
    expect(column.scale).toBe(3);
    expect([...column.view()]).toEqual([5_000, 1_250, 1]);
  });

  it('refuses what would not stay exact, and stays as it was', () => {
    const column = new DecimalColumn();
    column.push(9_007_199_254_740_991, 0);
    expect(column.push(1, 1)).toBe(false);
    expect([column.scale, ...column.view()]).toEqual([0, 9_007_199_254_740_991]);
  });
});
