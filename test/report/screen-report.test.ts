/** The report on one screen: what warns is in it, whatever else has to go; its width is the terminal's. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildReport } from '../../src/report/figures/build-report.js';
import type { Report } from '../../src/report/schema/report.js';
import { pageOf } from '../../src/report/text/page.js';
import { screenReport } from '../../src/report/text/screen-report.js';
import { untoned } from '../../src/report/text/toned.js';
import { roundBps, roundMoney } from '../../src/report/text/numbers.js';
import { COUNTED } from '../../src/report/text/fault-counts.js';
import { FAULT_KINDS } from '../../src/sim/fault/registry.js';
import { fourFills } from './support/four-fills.js';

const QUOTE = new Map([['BTCUSDT', 'USDT']]);
const report = buildReport(fourFills());

const linesOf = (told: Report, columns: number | null = null) =>
  screenReport(told, { page: pageOf(columns), quoteAssets: QUOTE, program: 'squall' });
const screen = (told: Report, columns: number | null = null): string =>
  untoned(linesOf(told, columns));
/** As one line, since where it is broken is not what counts. */
const flat = (told: Report): string => screen(told).replaceAll(/\s+/g, ' ');

const violation = (detail: string) => ({
  id: 'S2',
  atMicros: report.virtual.startMicros,
  detail,
  evidence: null,
});
const warning = (text: string, subject: string | null = null) => ({ code: 'w', subject, text });
const alert = (
  code: string,
  level: 'info' | 'critical',
  state: 'raised' | 'cleared',
): Report['alerts'][number] => ({
  code,
  level,
  subject: 'a',
  text: `about ${code}`,
  state,
  firstMicros: report.virtual.startMicros,
  lastMicros: report.virtual.startMicros,
  count: 2,
});

describe('the report on one screen', () => {
  it('reads like this', () => {
    expect(screen(report)).toMatchSnapshot();
  });

  it('SCH-7: opens with what was asked and what came of it, then trade, engine, expectations', () => {
    const labels = screen(report).split('\n').slice(0, 8).join('\n');
    expect(labels).toMatch(
      /^✗ [^]+\nAsked [^]+\nCame of it [^]+\nTrade [^]+\nEngine [^]+\nExpected /,
    );
  });

  it('ALR-1: shows what warns: broken invariants, refusals, alerts, warnings, failed expectations', () => {
    const told = flat({
      ...report,
      invariants: { checks: 9, violations: [violation('a detail')] },
      refused: [
        {
          atMicros: report.virtual.startMicros,
          code: 'invalid',
          problems: [{ field: 'quantity', text: 'too little' }],
        },
      ],
      alerts: [alert('small', 'info', 'cleared'), alert('grave', 'critical', 'raised')],
      warnings: [warning('of the run'), warning('of some', 'P1'), warning('of some', 'P2')],
    });
    expect(told).toContain('9 checks, 1 BROKEN');
    expect(told).toContain('BROKEN S2 at 00:00:00.000: a detail');
    expect(told).toContain('Refused 00:00:00.000 invalid quantity: too little');
    expect(told).toContain('Alert critical grave x 2, first at 00:00:00.000, 1 NOT CLEARED: about');
    expect(told.indexOf('grave')).toBeLessThan(told.indexOf('small'));
    expect(told).toContain('Warning of the run');
    expect(told).toContain('Warning P1, P2: of some');
    expect(told).toContain('1 of 2 held; FAILED: shortfallBps < 1 (7.5)');
  });

  it('ALR-1: loses no warning, however many there are: each is told or counted', () => {
    const texts = fc.uniqueArray(fc.stringMatching(/^[a-z]{3,12}$/), { maxLength: 40 });
    fc.assert(
      fc.property(texts, texts, (warned, broken) => {
        const told = flat({
          ...report,
          warnings: warned.map((text) => warning(`w-${text}-w`)),
          invariants: { checks: 1, violations: broken.map((text) => violation(`v-${text}-v`)) },
        });
        const countOf = (all: readonly string[], what: string): number => {
          const shown = all.filter((text) => told.includes(text)).length;
          const [, more = '0'] = new RegExp(String.raw`and (\d+) more ${what}`).exec(told) ?? [];
          return shown + Number(more);
        };
        expect(
          countOf(
            warned.map((text) => `w-${text}-w`),
            'warnings',
          ),
        ).toBe(warned.length);
        const details = broken.map((text) => `v-${text}-v`);
        expect(countOf(details, 'broken invariants')).toBe(broken.length);
      }),
      { numRuns: 200 },
    );
  });

  it.each([40, 60, 80, 100, 120, 300])('fits into a terminal of %i columns', (columns) => {
    const warned = { ...report, warnings: [warning('a sentence that goes on '.repeat(20))] };
    const width = Math.min(120, Math.max(60, columns));
    const long = screen(warned, columns)
      .split('\n')
      // A command is one line to copy.
      .filter((line) => line.length > width && !line.includes('squall '));
    expect(long).toEqual([]);
  });

  it('cuts the hints of a narrow terminal between words, and no figure', () => {
    const [line = ''] = screen(report, 60)
      .split('\n')
      .filter((one) => one.startsWith('  spread'));
    expect(line).toBe('  spread       -0.75  -0.00300  half the spread: paid when …');
  });

  it('SIM-3: tells each fault with start, end and paths in one line', () => {
    const { startMicros: from, endMicros: end } = report.virtual;
    const window = (given: Partial<Report['faultWindows'][number]>) => ({
      kind: 'outage',
      symbol: null,
      paths: ['feed', 'submit'],
      fromMicros: from + 10_005_000,
      toMicros: from + 55_005_000,
      acts: 1_234,
      ...given,
    });
    const faultWindows = [
      window({}),
      window({ kind: 'halt', symbol: 'BTCUSDT', paths: [], acts: 1 }),
      window({ kind: 'ack-lost', paths: ['submit'], toMicros: from + 10_005_000, acts: 1 }),
      window({ kind: 'reject', paths: ['submit'], fromMicros: from, toMicros: end, acts: 3 }),
    ];
    const told = screen({ ...report, faults: { outage: 1_234, halt: 1 }, faultWindows });
    expect(told).toMatch(
      /^Faults {8}outage +00:00:10\.005 to 00:00:55\.005 +1,234 messages lost +all symbols +feed, submit$/m,
    );
    expect(told).toMatch(/halt +00.+ 1 halt +BTCUSDT +at the venue$/m);
    expect(told).toMatch(/ack-lost +at 00:00:10\.005 +1 answer lost +all symbols +submit$/m);
    expect(told).toMatch(/reject +all the time +3 submits refused +all symbols +submit$/m);
    const everywhere = ['feed', 'submit', 'cancel', 'query', 'stream'];
    expect(screen({ ...report, faultWindows: [window({ paths: everywhere })] })).toMatch(
      /1,234 messages lost +all symbols +all paths$/m,
    );
    const many = { ...report, faultWindows: Array.from({ length: 9 }, () => window({})) };
    expect(screen(many)).toContain('... and 3 more (--full)');
  });

  it('SIM-3: says of every kind what its count counts', () => {
    expect([...COUNTED.keys()].toSorted()).toEqual([...FAULT_KINDS.keys()].toSorted());
    expect(screen({ ...report, faults: { 'ack-lost': 3, another: 1 }, faultWindows: [] })).toMatch(
      /^Faults {8}ack-lost  3 answers lost\n +another  acted once$/m,
    );
  });

  it('has several orders in a table, those that did not fill first where not all have room', () => {
    const [only] = report.parents;
    const parents = Array.from({ length: 12 }, (_, index) => ({
      ...only!,
      name: `P${index + 1}`,
      status: index === 11 ? ('canceled' as const) : ('filled' as const),
    }));
    const told = screen({ ...report, parents });
    expect(told).toMatch(/^order +became +filled +average +cost bps +opportunity bps$/m);
    expect(told).toMatch(/^P12 +buy 0\.4 BTCUSDT +canceled/m);
    expect(told).toContain('... and 4 more orders (--full)');
  });

  it('says in tones which verdicts hold', () => {
    const toneOf = (told: Report, label: string) =>
      linesOf(told).find(({ text }) => text.startsWith(label))?.tone;
    expect(toneOf(report, 'Trade')).toBe('good');
    expect(toneOf(report, 'Expected')).toBe('warn');
    expect(toneOf(report, '✗')).toBe('bad');
    const { verdict } = report;
    const short = {
      ...report,
      verdict: { ...verdict, trade: { complete: false, missingShare: 1, why: 'none' } },
    };
    expect(toneOf(short, 'Trade')).toBe('warn');
  });
});

describe('rounded figures', () => {
  it('keep two places of basis points, and no minus before nothing', () => {
    expect(
      ['3.5157', '-0.004', '-1.5152', '12345.678'].map((bps) => roundBps(Number(bps))),
    ).toEqual(['3.52', '0.00', '-1.52', '12,345.68']);
    expect(roundBps(null)).toBe('-');
  });

  it('round money alike: cents, and four digits where all of it is small', () => {
    expect(roundMoney(['74.15337705', '-0.001', null, '1234567.5'])).toEqual([
      '74.15',
      '0.00',
      '-',
      '1,234,567.50',
    ]);
    expect(roundMoney(['0.00012345', '0.00000001'])).toEqual(['0.0001234', '0.0000000']);
  });
});
