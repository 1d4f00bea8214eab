/** Every number of the worked example in docs/metrics.md. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buildReport } from '../../src/report/figures/build-report.js';
import { textReport } from '../../src/report/text/text-report.js';
import { workedExample } from './support/worked-example.js';

const report = buildReport(workedExample());
const parent = report.parents[0]!;

describe('the worked example of docs/metrics.md', () => {
  it('SCH-7: splits the shortfall as worked out by hand', () => {
    // Basis 100.00 x 0.3 = 30. Delay 0.02 x 0.2; timing 0.06 x 0.1; spread 0.02 x 0.1 - 0.01 x 0.1; impact (0.028 - 0.02) x 0.1;
    // fees 0.003 + 0.002 + 0.001; opportunity 0.20 x 0.1.
    expect(parent.costQuote).toEqual({
      delay: '0.004',
      trigger: '0',
      timing: '0.006',
      spread: '0.001',
      impact: '0.0008',
      fees: '0.006',
      opportunity: '0.02',
    });
    expect(parent.shortfallQuote).toBe('0.0378');
    expect(parent.cost).toEqual({
      delayBps: 1.3333,
      triggerBps: 0,
      timingBps: 2,
      spreadBps: 0.3333,
      impactBps: 0.2667,
      feesBps: 2,
      opportunityBps: 6.6667,
    });
    expect(parent.shortfallBps).toBe(12.6);
    // Without the rest: 0.0178 of 100.00 x 0.2.
    expect(parent.filledCostBps).toBe(8.9);
  });

  it('ORD-7: prices are exact', () => {
    expect(parent).toMatchObject({
      arrivalPrice: '100',
      referenceMid: '100.02',
      finalMid: '100.2',
      finalMidSource: 'venue',
      averagePrice: '100.059',
      filledQuantity: '0.2',
      unfilledQuantity: '0.1',
    });
    expect(parent.children.map((child) => child.averagePrice)).toEqual(['100.048', '100.07', null]);
  });

  it('FIL-8: slippage is against the mid each decision saw', () => {
    // (100.048 - 100.02) / 100.02 = 2.7994 bps; (100.07 - 100.08) / 100.08 = -0.9992 bps; together 0.0018 / 20.01.
    expect(parent.children.map((child) => child.slippageBps)).toEqual([2.7994, -0.9992, null]);
    expect(parent.slippageBps).toBe(0.8996);
  });

  it('holds every fill against the mid a while after it', () => {
    // The mid stood still for half a minute after each: the figure of slippage. After 5 minutes the run was over.
    expect(parent.markoutBps).toEqual({
      '100ms': 0.8996,
      '1s': 0.8996,
      '5s': 0.8996,
      '30s': 0.8996,
      '5m': null,
    });
  });

  it('holds the average price against the interval', () => {
    // TWAP: (0.09 x 100 + 59.91 x 100.02 + 60 x 100.08 + 60 x 100.10) / 180 = 100.06665666…; VWAP (3 x 100.04 + 100.07 + 100.12) / 5.
    expect(parent).toMatchObject({
      twap: '100.0666566667',
      vwap: '100.062',
      vsTwapBps: -0.7652,
      vsVwapBps: -0.2998,
    });
  });

  it('F17: says how large a part of the volume it was, per order and per slice', () => {
    expect(parent.participationShare).toBe(0.04);
    expect(parent.children.map((child) => child.participationShare)).toEqual([100 / 3_000, 0.1, 0]);
    expect(parent.warnings).toEqual([]);
  });

  it('counts every planned slice once', () => {
    expect(parent.slices).toEqual({
      planned: 3,
      sent: 3,
      filled: 2,
      partial: 0,
      blocked: 0,
      skipped: 0,
      canceled: 1,
      failed: 0,
      dryRun: 0,
      open: 0,
    });
  });

  it('is what the document shows', () => {
    const document = readFileSync(new URL('../../docs/metrics.md', import.meta.url), 'utf8');
    const text = textReport(report, new Map([['BTCUSDT', 'USDT']]));
    const shown = text.slice(text.indexOf('P1  buy'), text.indexOf('\n\nTruth'));
    expect(shown).toMatch(/shortfall +12\.6000/);
    expect(document).toContain(shown);
  });
});
