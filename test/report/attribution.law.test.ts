/** The reliability cost: single faults and remainder add up to what all cost together, exactly, whatever the figures are. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDecimal,
  compareDecimal,
  decimal,
  formatDecimal,
} from '../../src/core/ground/decimal.js';
import { lots } from '../../src/core/ground/units.js';
import { attributionOf } from '../../src/report/many/attribution.js';
import type { Report } from '../../src/report/schema/report.js';
import { attributionLines, fullAttributionLines } from '../../src/report/text/attribution-lines.js';
import { INSTRUMENT } from './support/hand-made-journal.js';
import { asked, reportOf } from './support/asked-order.js';

const plain = reportOf(
  asked().sent(0, 'a0', {
    parent: 'a',
    slice: 0,
    terms: { quantity: lots(100), symbol: INSTRUMENT.symbol },
    quote: [9_999, 10_001],
  }),
);

interface Figures {
  readonly bps: number | null;
  readonly money: string | null;
  /** When its order was known to fill. */
  readonly filledAt: number | null;
  /** Nothing when left out. */
  readonly unfilled?: string;
}

function reportWith({ bps, money, filledAt, unfilled = '0' }: Figures): Report {
  const [parent] = plain.parents;
  if (parent === undefined) throw new Error('an order was asked for');
  const children = parent.children.map((child) => ({ ...child, firstFillAtMicros: filledAt }));
  return {
    ...plain,
    parents: [
      { ...parent, shortfallBps: bps, shortfallQuote: money, unfilledQuantity: unfilled, children },
    ],
  };
}

const attribute = (whole: Figures, without: Figures, each: readonly Figures[]) =>
  attributionOf({
    report: reportWith(whole),
    withoutAny: reportWith(without),
    without: each.map((figures, index) => ({
      fault: `fault ${index}`,
      kind: 'outage',
      report: reportWith(figures),
    })),
    quoteAsset: 'USDT',
    unmoved: 'the market is the same',
  });

const figures = fc.record({
  bps: fc.integer({ min: -10_000_000, max: 10_000_000 }).map((units) => units / 10_000),
  money: fc
    .tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.integer({ min: 0, max: 10 }))
    .map(([mantissa, scale]) => formatDecimal({ mantissa, scale })),
  filledAt: fc.integer({ min: 0, max: 10 ** 9 }),
});

const MILLIONTH = 1_000_000;
const units = (bps: number | null): number => Math.round((bps ?? NaN) * MILLIONTH);

describe('what faults cost', () => {
  it('single faults and the remainder add up to what all of them cost, in bps, money and time', () => {
    const several = fc.array(figures, { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(figures, figures, several, (whole, without, each) => {
        const rows = attribute(whole, without, each);
        expect(rows).toHaveLength(each.length + 1);
        const bps = rows.reduce((sum, { shortfallBps }) => sum + units(shortfallBps), 0);
        expect(bps).toBe(units(whole.bps) - units(without.bps));
        const back = rows.reduce(
          (sum, { shortfallQuote }) => addDecimal(sum, decimal(shortfallQuote ?? '')),
          decimal(without.money),
        );
        expect(compareDecimal(back, decimal(whole.money))).toBe(0);
        const delay = rows.reduce((sum, { delayMs }) => sum + Math.round(delayMs * 1_000), 0);
        expect(delay).toBe(whole.filledAt - without.filledAt);
      }),
    );
  });

  it('says what was not measured as null, and nothing about it', () => {
    const known = { bps: 1, money: '2', filledAt: null };
    const [row, rest] = attribute(known, known, [{ ...known, bps: null, money: null }]);
    expect([row?.shortfallBps, row?.shortfallQuote, rest?.shortfallBps]).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('is a sentence for each fault: which way, how much, which order, how late', () => {
    const calm = { bps: 1, money: '3', filledAt: 10_000_000 };
    const late = { bps: 2.2, money: '6.4', filledAt: 51_000_000 };
    const rows = attribute(late, calm, [calm, late]);
    expect(rows.map(({ text }) => text)).toEqual([
      'fault 0 cost 1.20 bps, 3.400 USDT: P1/0 was known to fill 41 s later; one order went otherwise',
      'fault 1 cost nothing and touched no order',
      'all 2 together cost 1.20 bps, 3.400 USDT; single ones explain all of it; the market is the same',
    ]);
    const [unfilled] = attribute({ ...calm, filledAt: null }, calm, [calm]);
    expect(unfilled?.text).toBe(
      'fault 0 cost nothing: P1/0 did not fill; one order went otherwise',
    );
    const apart = attribute(late, calm, [late, late]).at(-1);
    expect(apart?.ordersTouched).toBe(1);
    expect(apart?.text).toContain(
      'by themselves they come to 0.00 bps: 1.20 bps no single one explains, and 41 s of delay',
    );
    const only = attribute(calm, late, [late]);
    expect(only[0]?.text).toContain(
      'fault 0 saved 1.20 bps, 3.400 USDT: P1/0 was known to fill 41 s earlier',
    );
    expect(only[1]?.text).toMatch(/^nothing remains unexplained/);
  });

  it('saves and costs nothing where a part is missing: that is priced at the mid when it was known to be', () => {
    const calm = { bps: 1, money: '3', filledAt: 10_000_000, unfilled: '0.001' };
    const late = { ...calm, bps: 2.2, money: '6.4', filledAt: 51_000_000 };
    expect(attribute(late, calm, [calm])[0]?.text).toMatch(
      /^fault 0 raised the shortfall by 1\.20 bps, 3\.400 USDT: /,
    );
    expect(attribute(calm, late, [late])[0]?.text).toMatch(
      /^fault 0 lowered the shortfall by 1\.20 bps, 3\.400 USDT: /,
    );
  });

  it('tells the dearest on one screen, and in full each that touched an order', () => {
    const calm = { bps: 1, money: '3', filledAt: 10_000_000 };
    const late = { bps: 2, money: '6', filledAt: 51_000_000 };
    const attribution = attribute(late, calm, [
      late,
      calm,
      { ...calm, bps: 1.5 },
      { ...calm, bps: 1.2 },
    ]);
    const page = { label: 14, width: 500 };
    const report = { ...plain, attribution };
    const screen = attributionLines(report, page).map((line) => line.slice(14));
    expect(screen[0]).toContain('fault 1 cost 1.00 bps');
    expect(screen[1]).toContain('fault 3 cost 0.80 bps');
    expect(screen[2]).toBe('2 more cost less (--full)');
    expect(screen[3]).toContain('all 4 together');
    const full = fullAttributionLines(report, page).map((line) => line.slice(14));
    expect(full[3]).toBe('1 of 4 touched no order');
    expect(full).toHaveLength(5);
    const nothing = { ...plain, attribution: attribute(calm, calm, [calm, calm]) };
    expect(attributionLines(nothing, page)).toEqual([
      'Their cost    nothing: none of the 2 by itself',
    ]);
    const one = { ...plain, attribution: attribute(late, calm, [calm, late]) };
    expect(attributionLines(one, page)[1]).toBe(
      `${' '.repeat(14)}the other one cost nothing by itself`,
    );
    expect([...attributionLines(plain, page), ...fullAttributionLines(plain, page)]).toEqual([]);
  });
});
