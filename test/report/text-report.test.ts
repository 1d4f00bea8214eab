/** The terminal report as a reader sees it, and its width. */
import { describe, expect, it } from 'vitest';
import { buildReport } from '../../src/report/figures/build-report.js';
import { textReport } from '../../src/report/text/text-report.js';
import { fourFills } from './support/four-fills.js';
import { workedExample } from './support/worked-example.js';
import {
  alignedDecimals,
  grouped,
  percentText,
  shortDecimal,
} from '../../src/report/text/numbers.js';

const QUOTE = new Map([['BTCUSDT', 'USDT']]);

describe('text report', () => {
  it('tells a run with truth', () => {
    expect(textReport(buildReport(fourFills()), QUOTE)).toMatchSnapshot();
  });

  it('stays within 100 columns, whatever it has to say', () => {
    const long = 'a violation whose detail goes on '.repeat(12);
    const run = fourFills();
    const audit = {
      ...run.audit!,
      violations: Array.from({ length: 12 }, () => ({
        id: 'S2',
        at: run.virtual.start,
        detail: long,
        evidence: {
          before: [{ at: run.virtual.start, side: 'venue' as const, text: long }],
          engine: `believed ${long}`,
          venue: `true ${long}`,
        },
      })),
    };
    const report = buildReport({ ...run, audit, warnings: [{ code: 'w', text: long }] });
    const lines = textReport(report, QUOTE).split('\n');
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
    expect(lines.join('\n')).toContain('12 BROKEN');
    expect(lines.join('\n')).toContain('... and 2 more');
    const shown = lines.filter((line) => line.includes('the engine believed: believed'));
    expect(shown).toHaveLength(3);
    expect(lines.filter((line) => line.includes('the last events up to it'))).toHaveLength(3);
  });

  it('says what was not measured', () => {
    const text = textReport(buildReport({ ...workedExample(), markets: new Map() }), QUOTE);
    expect(text).toContain('TWAP not measured; VWAP not measured');
    expect(text).toContain('share of the market not measured');
    expect(text).toMatch(/opportunity +- +- /);
    expect(text).toContain('Invariants    not checked');
  });

  it('survives a run without orders', () => {
    const text = textReport(buildReport({ ...workedExample(), blocks: [] }));
    expect(text).toContain('no orders');
    expect(text).not.toContain('Next');
  });

  it('writes numbers for the eye without lying', () => {
    expect(grouped(1_234_567)).toBe('1,234,567');
    expect(grouped(999)).toBe('999');
    expect(percentText(0.99999)).toBe('> 99.9 %');
    expect(percentText(1)).toBe('100 %');
    expect(percentText(null)).toBe('not measured');
    expect(shortDecimal('100.0666566667')).toBe('100.066657');
    expect(shortDecimal('0.00000001')).toBe('0.00000001');
    expect(alignedDecimals(['1.5', null, '-0.25'])).toEqual(['1.50', '-', '-0.25']);
  });
});
